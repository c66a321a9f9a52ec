package emulator_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// threatSeed is a pool with threat protection; %s are more settings.
const threatSeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    UserPoolTier: PLUS
    UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}
    CompromisedPasswords: ["Passw0rd?"]
%s
    Clients:
      - ClientName: web
        ClientId: web
        PreventUserExistenceErrors: ENABLED
        ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_USER_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
    Users:
      - {Username: alice, Password: "Passw0rd!", Attributes: {email: alice@example.com, phone_number: "+12065550100"}}
      - {Username: bob, TemporaryPassword: "Passw0rd!"}
      - {Username: eve, Password: "Passw0rd?"}
`

func startThreats(t *testing.T, more string, functions lambdaclient.Invoker) *emulatortest.Server {
	t.Helper()
	return emulatortest.New(t, emulatortest.Options{
		Seed: fmt.Sprintf(threatSeed, more), Functions: functions, FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC),
	})
}

// shownEvent is an event as AdminListUserAuthEvents shows it.
type shownEvent struct {
	EventId            string
	EventType          string
	EventResponse      string
	ChallengeResponses []struct{ ChallengeName, ChallengeResponse string }
	EventRisk          struct {
		RiskDecision, RiskLevel        string
		CompromisedCredentialsDetected bool
	}
	EventFeedback *struct{ FeedbackValue, Provider string }
}

// String is short for an event: type, response, challenges, level of risk.
func (e shownEvent) String() string {
	text := e.EventType + " " + e.EventResponse
	for _, c := range e.ChallengeResponses {
		text += " " + c.ChallengeName + ":" + c.ChallengeResponse
	}
	if e.EventRisk.RiskDecision != "NoRisk" {
		text += " " + strings.TrimSpace(e.EventRisk.RiskDecision+" "+e.EventRisk.RiskLevel)
	}
	if e.EventRisk.CompromisedCredentialsDetected {
		text += " compromised"
	}
	return text
}

func eventsOf(t *testing.T, s *emulatortest.Server, user string) []shownEvent {
	t.Helper()
	var out struct{ AuthEvents []shownEvent }
	s.Must("AdminListUserAuthEvents", fields{"UserPoolId": "us-east-1_App000001", "Username": user}).Into(t, &out)
	return out.AuthEvents
}

func summary(events []shownEvent) []string {
	all := []string{}
	for _, e := range events {
		all = append(all, e.String())
	}
	return all
}

func wantEvents(t *testing.T, s *emulatortest.Server, user string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), summary(eventsOf(t, s, user))); diff != "" {
		t.Errorf("the events of %s (-want +got):\n%s", user, diff)
	}
}

func signInWith(s *emulatortest.Server, flow string, parameters fields) emulatortest.Answer {
	return s.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": flow, "AuthParameters": parameters})
}

func answerTo(s *emulatortest.Server, challenge, session string, responses fields) emulatortest.Answer {
	return s.Call("RespondToAuthChallenge", fields{"ClientId": "web", "ChallengeName": challenge, "Session": session, "ChallengeResponses": responses})
}

// The tokens of a sign-in carry the id of its event, whichever way it took (documented).
func TestTheEventIsThatOfTheTokens(t *testing.T) {
	s := startThreats(t, "", nil)
	for name, c := range map[string]struct {
		user string
		last func() emulatortest.Answer
	}{
		"in one step": {"alice", func() emulatortest.Answer {
			return signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"})
		}},
		"by SRP": {"alice", func() emulatortest.Answer {
			return s.Call("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", "alice", "Passw0rd!"))
		}},
		"in two steps": {"bob", func() emulatortest.Answer {
			first := signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "bob", "PASSWORD": "Passw0rd!"})
			return answerTo(s, "NEW_PASSWORD_REQUIRED", sessionOf(t, first), fields{"USERNAME": "bob", "NEW_PASSWORD": "An0ther-one!"})
		}},
		"by choice": {"alice", func() emulatortest.Answer {
			first := signInWith(s, "USER_AUTH", fields{"USERNAME": "alice"})
			return answerTo(s, "SELECT_CHALLENGE", sessionOf(t, first), fields{"USERNAME": "alice", "ANSWER": "PASSWORD", "PASSWORD": "Passw0rd!"})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s.Clock.Advance(time.Second)
			var out struct{ AuthenticationResult struct{ AccessToken string } }
			c.last().Into(t, &out)
			event := eventsOf(t, s, c.user)[0]
			if got := protocolClaims(t, out.AuthenticationResult.AccessToken)["event_id"]; got != event.EventId {
				t.Errorf("the token has event_id %v, the event is %s", got, event.EventId)
			}
			if event.String() != "SignIn Pass Password:Success" {
				t.Errorf("the event is %s", event)
			}
		})
	}
}

// Custom authentication has a mode of its own: without it, nothing is recorded or done.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdvancedSecurityAdditionalFlowsType.html
func TestCustomAuthHasItsOwnMode(t *testing.T) {
	const more = `    LambdaConfig: {DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify}
    Risks: [{Username: bob, RiskLevel: High}]
    RiskConfiguration: {AccountTakeoverRiskConfiguration: {Actions: {HighAction: {Notify: false, EventAction: BLOCK}}}}`
	run := func(s *emulatortest.Server, user, answer string) emulatortest.Answer {
		first := s.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": user}})
		return answerTo(s, "CUSTOM_CHALLENGE", sessionOf(t, first), fields{"USERNAME": user, "ANSWER": answer})
	}
	off := startThreats(t, more, &customAuth{})
	run(off, "alice", "42")
	run(off, "bob", "42")
	wantEvents(t, off, "alice")
	wantEvents(t, off, "bob")

	on := startThreats(t, more, &customAuth{})
	on.Must("UpdateUserPool", fields{
		"UserPoolId": "us-east-1_App000001", "UserPoolTier": "PLUS",
		"UserPoolAddOns": fields{"AdvancedSecurityMode": "AUDIT", "AdvancedSecurityAdditionalFlows": fields{"CustomAuthMode": "ENFORCED"}},
		"LambdaConfig": fields{
			"DefineAuthChallenge":         "arn:aws:lambda:us-east-1:000000000000:function:define",
			"CreateAuthChallenge":         "arn:aws:lambda:us-east-1:000000000000:function:create",
			"VerifyAuthChallengeResponse": "arn:aws:lambda:us-east-1:000000000000:function:verify",
		},
	})
	run(on, "alice", "42")
	wantEvents(t, on, "alice", "SignIn Pass")
	if blocked := on.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": "bob"}}); blocked.Rule() != "threat.sign-in-blocked" {
		t.Errorf("%d %s", blocked.Status, blocked.Body)
	}
	wantEvents(t, on, "bob", "SignIn Fail AccountTakeover High")
}

// Each of many sign-ins at the same time is an event, and feedback that comes at the same time is not lost.
func TestEventsOfManySignIns(t *testing.T) {
	s := startThreats(t, "", nil)
	signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"})
	first := eventsOf(t, s, "alice")[0].EventId
	var working sync.WaitGroup
	for i := range 20 {
		working.Go(func() {
			password := map[bool]string{true: "Passw0rd!", false: "wrong"}[i%10 != 0]
			signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": password})
		})
	}
	working.Go(func() {
		s.Must("AdminUpdateAuthEventFeedback", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice", "EventId": first, "FeedbackValue": "Valid"})
	})
	working.Wait()
	count := map[string]int{}
	for _, e := range eventsOf(t, s, "alice") {
		count[e.String()]++
		if e.EventId == first && e.EventFeedback == nil {
			t.Error("the feedback was lost")
		}
	}
	if count["SignIn Pass Password:Success"] != 19 || count["SignIn Fail Password:Failure"] != 2 {
		t.Errorf("the events are %v", count)
	}
}

// What was recorded of a user goes with the user, and with the pool.
func TestEventsGoWithTheirUser(t *testing.T) {
	s := startThreats(t, "", nil)
	signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"})
	wantEvents(t, s, "alice", "SignIn Pass Password:Success")
	s.Must("AdminDeleteUser", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice"})
	if err := s.Emulator.ApplySeed(t.Context(), []byte(fmt.Sprintf(threatSeed, ""))); err != nil { // alice gets the same sub
		t.Fatal(err)
	}
	wantEvents(t, s, "alice")
	signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"})
	s.Must("DeleteUserPool", fields{"UserPoolId": "us-east-1_App000001"})
	if err := s.Emulator.ApplySeed(t.Context(), []byte(fmt.Sprintf(threatSeed, ""))); err != nil {
		t.Fatal(err)
	}
	wantEvents(t, s, "alice")
}

// Events, and the device that EncodedData describes, survive a restart.
func TestEventsAreKept(t *testing.T) {
	dir := t.TempDir()
	s := emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(threatSeed, ""), DataDir: dir})
	// {"payload":"{\"contextData\":{\"DevicePlatform\":\"Linux x86_64\",\"ClientTimezone\":\"+02:00\"}}","signature":"","version":"JS"}
	const encoded = "eyJwYXlsb2FkIjoie1wiY29udGV4dERhdGFcIjp7XCJEZXZpY2VQbGF0Zm9ybVwiOlwiTGludXggeDg2XzY0XCIsXCJDbGllbnRUaW1lem9uZVwiOlwiKzAyOjAwXCJ9fSIsInNpZ25hdHVyZSI6IiIsInZlcnNpb24iOiJKUyJ9"
	s.Must("InitiateAuth", fields{
		"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"},
		"UserContextData": fields{"EncodedData": encoded},
	})
	if err := s.Emulator.Close(); err != nil {
		t.Fatal(err)
	}
	again := emulatortest.New(t, emulatortest.Options{DataDir: dir})
	var out struct {
		AuthEvents []struct{ EventContextData map[string]string }
	}
	again.Must("AdminListUserAuthEvents", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice"}).Into(t, &out)
	want := map[string]string{"DeviceName": "Linux x86_64", "IpAddress": "127.0.0.1", "Timezone": "+02:00"}
	if len(out.AuthEvents) != 1 || !cmp.Equal(out.AuthEvents[0].EventContextData, want) {
		t.Errorf("the events are %+v", out.AuthEvents)
	}
}
