package emulator_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// race makes the same call by several clients at once. The body may depend on the client's number.
func race(handler http.Handler, operation string, body func(i int) string) []emulatortest.Answer {
	return raceOf(rivals, handler, operation, body)
}

func raceOf(n int, handler http.Handler, operation string, body func(i int) string) []emulatortest.Answer {
	answers := make([]emulatortest.Answer, n)
	var everybody sync.WaitGroup
	for i := range n {
		everybody.Go(func() { answers[i] = inProcess(handler, signedRequest(operation, strings.NewReader(body(i)))) })
	}
	everybody.Wait()
	return answers
}

// same is a body that does not depend on the client.
func same(body string) func(int) string { return func(int) string { return body } }

// outcomes counts the answers by what they are: "" for a success, else the message.
func outcomes(answers []emulatortest.Answer) map[string]int {
	found := map[string]int{}
	for _, answer := range answers {
		found[answer.Message()]++
	}
	return found
}

// winner is the number of the only client who succeeded; the others must have got one of the messages.
func winner(t *testing.T, answers []emulatortest.Answer, messages ...string) int {
	t.Helper()
	found := -1
	for i, answer := range answers {
		switch {
		case answer.Status == http.StatusOK && found < 0:
			found = i
		case answer.Status == http.StatusOK || !slices.Contains(messages, answer.Message()):
			t.Fatalf("client %d: %d %.200s; all: %v", i, answer.Status, answer.Body, outcomes(answers))
		}
	}
	if found < 0 {
		t.Fatalf("nobody won: %v", outcomes(answers))
	}
	return found
}

const signInBody = `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":%q,"PASSWORD":%q}}`

// The first tokens of a pool are made with keys that did not exist before: everybody has to get the same ones.
func TestRaceOfSignIns(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	answers := race(server.Emulator, "InitiateAuth", same(fmt.Sprintf(signInBody, "alice", "Passw0rd!")))
	_, set := discoverKeys(t, server.URL+"/us-east-1_Protocol1")
	ids := map[any]bool{}
	for _, answer := range answers {
		var signedIn struct{ AuthenticationResult signedInTokens }
		if answer.Into(t, &signedIn); answer.Status != http.StatusOK {
			t.Fatalf("%d %s", answer.Status, answer.Body)
		}
		for i, token := range []string{signedIn.AuthenticationResult.IdToken, signedIn.AuthenticationResult.AccessToken} {
			parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
			if err != nil {
				t.Fatal(err)
			}
			claims := map[string]any{}
			if err := parsed.Claims(set.Keys[i].Key, &claims); err != nil {
				t.Errorf("token %d: %v", i, err)
			}
			ids[claims["jti"]], ids[claims["origin_jti"]] = true, true
		}
		server.Must("GetTokensFromRefreshToken", map[string]string{"ClientId": "protocol", "RefreshToken": signedIn.AuthenticationResult.RefreshToken})
	}
	if len(ids) != 3*rivals {
		t.Errorf("%d different ids in the tokens, want %d", len(ids), 3*rivals)
	}
}

// meetingSeed has a trigger in which those meet who want to be created.
const meetingSeed = protocolSeed + `    LambdaConfig: {PreSignUp: "arn:aws:lambda:us-east-1:000000000000:function:meet"}
`

// Of those who want the same name one gets it, though all found it free before; one message is sent.
func TestRaceForAName(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: meetingSeed, Functions: meetingFunction(newMeeting(1)), Lambda: lambdaclient.Policy{Timeout: time.Minute}})
	answers := race(server.Emulator, "SignUp", func(i int) string {
		return fmt.Sprintf(`{"ClientId":"protocol","Username":"bob","Password":"Passw0rd!%d","UserAttributes":[{"Name":"email","Value":"bob%d@example.com"}]}`, i, i)
	})
	won := winner(t, answers, "User already exists")
	var messages []struct{ To, Code string }
	server.Get("/_emulator/messages").Into(t, &messages)
	if len(messages) != 1 || messages[0].To != fmt.Sprintf("bob%d@example.com", won) {
		t.Errorf("client %d won, and the messages are %v", won, messages)
	}
	// Of those who confirm it one does.
	answers = race(server.Emulator, "ConfirmSignUp", same(`{"ClientId":"protocol","Username":"bob","ConfirmationCode":"`+messages[0].Code+`"}`))
	winner(t, answers, "User cannot be confirmed. Current status is CONFIRMED")
	for i := range rivals {
		answer := server.Call("InitiateAuth", fmt.Sprintf(signInBody, "bob", fmt.Sprintf("Passw0rd!%d", i)))
		if (answer.Status == http.StatusOK) != (i == won) {
			t.Errorf("client %d won, and with the password of %d: %d %s", won, i, answer.Status, answer.Body)
		}
		server.Clock.Advance(1e12) // past any lockout
	}
}

