package conceal_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

func choosing(secret string, factors ...api.AuthFactorType) directory.Pool {
	policy := &api.SignInPolicyType{AllowedFirstAuthFactors: factors}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Policies: &api.UserPoolPolicyType{SignInPolicy: policy}}, Secret: []byte(secret)}
	pool.MFA.WebAuthn = &api.WebAuthnConfigurationType{RelyingPartyId: "localhost"}
	return pool
}

// A made-up user has a password and gets codes at the address that the name is like; whether there is another address, or
// a passkey, is up to the name, and stays so.
func TestFirstFactors(t *testing.T) {
	const srp, password, mail = api.ChallengeNameTypePasswordSrp, api.ChallengeNameTypePassword, api.ChallengeNameTypeEmailOtp
	const text, passkey = api.ChallengeNameTypeSmsOtp, api.ChallengeNameTypeWebAuthn
	for name, c := range map[string]struct {
		username string
		factors  []api.AuthFactorType
		always   []api.ChallengeNameType
		some     []api.ChallengeNameType
	}{
		"passwords only":         {"user%d", []api.AuthFactorType{"PASSWORD"}, []api.ChallengeNameType{srp, password}, nil},
		"e-mail":                 {"user%d", []api.AuthFactorType{"PASSWORD", "EMAIL_OTP"}, []api.ChallengeNameType{srp, password, mail}, nil},
		"text messages":          {"user%d", []api.AuthFactorType{"PASSWORD", "SMS_OTP"}, []api.ChallengeNameType{srp, password, text}, nil},
		"both, by a plain name":  {"user%d", []api.AuthFactorType{"PASSWORD", "SMS_OTP", "EMAIL_OTP"}, []api.ChallengeNameType{srp, password, mail}, []api.ChallengeNameType{text}},
		"both, by an address":    {"user%d@example.com", []api.AuthFactorType{"PASSWORD", "SMS_OTP", "EMAIL_OTP"}, []api.ChallengeNameType{srp, password, mail}, []api.ChallengeNameType{text}},
		"both, by a number":      {"+1206555%04d", []api.AuthFactorType{"PASSWORD", "SMS_OTP", "EMAIL_OTP"}, []api.ChallengeNameType{srp, password, text}, []api.ChallengeNameType{mail}},
		"text, by an address":    {"user%d@example.com", []api.AuthFactorType{"PASSWORD", "SMS_OTP"}, []api.ChallengeNameType{srp, password, text}, nil},
		"passkeys":               {"user%d", []api.AuthFactorType{"PASSWORD", "WEB_AUTHN"}, []api.ChallengeNameType{srp, password}, []api.ChallengeNameType{passkey}},
		"e-mail, by the number ": {"+1206555%04d", []api.AuthFactorType{"PASSWORD", "EMAIL_OTP"}, []api.ChallengeNameType{srp, password, mail}, nil},
	} {
		pool, often := choosing("secret", c.factors...), map[api.ChallengeNameType]int{}
		const names = 64
		for i := range names {
			username := fmt.Sprintf(c.username, i)
			got := conceal.FirstFactors(pool, username)
			if !slices.Equal(got, conceal.FirstFactors(pool, username)) {
				t.Errorf("%s: %s is offered different things", name, username)
			}
			for _, factor := range got {
				often[factor]++
			}
		}
		for _, factor := range c.always {
			if often[factor] != names {
				t.Errorf("%s: %s is offered to %d of %d", name, factor, often[factor], names)
			}
		}
		for _, factor := range c.some {
			if often[factor] < names/8 || often[factor] > names*7/8 {
				t.Errorf("%s: %s is offered to %d of %d", name, factor, often[factor], names)
			}
		}
		if len(often) != len(c.always)+len(c.some) {
			t.Errorf("%s: %v are offered", name, often)
		}
	}
}

// Nobody can tell from one pool what another one makes up.
func TestFirstFactorsDependOnThePool(t *testing.T) {
	factors := []api.AuthFactorType{"PASSWORD", "SMS_OTP", "EMAIL_OTP", "WEB_AUTHN"}
	here, there, same := choosing("here", factors...), choosing("there", factors...), 0
	for i := range 64 {
		if name := fmt.Sprint(i); slices.Equal(conceal.FirstFactors(here, name), conceal.FirstFactors(there, name)) {
			same++
		}
	}
	if same > 40 {
		t.Errorf("%d of 64 are the same", same)
	}
}

func TestFirstFactorDelivery(t *testing.T) {
	pool := choosing("secret", "PASSWORD", "SMS_OTP", "EMAIL_OTP")
	for username, want := range map[string]directory.Delivery{
		"bob@example.com": {Attribute: "email", Address: "bob@example.com"}, "+12065550100": {Attribute: "phone_number", Address: "+12065550100"},
	} {
		if got := conceal.FirstFactorDelivery(pool, username, want.Attribute); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	for _, attribute := range []string{"email", "phone_number"} {
		one, again := conceal.FirstFactorDelivery(pool, "bob", attribute), conceal.FirstFactorDelivery(pool, "bob", attribute)
		valid := directory.IsEmail(one.Address + ".com")
		if attribute == "phone_number" {
			valid = directory.IsPhone(one.Address)
		}
		if one != again || one.Attribute != attribute || !valid {
			t.Errorf("%s: %+v, then %+v", attribute, one, again)
		}
	}
}
