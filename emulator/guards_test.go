package emulator_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

const guardSeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    AutoVerifiedAttributes: [email]
    Clients: [{ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}]
    Users:
      - {Username: alice, Password: "Passw0rd!", Attributes: {email: alice@example.com, email_verified: true}}
      - {Username: bob, Password: "Passw0rd!", UserStatus: UNCONFIRMED, Attributes: {email: bob@example.com}}
      - {Username: carol, Password: "Passw0rd!", Attributes: {email: carol@example.com, email_verified: true}}
      - {Username: dave, Password: "Passw0rd!", Attributes: {email: dave@example.com, email_verified: true}}
`

func startGuards(t *testing.T) *emulatortest.Server {
	t.Helper()
	return emulatortest.New(t, emulatortest.Options{Seed: guardSeed, FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)})
}

// Each operation has its number of calls for a user in an hour, right or wrong. The user's calls of other operations, and
// other users', do not count.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
func TestCallsPerHour(t *testing.T) {
	s := startGuards(t)
	token := func(user string) string {
		var out struct{ AuthenticationResult struct{ AccessToken string } }
		signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": user, "PASSWORD": "Passw0rd!"}).Into(t, &out)
		return out.AuthenticationResult.AccessToken
	}
	for _, c := range []struct {
		operation string
		calls     int
		body      fields
		refused   string // by which rule the calls within the limit are refused
	}{
		{"ConfirmSignUp", 15, fields{"ClientId": "web", "Username": "bob", "ConfirmationCode": "000000"}, "code.expired"},
		{"ResendConfirmationCode", 5, fields{"ClientId": "web", "Username": "bob"}, ""},
		{"ChangePassword", 5, fields{"AccessToken": token("alice"), "PreviousPassword": "wrong", "ProposedPassword": "An0ther-one!"}, "sign-in.password-wrong"},
		{"GetUserAttributeVerificationCode", 5, fields{"AccessToken": token("alice"), "AttributeName": "email"}, ""},
		{"VerifyUserAttribute", 15, fields{"AccessToken": token("alice"), "AttributeName": "email", "Code": "000000"}, "code.mismatch"},
		{"ForgotPassword", 20, fields{"ClientId": "web", "Username": "carol"}, ""},
		{"ConfirmForgotPassword", 20, fields{"ClientId": "web", "Username": "dave", "ConfirmationCode": "000000", "Password": "An0ther-one!"}, "code.expired"},
	} {
		t.Run(c.operation, func(t *testing.T) {
			for i := range c.calls {
				if answer := s.Call(c.operation, c.body); answer.Rule() != c.refused {
					t.Fatalf("call %d: %d %s", i+1, answer.Status, answer.Body)
				}
			}
			over := s.Call(c.operation, c.body)
			if over.Type() != "LimitExceededException" || over.Message() != "Attempt limit exceeded, please try after some time." {
				t.Errorf("%d %s", over.Status, over.Body)
			}
		})
	}
	// ForgotPassword and ConfirmForgotPassword count together, and for each user.
	shared := s.Call("ConfirmForgotPassword", fields{"ClientId": "web", "Username": "carol", "ConfirmationCode": "123456", "Password": "An0ther-one!"})
	if shared.Rule() != "code.attempt-limit" {
		t.Errorf("%d %s", shared.Status, shared.Body)
	}
	s.Clock.Advance(time.Hour - time.Second)
	if early := s.Call("ForgotPassword", fields{"ClientId": "web", "Username": "carol"}); early.Rule() != "code.attempt-limit" {
		t.Errorf("%d %s", early.Status, early.Body)
	}
	s.Clock.Advance(time.Second)
	s.Must("ForgotPassword", fields{"ClientId": "web", "Username": "carol"})
}

// The lock lasts 2^(n-5) seconds after the n-th wrong password, fifteen minutes at most; what is tried meanwhile does not
// make it longer. It ends with a right password, or after a quarter of an hour without any attempt.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
func TestTheLockoutCurve(t *testing.T) {
	s := startGuards(t)
	try := func(password string) string {
		return signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": password}).Rule()
	}
	const wrong, locked = "sign-in.password-wrong", "sign-in.attempts-exceeded"
	expect := func(n int, password, want string) {
		t.Helper()
		if got := try(password); got != want {
			t.Fatalf("attempt %d: %q, not %q", n, got, want)
		}
	}
	lock := time.Duration(0)
	for n := 1; n <= 18; n++ {
		if lock > 0 {
			expect(n, "Passw0rd!", locked)
			s.Clock.Advance(lock - time.Millisecond)
			expect(n, "wrong", locked)
			s.Clock.Advance(time.Millisecond)
		}
		expect(n, "wrong", wrong)
		if n >= 5 {
			lock = min(time.Second<<(n-5), 15*time.Minute)
		}
	}
	s.Clock.Advance(lock)
	expect(19, "Passw0rd!", "")
	for n := 1; n <= 5; n++ {
		expect(n, "wrong", wrong)
	}
	expect(6, "wrong", locked)
	s.Clock.Advance(15 * time.Minute)
	for n := 1; n <= 5; n++ {
		expect(n, "wrong", wrong)
	}
	expect(6, "wrong", locked)
}

// A right password does not count, and takes back what was counted; SRP and plain passwords count together.
func TestFailuresOfAllFlowsCountTogether(t *testing.T) {
	s := startGuards(t)
	attempt := map[string]func(password string) emulatortest.Answer{
		"plain": func(p string) emulatortest.Answer {
			return signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": p})
		},
		"SRP": func(p string) emulatortest.Answer {
			return s.Call("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", "alice", p))
		},
	}
	for i, flow := range []string{"plain", "SRP", "plain", "SRP"} {
		if got := attempt[flow]("wrong").Rule(); got != "sign-in.password-wrong" {
			t.Fatalf("attempt %d: %s", i+1, got)
		}
	}
	if answer := attempt["SRP"]("Passw0rd!"); answer.Status != 200 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	for i := range 5 {
		if got := attempt[[]string{"SRP", "plain"}[i%2]]("wrong").Rule(); got != "sign-in.password-wrong" {
			t.Fatalf("attempt %d after a right one: %s", i+1, got)
		}
	}
	for flow := range attempt {
		if got := attempt[flow]("Passw0rd!").Rule(); got != "sign-in.attempts-exceeded" {
			t.Errorf("%s: %s", flow, got)
		}
	}
}

// A temporary password ends when TemporaryPasswordValidityDays are over, whichever way it is given.
func TestTemporaryPasswordsEnd(t *testing.T) {
	for days, life := range map[int]time.Duration{0: 7 * 24 * time.Hour, 2: 2 * 24 * time.Hour} {
		t.Run(fmt.Sprint(days, " days"), func(t *testing.T) {
			s := startGuards(t)
			s.Must("UpdateUserPool", fields{"UserPoolId": "us-east-1_App000001", "Policies": fields{"PasswordPolicy": fields{"TemporaryPasswordValidityDays": days}}})
			s.Must("AdminSetUserPassword", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice", "Password": "Temp0rary!", "Permanent": false})
			s.Clock.Advance(life - time.Millisecond)
			plain := func() emulatortest.Answer {
				return signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": "Temp0rary!"})
			}
			if answer := plain(); answer.Status != 200 {
				t.Errorf("%d %s", answer.Status, answer.Body)
			}
			s.Clock.Advance(time.Millisecond)
			for _, answer := range []emulatortest.Answer{plain(), s.Call("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", "alice", "Temp0rary!"))} {
				if answer.Message() != "Temporary password has expired and must be reset by an administrator." {
					t.Errorf("%d %s", answer.Status, answer.Body)
				}
			}
			s.Must("AdminSetUserPassword", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice", "Password": "Temp0rary!", "Permanent": false})
			if answer := plain(); answer.Status != 200 {
				t.Errorf("after a reset: %d %s", answer.Status, answer.Body)
			}
		})
	}
}
