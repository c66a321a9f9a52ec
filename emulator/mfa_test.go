package emulator_test

import (
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// startWithMFA has alice asked for a code by text message, which is always 123456.
func startWithMFA(t *testing.T, disputed ...string) (*emulatortest.Server, *customAuth) {
	t.Helper()
	functions := &customAuth{}
	seed := strings.NewReplacer(
		"PoolName: app", `PoolName: app
    MfaConfiguration: OPTIONAL
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}`,
		`{Username: alice, Password: "Passw0rd!"}`, `{Username: alice, Password: "Passw0rd!", Attributes: {phone_number: "+12065550100"}}`,
	).Replace(customAuthSeed)
	s := emulatortest.New(t, emulatortest.Options{
		Seed: seed, Functions: functions, Disputed: disputed, FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC),
	})
	s.Must("AdminSetUserMFAPreference", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice", "SMSMfaSettings": fields{"Enabled": true}})
	return s, functions
}

func giveCode(s *emulatortest.Server, session, code string) emulatortest.Answer {
	return s.Call("RespondToAuthChallenge", fields{
		"ClientId": "web", "ChallengeName": "SMS_MFA", "Session": session, "ChallengeResponses": fields{"USERNAME": "alice", "SMS_MFA_CODE": code},
	})
}

// TestMFAAfterSRP: the code comes after the proof of the password.
func TestMFAAfterSRP(t *testing.T) {
	s, functions := startWithMFA(t)
	asked := s.Must("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", "alice", "Passw0rd!"))
	const want = `{"ChallengeName":"SMS_MFA","ChallengeParameters":{"CODE_DELIVERY_DELIVERY_MEDIUM":"SMS","CODE_DELIVERY_DESTINATION":"+*******0100","USER_ID_FOR_SRP":"alice"},"Session":"`
	if !strings.HasPrefix(string(asked.Body), want) {
		t.Fatalf("got %s", asked.Body)
	}
	if done := giveCode(s, sessionOf(t, asked), "123456"); !strings.HasPrefix(string(done.Body), `{"AuthenticationResult"`) {
		t.Errorf("the right code: %d %s", done.Status, done.Body)
	}
	if len(functions.histories) > 0 {
		t.Errorf("DefineAuthChallenge was told %q", functions.histories)
	}
}

// TestMFAInCustomAuth: the code follows the password, without DefineAuthChallenge being asked, which sees both in the
// history afterwards. Without a password there is no code.
func TestMFAInCustomAuth(t *testing.T) {
	s, functions := startWithMFA(t)
	code := s.Must("RespondToAuthChallenge", customSRP(t, s, "CUSTOM_AUTH", "alice", "Passw0rd!"))
	if wrong := giveCode(s, sessionOf(t, code), "123457"); wrong.Rule() != "mfa.code-mismatch" {
		t.Errorf("a wrong code: %d %s", wrong.Status, wrong.Body)
	}
	challenge := giveCode(s, sessionOf(t, code), "123456")
	if done := answerCustom(s, sessionOf(t, challenge), "alice", "42"); !strings.HasPrefix(string(done.Body), `{"AuthenticationResult"`) {
		t.Errorf("after the challenge: %d %s", done.Status, done.Body)
	}
	want := []string{"SRP_A", "SRP_A PASSWORD_VERIFIER SMS_MFA", "SRP_A PASSWORD_VERIFIER SMS_MFA CUSTOM_CHALLENGE"}
	if diff := gocmp.Diff(want, functions.histories); diff != "" {
		t.Errorf("what DefineAuthChallenge was told (-want +got):\n%s", diff)
	}
	plain := s.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": "alice"}})
	if done := answerCustom(s, sessionOf(t, plain), "alice", "42"); !strings.HasPrefix(string(done.Body), `{"AuthenticationResult"`) {
		t.Errorf("without a password: %d %s", done.Status, done.Body)
	}
}

// TestTokensAfterMFAInCustomAuth: the choice has the sign-in end with the code.
func TestTokensAfterMFAInCustomAuth(t *testing.T) {
	s, functions := startWithMFA(t, "tokens-after-mfa-in-custom-auth")
	code := s.Must("RespondToAuthChallenge", customSRP(t, s, "CUSTOM_AUTH", "alice", "Passw0rd!"))
	if done := giveCode(s, sessionOf(t, code), "123456"); !strings.HasPrefix(string(done.Body), `{"AuthenticationResult"`) {
		t.Errorf("the right code: %d %s", done.Status, done.Body)
	}
	if diff := gocmp.Diff([]string{"SRP_A"}, functions.histories); diff != "" {
		t.Errorf("what DefineAuthChallenge was told (-want +got):\n%s", diff)
	}
}
