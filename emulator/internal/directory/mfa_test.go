package directory_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

const (
	off, optional, required = api.UserPoolMfaTypeOff, api.UserPoolMfaTypeOptional, api.UserPoolMfaTypeOn

	sms, email    = api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeEmailOtp
	token         = api.ChallengeNameTypeSoftwareTokenMfa
	setUp, choice = api.ChallengeNameTypeMfaSetup, api.ChallengeNameTypeSelectMfaType
)

// factorsOf is a pool, and a user with some addresses, or an app, both with some factors.
func factorsOf(mfa api.UserPoolMfaType, allowed, owned, enabled []api.ChallengeNameType, preferred api.ChallengeNameType) (directory.Pool, directory.User) {
	pool := directory.Pool{UserPoolType: api.UserPoolType{MfaConfiguration: mfa}}
	pool.MFA.SMS = slices.Contains(allowed, sms)
	if slices.Contains(allowed, email) {
		pool.MFA.Email = &api.EmailMfaConfigType{}
	}
	if slices.Contains(allowed, token) {
		pool.MFA.SoftwareToken = &api.SoftwareTokenMfaConfigType{Enabled: new(true)}
	}
	user := directory.User{Attributes: map[string]string{}, MFA: directory.MFAPreference{Enabled: enabled, Preferred: preferred}}
	user.Associate([]byte("a secret that is not verified does not count"))
	for _, factor := range owned {
		switch factor {
		case sms:
			user.Attributes["phone_number"] = "somewhere"
		case email:
			user.Attributes["email"] = "somewhere"
		case token:
			user.Enrol(directory.SoftwareToken{Secret: []byte("secret")})
		}
	}
	return pool, user
}

func TestSecondFactor(t *testing.T) {
	type list = []api.ChallengeNameType
	const none = api.ChallengeNameType("")
	for name, c := range map[string]struct {
		mfa                     api.UserPoolMfaType
		allowed, owned, enabled list
		preferred               api.ChallengeNameType
		want                    api.ChallengeNameType
	}{
		"off":                                {off, list{sms}, list{sms}, list{sms}, sms, none},
		"a pool of old":                      {"", list{sms}, list{sms}, list{sms}, sms, none},
		"optional, not chosen":               {optional, list{sms, email}, list{sms, email}, nil, none, none},
		"optional, chosen":                   {optional, list{sms}, list{sms}, list{sms}, none, sms},
		"optional, chosen by e-mail":         {optional, list{email}, list{sms, email}, list{email}, email, email},
		"optional, chosen but not allowed":   {optional, list{email}, list{sms, email}, list{sms}, sms, none},
		"optional, the address is gone":      {optional, list{sms}, list{email}, list{sms}, sms, none},
		"optional, both, one preferred":      {optional, list{sms, email}, list{sms, email}, list{sms, email}, email, email},
		"optional, both, none preferred":     {optional, list{sms, email}, list{sms, email}, list{sms, email}, none, choice},
		"optional, preferred one is no more": {optional, list{sms}, list{sms, email}, list{sms, email}, email, sms},
		"required, has a number":             {required, list{sms}, list{sms, email}, nil, none, sms},
		"required, has an address":           {required, list{email}, list{email}, nil, none, email},
		"required, has both":                 {required, list{sms, email}, list{sms, email}, nil, none, choice},
		"required, has both, chose one":      {required, list{sms, email}, list{sms, email}, list{email}, none, email},
		"required, has both, prefers one":    {required, list{sms, email}, list{sms, email}, nil, sms, sms},
		"required, chose another":            {required, list{sms}, list{sms, email}, list{email}, email, sms},
		"required, has nothing":              {required, list{sms, email}, nil, nil, none, setUp},
		"required, no factor in the pool":    {required, nil, list{sms, email}, nil, none, setUp},

		"an app, off":                                 {off, list{token}, list{token}, list{token}, token, none},
		"an app, optional, not switched on":           {optional, list{token}, list{token}, nil, none, none},
		"an app, optional, switched on":               {optional, list{token}, list{token}, list{token}, none, token},
		"an app, optional, it is gone":                {optional, list{token}, nil, list{token}, token, none},
		"an app, optional, gone, another is on":       {optional, list{sms, token}, list{sms}, list{sms, token}, token, sms},
		"an app, optional, both, none preferred":      {optional, list{sms, token}, list{sms, token}, list{sms, token}, none, choice},
		"an app, optional, both, preferred":           {optional, list{sms, token}, list{sms, token}, list{sms, token}, token, token},
		"an app, optional, both, the other":           {optional, list{sms, token}, list{sms, token}, list{sms, token}, sms, sms},
		"an app, optional, all three":                 {optional, list{sms, token, email}, list{sms, token, email}, list{sms, token, email}, none, choice},
		"an app, required, none":                      {required, list{token}, list{sms, email}, nil, none, setUp},
		"an app, required":                            {required, list{token}, list{token}, nil, none, token},
		"an app, required, and a number":              {required, list{sms, token}, list{sms, token}, nil, none, choice},
		"an app, required, and a number, chose one":   {required, list{sms, token}, list{sms, token}, list{token}, none, token},
		"an app, required, and a number, no app yet":  {required, list{sms, token}, list{sms}, nil, none, sms},
		"an app, required, the pool has them no more": {required, list{sms}, list{token}, nil, none, token}, // documented
		"an app, optional, the pool has them no more": {optional, list{sms}, list{token}, list{token}, none, token},
	} {
		pool, user := factorsOf(c.mfa, c.allowed, c.owned, c.enabled, c.preferred)
		got, asked := pool.SecondFactor(user)
		if asked != (c.want != none) || asked && got != c.want {
			t.Errorf("%s: got %q, %t; want %q", name, got, asked, c.want)
		}
	}
}

