package directory_test

import (
	"fmt"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// TestRelyingParty: what SetUserPoolMfaConfig says goes before the prefix domain, and that before the custom one.
func TestRelyingParty(t *testing.T) {
	for want, pool := range map[string]directory.Pool{
		"": {}, "auth.example.com": {UserPoolType: api.UserPoolType{CustomDomain: "auth.example.com"}},
		"app.auth.eu-west-1.amazoncognito.com": {UserPoolType: api.UserPoolType{Id: "eu-west-1_App000001", Domain: "app", CustomDomain: "auth.example.com"}},
		"example.com": {
			UserPoolType: api.UserPoolType{Domain: "app"}, MFA: directory.MFASettings{WebAuthn: &api.WebAuthnConfigurationType{RelyingPartyId: "example.com"}},
		},
	} {
		if got := pool.RelyingPartyID(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestOffersPasskey goes through all that decides whether a user can begin with a passkey.
func TestOffersPasskey(t *testing.T) {
	const off, optional, required = api.UserPoolMfaTypeOff, api.UserPoolMfaTypeOptional, api.UserPoolMfaTypeOn
	both := api.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification
	for _, test := range []struct {
		mfa     api.UserPoolMfaType
		factors api.WebAuthnFactorConfigurationType
		on      []api.ChallengeNameType
		want    bool
	}{
		{mfa: off, want: true},
		{mfa: off, factors: both, want: true},
		{mfa: off, on: []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa}, want: true},
		{mfa: optional, want: true},
		{mfa: optional, on: []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa}},
		{mfa: optional, on: []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeWebAuthn}},
		{mfa: optional, factors: both, on: []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa}},
		{mfa: optional, factors: both, on: []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeWebAuthn}, want: true},
		{mfa: required},
		{mfa: required, factors: both},
		{mfa: required, factors: both, on: []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeWebAuthn}, want: true},
	} {
		pool := directory.Pool{UserPoolType: api.UserPoolType{
			MfaConfiguration: test.mfa,
			Policies:         &api.UserPoolPolicyType{SignInPolicy: &api.SignInPolicyType{AllowedFirstAuthFactors: []api.AuthFactorType{api.AuthFactorTypeWebAuthn}}},
		}}
		pool.MFA = directory.MFASettings{SMS: true, WebAuthn: &api.WebAuthnConfigurationType{RelyingPartyId: "example.com", FactorConfiguration: test.factors}}
		user := directory.User{
			Attributes: map[string]string{"phone_number": "+12065550100"}, MFA: directory.MFAPreference{Enabled: test.on},
			Passkeys: []directory.Passkey{{ID: []byte{1}, RelyingPartyID: "example.com"}},
		}
		if got := pool.OffersPasskey(user); got != test.want {
			t.Errorf("MFA %s, %s, %v: %t", test.mfa, test.factors, test.on, got)
		}
		moved := pool
		moved.MFA.WebAuthn = &api.WebAuthnConfigurationType{RelyingPartyId: "other.example.com", FactorConfiguration: test.factors}
		forbidding := pool
		forbidding.Policies = nil
		bare := user
		bare.Passkeys = nil
		if moved.OffersPasskey(user) || forbidding.OffersPasskey(user) || pool.OffersPasskey(bare) {
			t.Errorf("offered with another relying party: %t, without WEB_AUTHN: %t, without a passkey: %t",
				moved.OffersPasskey(user), forbidding.OffersPasskey(user), pool.OffersPasskey(bare))
		}
	}
}

// TestPasskeysOfUser: 20 at most, each once; with the last one goes its part of the second factors. Records that were read
// before stay as they were.
func TestPasskeysOfUser(t *testing.T) {
	user := directory.User{MFA: directory.MFAPreference{Enabled: []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeWebAuthn}}}
	for i := range directory.MaxPasskeys {
		before := user
		if err := directory.AddPasskey(&user, directory.Passkey{ID: []byte{byte(i)}}); err != nil {
			t.Fatal(err)
		}
		if len(before.Passkeys) != i {
			t.Errorf("the record of before has %d passkeys, not %d", len(before.Passkeys), i)
		}
		if i == 0 {
			if err := directory.AddPasskey(&user, directory.Passkey{ID: []byte{0}}); !rule.Is(err, rule.PasskeyKnown) {
				t.Errorf("again: %v", err)
			}
		}
	}
	if err := directory.AddPasskey(&user, directory.Passkey{ID: []byte{100}}); !rule.Is(err, rule.PasskeyTooMany) {
		t.Errorf("one more: %v", err)
	}
	for i, passkey := range user.Passkeys {
		before := fmt.Sprint(user.MFA.Enabled)
		if !directory.RemovePasskey(&user, passkey.CredentialID()) || directory.RemovePasskey(&user, passkey.CredentialID()) {
			t.Errorf("passkey %d is not removed once", i)
		}
		if changed := fmt.Sprint(user.MFA.Enabled) != before; changed != (i == directory.MaxPasskeys-1) {
			t.Errorf("after passkey %d: %v", i, user.MFA.Enabled)
		}
	}
}
