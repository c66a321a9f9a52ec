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
	setUp, choice = api.ChallengeNameTypeMfaSetup, api.ChallengeNameTypeSelectMfaType
)

// factorsOf is a pool, and a user with some addresses, both with some factors.
func factorsOf(mfa api.UserPoolMfaType, allowed, addresses, enabled []api.ChallengeNameType, preferred api.ChallengeNameType) (directory.Pool, directory.User) {
	pool := directory.Pool{UserPoolType: api.UserPoolType{MfaConfiguration: mfa}}
	pool.MFA.SMS = slices.Contains(allowed, sms)
	if slices.Contains(allowed, email) {
		pool.MFA.Email = &api.EmailMfaConfigType{}
	}
	user := directory.User{Attributes: map[string]string{}, MFA: directory.MFAPreference{Enabled: enabled, Preferred: preferred}}
	for _, factor := range addresses {
		user.Attributes[map[api.ChallengeNameType]string{sms: "phone_number", email: "email"}[factor]] = "somewhere"
	}
	return pool, user
}

func TestSecondFactor(t *testing.T) {
	type list = []api.ChallengeNameType
	const none = api.ChallengeNameType("")
	for name, c := range map[string]struct {
		mfa                         api.UserPoolMfaType
		allowed, addresses, enabled list
		preferred                   api.ChallengeNameType
		want                        api.ChallengeNameType
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
	} {
		pool, user := factorsOf(c.mfa, c.allowed, c.addresses, c.enabled, c.preferred)
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
			return rapid.SliceOfDistinct(rapid.SampledFrom([]api.ChallengeNameType{sms, email}), rapid.ID).Draw(r, label)
		}
		mfa := rapid.SampledFrom([]api.UserPoolMfaType{off, optional, required}).Draw(r, "mfa")
		allowed := some("allowed")
		pool, user := factorsOf(mfa, allowed, some("addresses"), some("enabled"), rapid.SampledFrom([]api.ChallengeNameType{"", sms, email}).Draw(r, "preferred"))
		factor, asked := pool.SecondFactor(user)
		if mfa == required && !asked || mfa == off && asked {
			r.Fatalf("MFA is %s and something is asked for: %t", mfa, asked)
		}
		_, sendable := directory.FactorDelivery(user, factor)
		if code := factor == sms || factor == email; asked && code && (!sendable || !slices.Contains(allowed, factor)) {
			r.Fatalf("%s cannot be given", factor)
		}
	})
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