// Whatever the settings: a pool that requires MFA always asks for something, one that has it off never does, and what is
// asked for as a code can be sent.
func TestSecondFactorCanBeGiven(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		some := func(label string) []api.ChallengeNameType {
			return rapid.SliceOfDistinct(rapid.SampledFrom([]api.ChallengeNameType{sms, token, email}), rapid.ID).Draw(r, label)
		}
		mfa := rapid.SampledFrom([]api.UserPoolMfaType{off, optional, required}).Draw(r, "mfa")
		allowed := some("allowed")
		enabled := some("enabled")
		pool, user := factorsOf(mfa, allowed, some("owned"), enabled, rapid.SampledFrom(append(enabled, "")).Draw(r, "preferred"))
		factor, asked := pool.SecondFactor(user)
		if mfa == required && !asked || mfa == off && asked {
			r.Fatalf("MFA is %s and something is asked for: %t", mfa, asked)
		}
		_, sendable := directory.FactorDelivery(user, factor)
		if code := factor == sms || factor == email; asked && code && (!sendable || !slices.Contains(allowed, factor)) {
			r.Fatalf("%s cannot be given", factor)
		}
		if asked && factor == token && !user.HasSoftwareToken() {
			r.Fatal("a code of an app is asked for that is not there")
		}
		active := pool.ActiveFactors(user)
		if asked && factor == choice && len(active) < 2 {
			r.Fatalf("there is a choice among %v", active)
		}
		if asked && factor == setUp && len(active) > 0 {
			r.Fatalf("something is to be set up, and there are %v", active)
		}
		if user.MFA.Preferred != "" && slices.Contains(active, user.MFA.Preferred) && factor != user.MFA.Preferred {
			r.Fatalf("%s is preferred and %s asked for", user.MFA.Preferred, factor)
		}
	})
}

// What MFA_SETUP lists is what the pool has, in one order.
func TestFactors(t *testing.T) {
	all := []api.ChallengeNameType{email, token, sms}
	pool, _ := factorsOf(required, all, nil, nil, "")
	if got := pool.MFA.Factors(); !slices.Equal(got, []api.ChallengeNameType{sms, token, email}) {
		t.Errorf("got %v", got)
	}
	if got := (directory.MFASettings{SoftwareToken: &api.SoftwareTokenMfaConfigType{Enabled: new(false)}}).Factors(); got != nil {
		t.Errorf("nothing is enabled, and there are %v", got)
	}
}

