package emulator_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

// phantomSeed has a pool for each way of naming users.
const phantomSeed = `
UserPools:
  - Id: us-east-1_Plain0001
    PoolName: plain
    Clients:
      - &client {ClientName: plain, ClientId: plain, PreventUserExistenceErrors: ENABLED,
          ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH]}
      - {<<: *client, ClientName: plain-too, ClientId: plaintoo}
    Users: [{Username: alice, Password: "Passw0rd!"}, {Username: carol, TemporaryPassword: "Passw0rd!"}]
  - Id: us-east-1_Folded001
    PoolName: folded
    UsernameConfiguration: {CaseSensitive: false}
    Clients: [{<<: *client, ClientName: folded, ClientId: folded}]
    Users: [{Username: alice, Password: "Passw0rd!"}]
  - Id: us-east-1_Email0001
    PoolName: email
    UsernameAttributes: [email]
    Clients: [{<<: *client, ClientName: email, ClientId: email}]
    Users: [{Username: alice@example.com, Password: "Passw0rd!"}]
  - Id: us-east-1_Alias0001
    PoolName: alias
    AliasAttributes: [email]
    Clients: [{<<: *client, ClientName: alias, ClientId: alias}]
    Users: [{Username: 5a1d3c52-7a5e-4d5e-9d0b-6f6a1c6a2b11, Password: "Passw0rd!", Attributes: {email: alice@example.com, email_verified: "true"}}]
`

type challengeParameters struct {
	SALT, SECRET_BLOCK, SRP_B, USERNAME, USER_ID_FOR_SRP string
}

func paramsOf(t testing.TB, answer emulatortest.Answer) challengeParameters {
	t.Helper()
	var c struct{ ChallengeParameters challengeParameters }
	answer.Into(t, &c)
	if len(c.ChallengeParameters.SRP_B) != 768 {
		t.Fatalf("no challenge: %s", answer.Body)
	}
	return c.ChallengeParameters
}

// TestPhantomsStayTheSame asks for challenges of missing users before and after a restart. Salt and user id depend on
// the name and the pool, and on nothing else; B and secret block are new each time.
func TestPhantomsStayTheSame(t *testing.T) {
	dir := t.TempDir()
	type run map[string]challengeParameters
	ask := func(t *testing.T) run {
		s := emulatortest.New(t, emulatortest.Options{Seed: phantomSeed, DataDir: dir})
		r := run{}
		for _, client := range []string{"plain", "plaintoo", "folded", "email", "alias"} {
			for _, user := range []string{"nobody@example.com", "ghost@example.com"} {
				r[client+" "+user] = paramsOf(t, askChallenge(s, client, user))
			}
		}
		r["again"] = paramsOf(t, askChallenge(s, "plain", "nobody@example.com"))
		r["in capitals"] = paramsOf(t, askChallenge(s, "folded", "NOBODY@example.com"))
		r["by id"] = paramsOf(t, askChallenge(s, "email", r["email nobody@example.com"].USER_ID_FOR_SRP))
		return r
	}
	var before, after run
	t.Run("before", func(t *testing.T) { before = ask(t) })
	t.Run("after", func(t *testing.T) { after = ask(t) })

	fresh := map[string]string{}
	for name, c := range before {
		d := after[name]
		if c.SALT != d.SALT || c.USER_ID_FOR_SRP != d.USER_ID_FOR_SRP || c.USERNAME != c.USER_ID_FOR_SRP {
			t.Errorf("%s: before the restart %s %s, after it %s %s", name, c.USER_ID_FOR_SRP, c.SALT, d.USER_ID_FOR_SRP, d.SALT)
		}
		for _, text := range []string{c.SRP_B, c.SECRET_BLOCK, d.SRP_B, d.SECRET_BLOCK} {
			if other, again := fresh[text]; again {
				t.Errorf("%s and %s have the same B or secret block", name, other)
			}
			fresh[text] = name
		}
	}
	salts := map[string]string{}
	for _, name := range []string{
		"plain nobody@example.com", "plain ghost@example.com", "folded nobody@example.com", "email nobody@example.com", "alias nobody@example.com",
	} {
		if other, again := salts[before[name].SALT]; again {
			t.Errorf("%s and %s have the same salt", name, other)
		}
		salts[before[name].SALT] = name
	}
	for name, same := range map[string]string{
		"again": "plain nobody@example.com", "plaintoo nobody@example.com": "plain nobody@example.com",
		"in capitals": "folded nobody@example.com", "by id": "email nobody@example.com",
	} {
		if before[name].SALT != before[same].SALT || before[name].USER_ID_FOR_SRP != before[same].USER_ID_FOR_SRP {
			t.Errorf("%s has another salt or id than %s", name, same)
		}
	}
	checkIDs(t, before)
}

