package emulator_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// existenceCustomSeed is existenceSeed with the triggers of CUSTOM_AUTH.
var existenceCustomSeed = strings.NewReplacer(
	"PoolName: app", "PoolName: app\n    LambdaConfig: {DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify}",
	"ALLOW_USER_SRP_AUTH", "ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH",
).Replace(existenceSeed)

func askCustom(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("InitiateAuth", fields{"ClientId": client, "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": user}})
}

func askCustomAnswer(s *emulatortest.Server, client, user string) emulatortest.Answer {
	first := askCustom(s, client, user)
	if first.Status != 200 {
		return first
	}
	return s.Call("RespondToAuthChallenge", fields{
		"ClientId": client, "ChallengeName": "CUSTOM_CHALLENGE", "Session": sessions.FindStringSubmatch(string(first.Body))[1],
		"ChallengeResponses": fields{"USERNAME": user, "ANSWER": "41"},
	})
}

// askCustomAnswers gives five wrong answers, one after the other; the history in the session grows.
func askCustomAnswers(s *emulatortest.Server, client, user string) emulatortest.Answer {
	answer := askCustom(s, client, user)
	for range 5 {
		found := sessions.FindStringSubmatch(string(answer.Body))
		if found == nil {
			break
		}
		answer = s.Call("RespondToAuthChallenge", fields{
			"ClientId": client, "ChallengeName": "CUSTOM_CHALLENGE", "Session": found[1],
			"ChallengeResponses": fields{"USERNAME": user, "ANSWER": "41"},
		})
	}
	return answer
}

func askCustomSRP(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("InitiateAuth", fields{"ClientId": client, "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{
		"USERNAME": user, "CHALLENGE_NAME": "SRP_A", "SRP_A": strings.Repeat("a", 768),
	}})
}

func askCustomProof(s *emulatortest.Server, client, user string) emulatortest.Answer {
	first, body := askCustomSRP(s, client, user), fields{"ClientId": client}
	if found := sessions.FindStringSubmatch(string(first.Body)); found != nil {
		body["Session"] = found[1]
	}
	return answerChallenge(s, first, "RespondToAuthChallenge", body)
}

var sessions = regexp.MustCompile(`"Session":"([^"]*)"`)

// withoutSession replaces a session by its length.
func withoutSession(a emulatortest.Answer) emulatortest.Answer {
	a.Body = sessions.ReplaceAllFunc(a.Body, func(found []byte) []byte { return fmt.Appendf(nil, `"Session":"%d"`, len(found)) })
	return a
}

// TestCustomAuthTellsNothing walks CUSTOM_AUTH with all kinds of users: functions that treat all of them alike give answers
// that are alike, status, headers and lengths included. (That a right answer gives tokens to existing users only is what
// functions can see, by userNotFound.)
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
func TestCustomAuthTellsNothing(t *testing.T) {
	told := [6]string{saysUnknown, saysDisabled, saysNotConfirmed, saysReset, saysNothing, saysNothing}
	hidden := [6]string{saysNothing, saysDisabled, saysNotConfirmed, saysNothing, saysNothing, saysNothing}
	fails := func(want [6]string) [6]string {
		for i := range want {
			if want[i] == saysNothing {
				want[i] = saysWrong
			}
		}
		return want
	}
	challenge, password := `+ {"response":{"challengeName":"CUSTOM_CHALLENGE"}}`, `+ {"response":{"challengeName":"PASSWORD_VERIFIER"}}`
	for _, c := range []struct {
		name, define    string
		ask             func(*emulatortest.Server, string, string) emulatortest.Answer
		legacy, enabled [6]string
	}{
		{"a challenge", challenge, askCustom, told, hidden},
		{"a wrong answer", challenge, askCustomAnswer, told, hidden},
		{"the last wrong answer", challenge + "\nthen " + `+ {"response":{"failAuthentication":true}}`, askCustomAnswer, fails(told), fails(hidden)},
		{"an SRP challenge", password, askCustomSRP, told, hidden},
		{"an SRP proof", password, askCustomProof, fails(told), fails(hidden)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for client, want := range map[string][6]string{"legacy0": c.legacy, "enabled": c.enabled} {
				compareCustomKinds(t, c.define, c.ask, client, want)
			}
		})
	}
}

func compareCustomKinds(t *testing.T, define string, ask func(*emulatortest.Server, string, string) emulatortest.Answer, client string, want [6]string) {
	t.Helper()
	shapes := map[string]shape{}
	for i, kind := range userKinds {
		functions := functions(txtar.Parse([]byte("-- lambda define --\n" + define + "\n-- lambda create --\n" +
			`+ {"response":{"publicChallengeParameters":{"q":"6*7"},"privateChallengeParameters":{"answer":"42"}}}` +
			"\n-- lambda verify --\n" + `+ {"response":{"answerCorrect":false}}` + "\n")))
		server := emulatortest.New(t, emulatortest.Options{
			Seed: existenceCustomSeed, Functions: functions, Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC),
		})
		answer := ask(server, client, nameOf(kind))
		if got := outcome(answer); got != want[i] {
			t.Errorf("%s, %s: %q, want %q", client, kind, got, want[i])
			continue
		}
		got := shapeOf(t, withoutSession(answer), nameOf(kind))
		if seen, same := shapes[want[i]]; same {
			if diff := cmp.Diff(seen, got); diff != "" {
				t.Errorf("%s: %s users can be told from others with the same answer:\n%s", client, kind, diff)
			}
		}
		shapes[want[i]] = got
	}
}

// TestTokensForNobody: a function that would give tokens to a user who is not there, or who is imported and hidden, leads
// to the answer that a failed sign-in gets, whichever call it is; and no function of a sign-in that succeeded runs.
func TestTokensForNobody(t *testing.T) {
	challenge := `+ {"response":{"challengeName":"CUSTOM_CHALLENGE"}}`
	tokens, fail := `+ {"response":{"issueTokens":true}}`, `+ {"response":{"failAuthentication":true}}`
	for name, c := range map[string]struct {
		before string
		ask    func(*emulatortest.Server, string, string) emulatortest.Answer
	}{"at once": {"", askCustom}, "after an answer": {challenge + "\nthen ", askCustomAnswer}} {
		t.Run(name, func(t *testing.T) {
			run := func(define, kind string) (shape, *scripted) {
				functions := functions(txtar.Parse([]byte("-- lambda define --\n" + c.before + define + "\n-- lambda create --\nevent\n" +
					"-- lambda verify --\n+ {\"response\":{\"answerCorrect\":true}}\n-- lambda post --\nevent\n")))
				server := emulatortest.New(t, emulatortest.Options{
					Seed:      strings.Replace(existenceCustomSeed, "VerifyAuthChallengeResponse: verify", "VerifyAuthChallengeResponse: verify, PostAuthentication: post", 1),
					Functions: functions, Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC),
				})
				answer := c.ask(server, "enabled", nameOf(kind))
				if define == fail && outcome(answer) != saysWrong {
					t.Errorf("%s: %s", kind, answer.Body)
				}
				return shapeOf(t, answer, nameOf(kind)), functions
			}
			failed, _ := run(fail, "healthy")
			for _, kind := range []string{"missing", "imported"} {
				got, functions := run(tokens, kind)
				if diff := cmp.Diff(failed, got); diff != "" {
					t.Errorf("%s: tokens that are refused tell:\n%s", kind, diff)
				}
				if event := functions.lastEvent("post"); string(event) != "none" {
					t.Errorf("%s: PostAuthentication ran: %s", kind, event)
				}
			}
		})
	}
}
