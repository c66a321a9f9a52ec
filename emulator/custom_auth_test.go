package emulator_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

const customAuthSeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    LambdaConfig: {DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify}
    Clients: [{ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_CUSTOM_AUTH, ALLOW_USER_SRP_AUTH]}]
    Users:
      - {Username: alice, Password: "Passw0rd!"}
      - {Username: carol, TemporaryPassword: "Passw0rd!"}
`

// customAuth answers like the example of the documentation: the password, then a custom challenge whose answer is 42.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
type customAuth struct {
	histories []string // of the calls of DefineAuthChallenge: names of challenges, with a ! if they failed
	first     string   // the challenge of a sign-in without password; CUSTOM_CHALLENGE if empty
}

func (c *customAuth) Invoke(_ context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	var event map[string]json.RawMessage
	var request struct {
		Session []struct {
			ChallengeName   string
			ChallengeResult bool
		}
		PrivateChallengeParameters map[string]string
		ChallengeAnswer            string
	}
	if err := json.Unmarshal(payload, &event); err != nil {
		return lambdaclient.Result{}, err
	}
	if err := json.Unmarshal(event["request"], &request); err != nil {
		return lambdaclient.Result{}, err
	}
	var response any
	switch function[strings.LastIndexByte(function, ':')+1:] {
	case "define":
		history := ""
		for _, entry := range request.Session {
			history += " " + entry.ChallengeName + map[bool]string{false: "!"}[entry.ChallengeResult]
		}
		c.histories = append(c.histories, strings.TrimPrefix(history, " "))
		switch {
		case history == " SRP_A":
			response = fields{"challengeName": "PASSWORD_VERIFIER"}
		case strings.HasSuffix(history, " CUSTOM_CHALLENGE"):
			response = fields{"issueTokens": true}
		case history == "":
			response = fields{"challengeName": cmp.Or(c.first, "CUSTOM_CHALLENGE")}
		default:
			response = fields{"challengeName": "CUSTOM_CHALLENGE"}
		}
	case "create":
		response = fields{"privateChallengeParameters": fields{"answer": "42"}}
	case "verify":
		response = fields{"answerCorrect": request.ChallengeAnswer == request.PrivateChallengeParameters["answer"]}
	}
	text, err := json.Marshal(response)
	if err != nil {
		return lambdaclient.Result{}, err
	}
	event["response"] = text
	answer, err := json.Marshal(event)
	return lambdaclient.Result{Payload: answer}, err
}

// customSRP starts CUSTOM_AUTH with the password, and gives the answer to PASSWORD_VERIFIER.
func customSRP(t *testing.T, s *emulatortest.Server, flow, user, password string) fields {
	t.Helper()
	c, err := srp.NewGroup().NewClient(rand.Reader, "App000001")
	if err != nil {
		t.Fatal(err)
	}
	first := s.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": flow, "AuthParameters": fields{
		"USERNAME": user, "CHALLENGE_NAME": "SRP_A", "SRP_A": c.A(),
	}})
	p := paramsOf(t, first)
	claim, err := c.Answer(p.USER_ID_FOR_SRP, password, srp.Parameters{Salt: p.SALT, B: p.SRP_B, SecretBlock: p.SECRET_BLOCK}, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	answer := fields{"ClientId": "web", "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": fields{
		"USERNAME": p.USER_ID_FOR_SRP, "PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock,
		"PASSWORD_CLAIM_SIGNATURE": claim.Signature, "TIMESTAMP": claim.Timestamp,
	}}
	if session := sessionOf(t, first); session != "" {
		answer["Session"] = session
	}
	return answer
}

func sessionOf(t *testing.T, a emulatortest.Answer) string {
	t.Helper()
	var body struct{ Session string }
	a.Into(t, &body)
	return body.Session
}

func startCustomAuth(t *testing.T) (*emulatortest.Server, *customAuth) {
	functions := &customAuth{}
	return emulatortest.New(t, emulatortest.Options{
		Seed: customAuthSeed, Functions: functions, Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC),
	}), functions
}

// answerCustom answers a custom challenge.
func answerCustom(s *emulatortest.Server, session, user, answer string) emulatortest.Answer {
	return s.Call("RespondToAuthChallenge", fields{
		"ClientId": "web", "ChallengeName": "CUSTOM_CHALLENGE", "Session": session, "ChallengeResponses": fields{"USERNAME": user, "ANSWER": answer},
	})
}

// TestCustomAuthWithAPassword is the documented sequence: SRP first, then a challenge of one's own, here with one wrong
// answer to it.
func TestCustomAuthWithAPassword(t *testing.T) {
	s, functions := startCustomAuth(t)
	asked := s.Must("RespondToAuthChallenge", customSRP(t, s, "CUSTOM_AUTH", "alice", "Passw0rd!"))
	again := answerCustom(s, sessionOf(t, asked), "alice", "41")
	done := answerCustom(s, sessionOf(t, again), "alice", "42")
	if !strings.HasPrefix(string(done.Body), `{"AuthenticationResult"`) {
		t.Errorf("got %d %s", done.Status, done.Body)
	}
	want := []string{
		"SRP_A", "SRP_A PASSWORD_VERIFIER", "SRP_A PASSWORD_VERIFIER CUSTOM_CHALLENGE!",
		"SRP_A PASSWORD_VERIFIER CUSTOM_CHALLENGE! CUSTOM_CHALLENGE",
	}
	if diff := gocmp.Diff(want, functions.histories); diff != "" {
		t.Error(diff)
	}
}

// TestAWrongPasswordEndsCustomAuth at once: no function is asked about it. It counts for the lockout.
func TestAWrongPasswordEndsCustomAuth(t *testing.T) {
	s, functions := startCustomAuth(t)
	for i := range 6 {
		wrong := s.Call("RespondToAuthChallenge", customSRP(t, s, "CUSTOM_AUTH", "alice", "wrong"))
		want := saysWrong
		if i == 5 {
			want = "NotAuthorizedException: Password attempts exceeded"
		}
		if outcome(wrong) != want {
			t.Errorf("try %d: %s", i+1, wrong.Body)
		}
	}
	for _, history := range functions.histories {
		if history != "SRP_A" {
			t.Errorf("DefineAuthChallenge was told %q", history)
		}
	}
}

// TestCustomAuthCannotBeLeft: the proof of a password that belongs to CUSTOM_AUTH is worth nothing without its session, with
// another one, or twice; and that of USER_SRP_AUTH is none for CUSTOM_AUTH.
func TestCustomAuthCannotBeLeft(t *testing.T) {
	s, _ := startCustomAuth(t)
	first, second := customSRP(t, s, "CUSTOM_AUTH", "alice", "Passw0rd!"), customSRP(t, s, "CUSTOM_AUTH", "alice", "Passw0rd!")
	without, swapped := maps.Clone(first), maps.Clone(first)
	delete(without, "Session")
	swapped["Session"] = second["Session"]
	plain := customSRP(t, s, "USER_SRP_AUTH", "alice", "Passw0rd!")
	plain["Session"] = second["Session"]
	for name, answer := range map[string]fields{"without the session": without, "with another session": swapped, "of USER_SRP_AUTH": plain} {
		if got := s.Call("RespondToAuthChallenge", answer); outcome(got) != saysWrong {
			t.Errorf("a proof %s: %d %s", name, got.Status, got.Body)
		}
	}
	s.Must("RespondToAuthChallenge", first)
	if again := s.Call("RespondToAuthChallenge", first); again.Rule() != "sign-in.session-used" {
		t.Errorf("twice: %d %s", again.Status, again.Body)
	}
}

// TestATemporaryPasswordInCustomAuth has to be changed where it is asked for, before DefineAuthChallenge goes on.
func TestATemporaryPasswordInCustomAuth(t *testing.T) {
	s, functions := startCustomAuth(t)
	owed := s.Must("RespondToAuthChallenge", customSRP(t, s, "CUSTOM_AUTH", "carol", "Passw0rd!"))
	if !strings.HasPrefix(string(owed.Body), `{"ChallengeName":"NEW_PASSWORD_REQUIRED"`) {
		t.Fatalf("got %s", owed.Body)
	}
	asked := s.Must("RespondToAuthChallenge", fields{
		"ClientId": "web", "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": sessionOf(t, owed),
		"ChallengeResponses": fields{"USERNAME": "carol", "NEW_PASSWORD": "N3w-passw0rd!"},
	})
	done := answerCustom(s, sessionOf(t, asked), "carol", "42")
	if !strings.HasPrefix(string(done.Body), `{"AuthenticationResult"`) {
		t.Errorf("got %d %s", done.Status, done.Body)
	}
	if got := fmt.Sprint(functions.histories); !strings.HasSuffix(got, "SRP_A PASSWORD_VERIFIER NEW_PASSWORD_REQUIRED CUSTOM_CHALLENGE]") {
		t.Errorf("DefineAuthChallenge was told %s", got)
	}
}

// TestAFunctionMayNameAFactor: DefineAuthChallenge can ask for a code that Cognito sends, also without a password.
// (Observed in 2018; lately AWS says that MFA needs the password.)
func TestAFunctionMayNameAFactor(t *testing.T) {
	s, functions := startWithMFA(t)
	functions.first = "SMS_MFA"
	code := s.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": "alice"}})
	asked := giveCode(s, sessionOf(t, code), "123456")
	if done := answerCustom(s, sessionOf(t, asked), "alice", "42"); !strings.HasPrefix(string(done.Body), `{"AuthenticationResult"`) {
		t.Errorf("got %d %s", done.Status, done.Body)
	}
	if diff := gocmp.Diff([]string{"", "SMS_MFA", "SMS_MFA CUSTOM_CHALLENGE"}, functions.histories); diff != "" {
		t.Error(diff)
	}
}