// checkIDs looks at the ids: the name where that is what an existing user's challenge has, else a UUID.
func checkIDs(t *testing.T, challenges map[string]challengeParameters) {
	t.Helper()
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	for name, want := range map[string]string{"plain": "nobody@example.com", "folded": "nobody@example.com", "email": "", "alias": ""} {
		id := challenges[name+" nobody@example.com"].USER_ID_FOR_SRP
		if want != "" && id != want || want == "" && !uuid.MatchString(id) {
			t.Errorf("%s: the id of a missing user is %q", name, id)
		}
	}
}

// TestPhantomsLookLikeUsers compares a missing user's answers with an existing one's, however users are named.
func TestPhantomsLookLikeUsers(t *testing.T) {
	for client, users := range map[string][2]string{
		"plain":  {"alice", "nancy"},
		"folded": {"ALICE", "NANCY"},
		"email":  {"alice@example.com", "nancy@example.com"},
		"alias":  {"alice@example.com", "nancy@example.com"}, // the alias of a user whose name is a UUID
	} {
		t.Run(client, func(t *testing.T) {
			s := startExistence(t, phantomSeed)
			for name, ask := range map[string]func(*emulatortest.Server, string, string) emulatortest.Answer{
				"password": askPassword, "challenge": askChallenge, "proof": askProof, "code": askCode,
			} {
				existing, missing := ask(s, client, users[0]), ask(s, client, users[1])
				if diff := cmp.Diff(shapeOf(t, existing, idOf(existing, users[0])), shapeOf(t, missing, idOf(missing, users[1]))); diff != "" {
					t.Errorf("%s (-existing +missing):\n%s", name, diff)
				}
			}
		})
	}
}

// idOf is the user's id that an answer names, or the name.
func idOf(a emulatortest.Answer, name string) string {
	var c struct{ ChallengeParameters challengeParameters }
	if json.Unmarshal(a.Body, &c) != nil || c.ChallengeParameters.USER_ID_FOR_SRP == "" {
		return name
	}
	return c.ChallengeParameters.USER_ID_FOR_SRP
}

// TestProofs goes through SRP with a real client: a missing user's proof, computed from what the challenge gave, fails
// in the bytes of a wrong password.
func TestProofs(t *testing.T) {
	s := startExistence(t, phantomSeed)
	missing, wrong := askSRP(t, s, "plain", "nancy", "Passw0rd!"), askSRP(t, s, "plain", "alice", "wrong")
	if missing.Status != 400 || string(missing.Body) != string(wrong.Body) {
		t.Errorf("missing: %d %s, wrong: %d %s", missing.Status, missing.Body, wrong.Status, wrong.Body)
	}
	if right := askSRP(t, s, "plain", "alice", "Passw0rd!"); !strings.HasPrefix(string(right.Body), `{"AuthenticationResult"`) {
		t.Errorf("right: %d %s", right.Status, right.Body)
	}
	if temporary := askSRP(t, s, "plain", "carol", "Passw0rd!"); !strings.HasPrefix(string(temporary.Body), `{"ChallengeName":"NEW_PASSWORD_REQUIRED"`) {
		t.Errorf("temporary: %d %s", temporary.Status, temporary.Body)
	}
}

// TestABlockWorksOnce sends the same right proof twice. (That AWS refuses this is assumed.)
func TestABlockWorksOnce(t *testing.T) {
	s := startExistence(t, phantomSeed)
	answer := srpAnswer(t, s, "plain", "alice", "Passw0rd!")
	s.Must("RespondToAuthChallenge", answer)
	if again := s.Call("RespondToAuthChallenge", answer); outcome(again) != saysWrong {
		t.Errorf("a second time: %d %s", again.Status, again.Body)
	}
}

func askSRP(t *testing.T, s *emulatortest.Server, client, user, password string) emulatortest.Answer {
	t.Helper()
	return s.Call("RespondToAuthChallenge", srpAnswer(t, s, client, user, password))
}