// Text messages that SetUserSettings switched on count as switched on, and are shown in MFAOptions alone.
func TestLegacyOptions(t *testing.T) {
	pool, user := factorsOf(optional, []api.ChallengeNameType{sms}, []api.ChallengeNameType{sms}, nil, "")
	user.MFA.Legacy = true
	if got, asked := pool.SecondFactor(user); got != sms || !asked {
		t.Errorf("asked for %q, %t", got, asked)
	}
	if len(user.MFA.Options()) != 1 || user.MFA.SettingList() != nil {
		t.Errorf("shown: %v, %v", user.MFA.Options(), user.MFA.SettingList())
	}
}

// A new app takes the place of the old one when it is verified, not before; without an app no preference for it is left.
func TestSoftwareTokens(t *testing.T) {
	user := directory.User{MFA: directory.MFAPreference{Enabled: []api.ChallengeNameType{sms, token}, Preferred: token}}
	user.Associate([]byte("old"))
	if pending, ok := user.PendingToken(); !ok || string(pending.Secret) != "old" || user.HasSoftwareToken() {
		t.Fatalf("associated: %+v, pending %t", user.SoftwareToken, ok)
	}
	user.Enrol(directory.SoftwareToken{Secret: []byte("old"), LastStep: 7})
	if _, ok := user.PendingToken(); ok || !user.HasSoftwareToken() {
		t.Fatalf("verified: %+v", user.SoftwareToken)
	}
	before := user
	user.Associate([]byte("new"))
	if !user.HasSoftwareToken() || string(user.SoftwareToken.Secret) != "old" || user.SoftwareToken.LastStep != 7 {
		t.Errorf("associated anew: %+v", user.SoftwareToken)
	}
	if _, ok := before.PendingToken(); ok {
		t.Error("a copy of the user changed with it")
	}
	user.ForgetSoftwareToken()
	if user.SoftwareToken != nil || !slices.Equal(user.MFA.Enabled, []api.ChallengeNameType{sms}) || user.MFA.Preferred != "" {
		t.Errorf("without: %+v", user)
	}
	if !slices.Equal(before.MFA.Enabled, []api.ChallengeNameType{sms, token}) {
		t.Error("a copy of the user changed with it")
	}
}

// A code that resets the password does not go where the second factor goes.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
func TestRecoveryAvoidsTheSecondFactor(t *testing.T) {
	for name, c := range map[string]struct {
		mfa     api.UserPoolMfaType
		enabled []api.ChallengeNameType
		legacy  bool
		want    string
	}{
		"no MFA":                  {off, []api.ChallengeNameType{sms}, false, "phone_number"},
		"optional, not chosen":    {optional, nil, false, "phone_number"},
		"optional, sms":           {optional, []api.ChallengeNameType{sms}, false, "email"},
		"optional, e-mail":        {optional, []api.ChallengeNameType{email}, false, "phone_number"},
		"optional, both":          {optional, []api.ChallengeNameType{sms, email}, false, ""},
		"without the setting":     {optional, []api.ChallengeNameType{sms}, true, "phone_number"},
		"required, asks for both": {required, nil, false, ""},
	} {
		both := []api.ChallengeNameType{sms, email}
		pool, user := factorsOf(c.mfa, both, both, c.enabled, "")
		user.Attributes["phone_number_verified"], user.Attributes["email_verified"] = "true", "true"
		if !c.legacy {
			pool.AccountRecoverySetting = &api.AccountRecoverySettingType{RecoveryMechanisms: []api.RecoveryOptionType{
				{Name: api.RecoveryOptionNameTypeVerifiedPhoneNumber, Priority: 1}, {Name: api.RecoveryOptionNameTypeVerifiedEmail, Priority: 2},
			}}
		}
		if got, _ := directory.RecoveryDelivery(pool, user); got.Attribute != c.want {
			t.Errorf("%s: it goes to %q, want %q", name, got.Attribute, c.want)
		}
	}
}