// A session works once, so that of several new passwords one counts.
func TestRaceWithASession(t *testing.T) {
	e, random := newMeetingPlace(t, protocolSeed)
	must(t, e, "AdminCreateUser", `{"UserPoolId":"us-east-1_Protocol1","Username":"carol","TemporaryPassword":"Temp0rary!","MessageAction":"SUPPRESS"}`)
	var challenge struct{ Session string }
	must(t, e, "InitiateAuth", fmt.Sprintf(signInBody, "carol", "Temp0rary!")).Into(t, &challenge)
	random.meeting.Store(newMeeting(2)) // at the ids of the requests, and at the salts of the passwords
	answers := race(e, "RespondToAuthChallenge", func(i int) string {
		return fmt.Sprintf(`{"ClientId":"protocol","ChallengeName":"NEW_PASSWORD_REQUIRED","Session":%q,"ChallengeResponses":{"USERNAME":"carol","NEW_PASSWORD":"Passw0rd!%d"}}`,
			challenge.Session, i)
	})
	won := winner(t, answers, "Invalid session for the user, session can only be used once.", "Invalid session for the user.")
	must(t, e, "InitiateAuth", fmt.Sprintf(signInBody, "carol", fmt.Sprintf("Passw0rd!%d", won)))
}

// A proof works once, too (assumed).
func TestRaceWithAProof(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	body, err := json.Marshal(map[string]any{"ClientId": "protocol", "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": proof(t, server)})
	if err != nil {
		t.Fatal(err)
	}
	winner(t, race(server.Emulator, "RespondToAuthChallenge", same(string(body))), "Incorrect username or password.")
}

// rotatingSeed has clients that rotate refresh tokens, one of them with a grace period.
const rotatingSeed = protocolSeed + `
  - Id: us-east-1_Rotating1
    PoolName: rotating
    Clients:
      - {ClientName: strict, ClientId: strict, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH], RefreshTokenRotation: {Feature: ENABLED, RetryGracePeriodSeconds: 0}}
      - {ClientName: lenient, ClientId: lenient, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH], RefreshTokenRotation: {Feature: ENABLED, RetryGracePeriodSeconds: 60}}
    Users: [{Username: alice, Password: "Passw0rd!"}]
`

// Of those who refresh with one token one gets the next token; within the grace period all do, and the last one counts.
func TestRaceOfRefreshes(t *testing.T) {
	e, random := newMeetingPlace(t, rotatingSeed)
	for _, client := range []string{"strict", "lenient"} {
		var signedIn struct{ AuthenticationResult signedInTokens }
		must(t, e, "InitiateAuth", strings.Replace(fmt.Sprintf(signInBody, "alice", "Passw0rd!"), `"protocol"`, `"`+client+`"`, 1)).Into(t, &signedIn)
		body := func(token string) string { return fmt.Sprintf(`{"ClientId":%q,"RefreshToken":%q}`, client, token) }
		random.meeting.Store(newMeeting(2)) // at the ids of the requests, and at those of the next tokens
		answers := race(e, "GetTokensFromRefreshToken", same(body(signedIn.AuthenticationResult.RefreshToken)))
		if client == "strict" {
			winner(t, answers, "Refresh token reuse detected")
		} else if got := outcomes(answers); got[""] != rivals {
			t.Fatalf("within the grace period: %v", got)
		}
		good := 0
		for _, answer := range answers {
			var next struct{ AuthenticationResult signedInTokens }
			if json.Unmarshal(answer.Body, &next) != nil || next.AuthenticationResult.RefreshToken == "" {
				continue
			}
			if raceOf(1, e, "GetTokensFromRefreshToken", same(body(next.AuthenticationResult.RefreshToken)))[0].Status == http.StatusOK {
				good++
			}
		}
		if good != 1 {
			t.Errorf("%s: %d of the next tokens can be used", client, good)
		}
	}
}

// Wrong passwords are all counted, however many come at once: after five the user is locked.
func TestRaceOfWrongPasswords(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed, Start: protocolInstant})
	got := outcomes(race(server.Emulator, "InitiateAuth", same(fmt.Sprintf(signInBody, "alice", "wrong"))))
	if got["Incorrect username or password."] != 5 || got["Password attempts exceeded"] != rivals-5 {
		t.Errorf("%v", got)
	}
	if answer := server.Call("InitiateAuth", fmt.Sprintf(signInBody, "alice", "Passw0rd!")); answer.Message() != "Password attempts exceeded" {
		t.Errorf("then, with the right password: %d %s", answer.Status, answer.Body)
	}
}

// Things with a name are made once, and things without one as often as asked for.
func TestRaceOfAdministrators(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: meetingSeed, Functions: meetingFunction(newMeeting(1)), Lambda: lambdaclient.Policy{Timeout: time.Minute}})
	winner(t, race(server.Emulator, "CreateGroup", same(`{"UserPoolId":"us-east-1_Protocol1","GroupName":"new"}`)), "A group with the name already exists.")
	winner(t, race(server.Emulator, "AdminCreateUser", same(`{"UserPoolId":"us-east-1_Protocol1","Username":"dave","MessageAction":"SUPPRESS"}`)), "User account already exists")
	ids := map[string]bool{}
	for _, answer := range race(server.Emulator, "CreateUserPool", same(`{"PoolName":"twin"}`)) {
		var created struct{ UserPool struct{ Id string } }
		if answer.Into(t, &created); answer.Status != http.StatusOK {
			t.Errorf("%d %s", answer.Status, answer.Body)
		}
		ids[created.UserPool.Id] = true
	}
	if len(ids) != rivals {
		t.Errorf("the pools are %v", slices.Sorted(maps.Keys(ids)))
	}
	winner(t, race(server.Emulator, "DeleteUserPool", same(`{"UserPoolId":"us-east-1_Protocol1"}`)), "User pool us-east-1_Protocol1 does not exist.")
}