// srpAnswer asks for a challenge and answers it.
func srpAnswer(t *testing.T, s *emulatortest.Server, client, user, password string) fields {
	t.Helper()
	c, err := srp.NewGroup().NewClient(rand.Reader, "Plain0001")
	if err != nil {
		t.Fatal(err)
	}
	p := paramsOf(t, s.Must("InitiateAuth", fields{
		"ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": fields{"USERNAME": user, "SRP_A": c.A()},
	}))
	claim, err := c.Answer(p.USER_ID_FOR_SRP, password, srp.Parameters{Salt: p.SALT, B: p.SRP_B, SecretBlock: p.SECRET_BLOCK}, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return fields{"ClientId": client, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": fields{
		"USERNAME": p.USER_ID_FOR_SRP, "PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock,
		"PASSWORD_CLAIM_SIGNATURE": claim.Signature, "TIMESTAMP": claim.Timestamp,
	}}
}

// TestInventedAddresses looks at the simulated delivery for names that are no addresses.
func TestInventedAddresses(t *testing.T) {
	s := startExistence(t, `
UserPools:
  - Id: us-east-1_Email0001
    PoolName: email
    AutoVerifiedAttributes: [email]
    AccountRecoverySetting: {RecoveryMechanisms: [{Name: verified_phone_number, Priority: 1}, {Name: verified_email, Priority: 2}]}
    Clients: [{ClientName: email, ClientId: email, PreventUserExistenceErrors: ENABLED}]
  - Id: us-east-1_Phone0001
    PoolName: phone
    AutoVerifiedAttributes: [phone_number]
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}
    AccountRecoverySetting: {RecoveryMechanisms: [{Name: verified_phone_number, Priority: 1}]}
    Clients: [{ClientName: phone, ClientId: phone, PreventUserExistenceErrors: ENABLED}]
`)
	for client, want := range map[string]string{
		"email": `{"CodeDeliveryDetails":{"AttributeName":"email","DeliveryMedium":"EMAIL","Destination":"[a-z]\*\*\*@[a-z]\*\*\*"}}`,
		"phone": `{"CodeDeliveryDetails":{"AttributeName":"phone_number","DeliveryMedium":"SMS","Destination":"\+\*\*\*\*\*\*\*[0-9]{4}"}}`,
	} {
		for _, ask := range []func(*emulatortest.Server, string, string) emulatortest.Answer{askForgot, askResend} {
			first := ask(s, client, "nobody")
			if ok, err := regexp.Match("^"+want+"$", first.Body); err != nil || !ok {
				t.Errorf("%s: %s", client, first.Body)
			}
			if second := ask(s, client, "nobody"); string(second.Body) != string(first.Body) {
				t.Errorf("%s: first %s, then %s", client, first.Body, second.Body)
			}
		}
	}
	// A name in the form of an address that the pool sends nothing to does not get its medium.
	if a := askForgot(s, "phone", "nobody@example.com"); !strings.Contains(string(a.Body), `"DeliveryMedium":"SMS"`) {
		t.Errorf("an email address in a pool that recovers by SMS: %s", a.Body)
	}
}

// TestPreAuthenticationIsTold looks at the events: with ENABLED the trigger runs for all, and is told who is missing.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
func TestPreAuthenticationIsTold(t *testing.T) {
	functions := &eventRecorder{}
	seed := strings.Replace(existenceSeed, "PoolName: app", "PoolName: app\n    LambdaConfig: {PreAuthentication: gate}", 1)
	s := emulatortest.New(t, emulatortest.Options{Seed: seed, Functions: functions, Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)})
	for _, c := range []struct {
		client, kind string
		want         string // the userNotFound of the event; "none" without a call
	}{
		{"legacy0", "missing", "none"},
		{"legacy0", "healthy", ""},
		{"enabled", "missing", "true"},
		{"enabled", "healthy", "false"},
		{"enabled", "imported", "false"},
	} {
		functions.event = nil
		askPassword(s, c.client, nameOf(c.kind))
		if got := functions.userNotFound(t); got != c.want {
			t.Errorf("%s, %s: userNotFound is %q, want %q; the event is %s", c.client, c.kind, got, c.want, functions.event)
		}
	}
}

// eventRecorder keeps the event and returns it.
type eventRecorder struct{ event []byte }

func (r *eventRecorder) Invoke(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	r.event = payload
	return lambdaclient.Result{Payload: payload}, nil
}

func (r *eventRecorder) userNotFound(t *testing.T) string {
	t.Helper()
	if r.event == nil {
		return "none"
	}
	var event struct {
		UserName string
		Request  struct{ UserNotFound json.RawMessage }
	}
	if err := json.Unmarshal(r.event, &event); err != nil || event.UserName == "" {
		t.Fatalf("the event is %s", r.event)
	}
	return string(event.Request.UserNotFound)
}
