package directory_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// choosing is a pool that allows the first factors, and MFA by text message as far as it says.
func choosing(mfa api.UserPoolMfaType, factors ...api.AuthFactorType) directory.Pool {
	policy := &api.SignInPolicyType{AllowedFirstAuthFactors: factors}
	pool := directory.Pool{UserPoolType: api.UserPoolType{MfaConfiguration: mfa, Policies: &api.UserPoolPolicyType{SignInPolicy: policy}}}
	pool.MFA.SMS, pool.MFA.WebAuthn = true, &api.WebAuthnConfigurationType{RelyingPartyId: "localhost"}
	return pool
}

var (
	allFactors = []api.AuthFactorType{api.AuthFactorTypeWebAuthn, api.AuthFactorTypeSmsOtp, api.AuthFactorTypeEmailOtp, api.AuthFactorTypePassword}
	wholeUser  = directory.User{
		Status: api.UserStatusTypeConfirmed, Credential: &directory.Credential{}, Passkeys: []directory.Passkey{{RelyingPartyID: "localhost"}},
		Attributes: map[string]string{"email": "alice@example.com", "phone_number": "+12065550100"},
	}
)

func TestFirstFactors(t *testing.T) {
	const srp, password, mail = api.ChallengeNameTypePasswordSrp, api.ChallengeNameTypePassword, api.ChallengeNameTypeEmailOtp
	const text, passkey = api.ChallengeNameTypeSmsOtp, api.ChallengeNameTypeWebAuthn
	changed := func(change func(*directory.User)) directory.User {
		user := wholeUser
		change(&user)
		return user
	}
	for name, c := range map[string]struct {
		pool directory.Pool
		user directory.User
		want []api.ChallengeNameType
	}{
		"everything, in AWS's order":         {choosing(off, allFactors...), wholeUser, []api.ChallengeNameType{srp, password, mail, text, passkey}},
		"a pool that says nothing":           {directory.Pool{}, wholeUser, []api.ChallengeNameType{srp, password}},
		"only what the pool allows":          {choosing(off, "PASSWORD", "SMS_OTP"), wholeUser, []api.ChallengeNameType{srp, password, text}},
		"no password":                        {choosing(off, allFactors...), changed(func(u *directory.User) { u.Credential = nil }), []api.ChallengeNameType{mail, text, passkey}},
		"no addresses":                       {choosing(off, allFactors...), changed(func(u *directory.User) { u.Attributes = nil }), []api.ChallengeNameType{srp, password, passkey}},
		"a passkey for another party":        {choosing(off, allFactors...), changed(func(u *directory.User) { u.Passkeys = []directory.Passkey{{RelyingPartyID: "example.com"}} }), []api.ChallengeNameType{srp, password, mail, text}},
		"a temporary password":               {choosing(off, allFactors...), changed(func(u *directory.User) { u.Status = api.UserStatusTypeForceChangePassword }), []api.ChallengeNameType{srp, password}},
		"not confirmed":                      {choosing(off, allFactors...), changed(func(u *directory.User) { u.Status = api.UserStatusTypeUnconfirmed }), []api.ChallengeNameType{srp, password, mail, text, passkey}},
		"MFA is OPTIONAL, and not wanted":    {choosing(optional, allFactors...), wholeUser, []api.ChallengeNameType{srp, password, mail, text, passkey}},
		"MFA is OPTIONAL, and switched on":   {choosing(optional, allFactors...), changed(func(u *directory.User) { u.MFA.Enabled = []api.ChallengeNameType{sms} }), []api.ChallengeNameType{srp, password}},
		"MFA is ON":                          {choosing(required, allFactors...), wholeUser, []api.ChallengeNameType{srp, password}},
		"MFA is ON, and has to be set up":    {choosing(required, allFactors...), changed(func(u *directory.User) { u.Attributes = map[string]string{"email": "a@b.c"} }), []api.ChallengeNameType{srp, password}},
		"nothing":                            {choosing(off, allFactors...), directory.User{}, nil},
		"MFA that the pool has switched off": {choosing(off, allFactors...), changed(func(u *directory.User) { u.MFA.Enabled = []api.ChallengeNameType{sms} }), []api.ChallengeNameType{srp, password, mail, text, passkey}},
	} {
		if got := c.pool.FirstFactors(c.user); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Whatever user and pool are like: a one-time password is offered to nobody who would have to be asked for more, and a
// password to nobody who has none.
func TestFirstFactorsAreEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool := choosing(rapid.SampledFrom([]api.UserPoolMfaType{off, optional, required, ""}).Draw(t, "mfa"), rapid.SliceOfDistinct(rapid.SampledFrom(allFactors), rapid.ID).Draw(t, "allowed")...)
		user := directory.User{Attributes: map[string]string{}, Status: rapid.SampledFrom([]api.UserStatusType{
			api.UserStatusTypeConfirmed, api.UserStatusTypeUnconfirmed, api.UserStatusTypeForceChangePassword, api.UserStatusTypeResetRequired,
		}).Draw(t, "status")}
		for _, attribute := range []string{"email", "phone_number"} {
			if rapid.Bool().Draw(t, attribute) {
				user.Attributes[attribute] = "somewhere"
			}
		}
		if rapid.Bool().Draw(t, "password") {
			user.Credential = &directory.Credential{}
		}
		user.MFA.Enabled = rapid.SliceOfDistinct(rapid.SampledFrom([]api.ChallengeNameType{sms, email, token}), rapid.ID).Draw(t, "enabled")
		_, asked := pool.SecondFactor(user)
		for _, factor := range pool.FirstFactors(user) {
			switch attribute := directory.FirstFactorAttribute(factor); {
			case attribute != "" && (asked || user.Attributes[attribute] == ""):
				t.Fatalf("%s is offered to %+v of %+v", factor, user, pool)
			case attribute == "" && factor != api.ChallengeNameTypeWebAuthn && user.Credential == nil:
				t.Fatalf("%s is offered to a user without a password", factor)
			}
		}
	})
}
