package emulator_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

func decodeURL(t testing.TB, text string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func preferMFA(s *emulatortest.Server, settings fields) emulatortest.Answer {
	request := fields{"UserPoolId": "us-east-1_App000001", "Username": "alice"}
	for name, value := range settings {
		request[name] = value
	}
	return s.Call("AdminSetUserMFAPreference", request)
}

// TestPasskeyAndMFA: who is asked for a second factor cannot begin with a passkey, unless the pool has passkeys stand for
// both factors and the user has switched that on. Then a passkey whose authenticator verifies the user brings tokens, and
// the password still wants a code.
func TestPasskeyAndMFA(t *testing.T) {
	s := startWithPasskeys(t)
	alice := openBrowser(t, s, "alice").register()
	on := fields{"Enabled": true}
	early := alice.begin()
	if done := preferMFA(s, fields{"SMSMfaSettings": on}); done.Status != 200 {
		t.Fatalf("%d %s", done.Status, done.Body)
	}
	wantRule(t, "asked before the factor was switched on", alice.answer(early, alice.prove(early)), "passkey.wrong")
	offered := func() bool { return slices.Contains(alice.begin().AvailableChallenges, "WEB_AUTHN") }
	if offered() {
		t.Error("a passkey is offered to who has a second factor, in a pool where it stands for one factor")
	}
	wantRule(t, "SINGLE_FACTOR", preferMFA(s, fields{"SMSMfaSettings": on, "WebAuthnMfaSettings": on}), "passkey.mfa-not-enabled")

	setRelyingParty(s, fields{"RelyingPartyId": "localhost", "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"})
	if offered() {
		t.Error("a passkey is offered to who has not switched it on as a second factor")
	}
	wantRule(t, "passkeys only", preferMFA(s, fields{"WebAuthnMfaSettings": on}), "mfa.passkey-alone")
	if done := preferMFA(s, fields{"SMSMfaSettings": on, "WebAuthnMfaSettings": on}); done.Status != 200 {
		t.Fatalf("%d %s", done.Status, done.Body)
	}
	var user struct{ UserMFASettingList []string }
	s.Must("AdminGetUser", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice"}).Into(t, &user)
	if !slices.Equal(user.UserMFASettingList, []string{"SMS_MFA", "WEB_AUTHN_MFA"}) {
		t.Errorf("UserMFASettingList is %v", user.UserMFASettingList)
	}

	challenge := alice.begin()
	if optionsShape(t, challenge)["userVerification"] != "required" {
		t.Errorf("%+v does not want user verification", challenge)
	}
	alice.device.Options.UserNotVerified = true
	wantRule(t, "no user verification", alice.answer(challenge, alice.prove(challenge)), "passkey.wrong")
	alice.device.Options.UserNotVerified = false
	accessToken(t, alice.answer(challenge, alice.prove(challenge)))

	var code asked
	s.Must("InitiateAuth", fields{
		"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"},
	}).Into(t, &code)
	if code.ChallengeName != "SMS_MFA" {
		t.Errorf("the password leads to %q", code.ChallengeName)
	}
	wantRule(t, "no passkey", s.Call("AdminSetUserMFAPreference", fields{
		"UserPoolId": "us-east-1_App000001", "Username": "bob", "SMSMfaSettings": on, "WebAuthnMfaSettings": on,
	}), "passkey.mfa-without-passkey")
}
