package manage_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

const seed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    AutoVerifiedAttributes: [email]
    Clients: [{ClientName: web, ClientId: web00000000000000000000001}]
    Users:
      - {Username: alice, Password: Passw0rd!, Attributes: {email: alice@example.com, email_verified: true}}
  - Id: us-east-1_Quiet0001
    PoolName: quiet
    Clients: [{ClientName: web, ClientId: quiet000000000000000000001}]
  - Id: us-east-1_Phone0001
    PoolName: phone
    AutoVerifiedAttributes: [phone_number]
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}
    Clients: [{ClientName: web, ClientId: phone000000000000000000001}]
`

func start(t *testing.T) *emulatortest.Server {
	t.Helper()
	return emulatortest.New(t, emulatortest.Options{Seed: seed, FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)})
}

func signUp(s *emulatortest.Server, client, name, attribute, value string) {
	s.Must("SignUp", map[string]any{
		"ClientId": client, "Username": name, "Password": "Passw0rd!", "UserAttributes": []map[string]string{{"Name": attribute, "Value": value}},
	})
}

// shown is what tests look at of a message.
type shown struct {
	ID, To, User, Pool, Channel, Trigger, Subject, Body, Code, Status string
}

func messages(t *testing.T, s *emulatortest.Server, query string) []shown {
	t.Helper()
	answer := s.Get("/_emulator/messages" + query)
	if answer.Status != http.StatusOK {
		t.Fatalf("%s: %d %s", query, answer.Status, answer.Body)
	}
	var list []shown
	answer.Into(t, &list)
	return list
}

func TestMessages(t *testing.T) {
	s := start(t)
	signUp(s, "web00000000000000000000001", "bob", "email", "bob@example.com")
	signUp(s, "phone000000000000000000001", "carol", "phone_number", "+4915112345")
	s.Clock.Advance(time.Minute)
	s.Must("ForgotPassword", `{"ClientId":"web00000000000000000000001","Username":"alice"}`)

	all := messages(t, s, "")
	if len(all) != 3 || all[0].User != "alice" || all[2].User != "bob" {
		t.Fatalf("messages, newest first: %+v", all)
	}
	want := shown{
		ID: all[2].ID, To: "bob@example.com", User: "bob", Pool: "us-east-1_App000001", Channel: "email", Trigger: "SignUp",
		Subject: "Your verification code", Body: "Your verification code is 123456.", Code: "123456", Status: "pending",
	}
	if all[2] != want {
		t.Errorf("got %+v\nwant %+v", all[2], want)
	}
	for query, users := range map[string]string{
		"?to=BOB@example.com": "bob", "?to=bob": "bob", "?to=%2B4915112345": "carol", "?to=+4915112345": "carol", "?user=alice": "alice",
		"?pool=us-east-1_App000001": "alice bob", "?trigger=ForgotPassword": "alice", "?since=2026-09-24T13:51:00Z": "alice",
		"?since=" + all[2].ID: "alice carol", "?pool=us-east-1_Quiet0001": "", "?wait=1ms&trigger=ResendCode": "",
	} {
		var got []string
		for _, m := range messages(t, s, query) {
			got = append(got, m.User)
		}
		if strings.Join(got, " ") != users {
			t.Errorf("%s: %v, want %s", query, got, users)
		}
	}
}

// TestStatus: the status follows the code's fate, whenever somebody asks.
func TestStatus(t *testing.T) {
	s := start(t)
	signUp(s, "web00000000000000000000001", "bob", "email", "bob@example.com")
	signUp(s, "web00000000000000000000001", "dan", "email", "dan@example.com")
	s.Must("ConfirmSignUp", `{"ClientId":"web00000000000000000000001","Username":"bob","ConfirmationCode":"123456"}`)
	if got := messages(t, s, "?to=bob")[0].Status; got != "used" {
		t.Errorf("after use: %s", got)
	}
	s.Clock.Advance(25 * time.Hour)
	if got := messages(t, s, "?to=dan")[0].Status; got != "expired" {
		t.Errorf("after a day: %s", got)
	}
}

func TestWait(t *testing.T) {
	s := start(t)
	answers := make(chan emulatortest.Answer)
	go func() { answers <- s.Get("/_emulator/messages/latest?to=bob@example.com&wait=30s") }()
	signUp(s, "web00000000000000000000001", "eve", "email", "eve@example.com") // somebody else's does not end the waiting
	signUp(s, "web00000000000000000000001", "bob", "email", "bob@example.com")
	var m shown
	answer := <-answers
	answer.Into(t, &m)
	if answer.Status != http.StatusOK || m.User != "bob" || m.Code != "123456" {
		t.Errorf("%d %+v", answer.Status, m)
	}
}

// TestNoMessage: a 404 says what is known about it.
func TestNoMessage(t *testing.T) {
	s := start(t)
	signUp(s, "quiet000000000000000000001", "bob", "email", "bob@example.com")
	s.Call("ForgotPassword", `{"ClientId":"web00000000000000000000001","Username":"zoe"}`)
	for query, want := range map[string][]string{
		"?to=nobody@example.com": {`no message fits to=nobody@example.com`, `no user has the name, email address or phone number "nobody@example.com"`},
		"?to=bob@example.com": {
			"user bob of pool us-east-1_Quiet0001 (quiet) is UNCONFIRMED, and the pool has no AutoVerifiedAttributes, so sign-up sends nothing",
			"SignUp (request ", "no code was sent: ",
		},
		"?user=alice":              {"user alice of pool us-east-1_App000001 (app) is CONFIRMED"},
		"?to=zoe":                  {"ForgotPassword (request ", "has no user"},
		"/latest?trigger=SignUp":   {"no message fits trigger=SignUp"},
		"/latest?to=alice&wait=1s": {"no message fits to=alice"},
	} {
		var problem struct{ Error, Because, Fix string }
		answer := s.Get("/_emulator/messages" + query)
		answer.Into(t, &problem)
		if answer.Status != http.StatusNotFound || problem.Error != "no message" || problem.Fix == "" {
			t.Errorf("%s: %d %+v", query, answer.Status, problem)
		}
		for _, fact := range want {
			if !strings.Contains(problem.Because, fact) {
				t.Errorf("%s: %q is missing in %q", query, fact, problem.Because)
			}
		}
	}
}

func TestRequests(t *testing.T) {
	s := start(t)
	good := s.Must("DescribeUserPool", `{"UserPoolId":"us-east-1_App000001"}`)
	s.Must("SignUp", `{"ClientId":"web00000000000000000000001","Username":"al","Password":"Passw0rd!"}`)
	bad := s.Call("SignUp", `{"ClientId":"web00000000000000000000001","Username":"bob","Password":"secret"}`)
	type entry struct {
		ID, Operation, Type string
		Status              int
		Request             map[string]any
		Explain             struct{ Rule, Because, Fix string }
		Notices             []string
	}
	var one entry
	s.Get("/_emulator/requests/"+bad.Header.Get("x-amzn-requestid")).Into(t, &one)
	if one.Operation != "SignUp" || one.Status != 400 || one.Type != "InvalidPasswordException" || one.Explain.Rule != bad.Rule() || one.Explain.Because == "" {
		t.Errorf("entry %+v", one)
	}
	if one.Request["Username"] != "bob" || one.Request["Password"] == "secret" {
		t.Errorf("request %v", one.Request)
	}
	for query, want := range map[string]int{"": 3, "?limit=2": 2, "?error=1": 1, "?op=SignUp": 2, "?op=DescribeUserPool&error=true": 0} {
		var list []entry
		s.Get("/_emulator/requests"+query).Into(t, &list)
		if len(list) != want {
			t.Errorf("%s: %d entries, want %d", query, len(list), want)
		}
	}
	var list []entry
	s.Get("/_emulator/requests").Into(t, &list)
	if list[2].ID != good.Header.Get("x-amzn-requestid") || list[0].ID != one.ID {
		t.Errorf("newest first: %+v", list)
	}
	var latest entry
	s.Get("/_emulator/requests/latest").Into(t, &latest)
	if latest.ID != one.ID {
		t.Errorf("latest is %s", latest.ID)
	}
	missing := s.Get("/_emulator/requests/" + one.ID[:8])
	if missing.Status != http.StatusNotFound || !strings.Contains(string(missing.Body), "but one has "+one.ID) {
		t.Errorf("beginning of an id: %d %s", missing.Status, missing.Body)
	}
}

func TestRules(t *testing.T) {
	s := start(t)
	type shownRule struct {
		ID, Exception, Message string
		Provenance             struct{ Kind, Ref string }
	}
	var all, assumed []shownRule
	s.Get("/_emulator/rules").Into(t, &all)
	s.Get("/_emulator/rules?provenance=assumed").Into(t, &assumed)
	if len(all) != len(rule.All()) || len(assumed) == 0 || len(assumed) >= len(all) {
		t.Errorf("%d rules, %d assumed", len(all), len(assumed))
	}
	var one shownRule
	s.Get("/_emulator/rules/"+rule.PoolNotFound.ID).Into(t, &one)
	if one.ID != rule.PoolNotFound.ID || one.Exception != "ResourceNotFoundException" || one.Provenance.Kind == "" {
		t.Errorf("rule %+v", one)
	}
}

func TestReady(t *testing.T) {
	s := start(t)
	if answer := s.Get("/_emulator/ready"); answer.Status != http.StatusOK {
		t.Errorf("ready: %d %s", answer.Status, answer.Body)
	}
	s.Emulator.SetReady(false)
	if answer := s.Get("/_emulator/ready"); answer.Status != http.StatusServiceUnavailable || !strings.Contains(string(answer.Body), `"fix":`) {
		t.Errorf("not ready: %d %s", answer.Status, answer.Body)
	}
	if answer := s.Get("/_emulator/health"); answer.Status != http.StatusOK {
		t.Errorf("health: %d %s", answer.Status, answer.Body)
	}
}

// TestMistakes: every wrong question gets a JSON answer that says what is right.
func TestMistakes(t *testing.T) {
	s := start(t)
	for path, want := range map[string]int{
		"/_emulator/":                          404,
		"/_emulator/message":                   404,
		"/_emulator/requests/unknown":          404,
		"/_emulator/rules/unknown":             404,
		"/_emulator/rules?provenance=heard":    400,
		"/_emulator/requests?limit=0":          400,
		"/_emulator/requests?limit=many":       400,
		"/_emulator/messages?recipient=a":      400,
		"/_emulator/messages?wait=soon":        400,
		"/_emulator/messages?wait=1h":          400,
		"/_emulator/messages/latest?wait=-1s":  400,
		"/_emulator/messages/unknown":          404,
		"/_emulator/messages?wait=5&to=alice":  400,
		"/_emulator/messages?to=nobody&wait=0": 404,
	} {
		var problem struct{ Error, Because, Fix string }
		answer := s.Get(path)
		answer.Into(t, &problem)
		if answer.Status != want || problem.Error == "" || problem.Because == "" || problem.Fix == "" {
			t.Errorf("%s: %d %s, want %d", path, answer.Status, answer.Body, want)
		}
	}
	answer, err := http.Post(s.URL+"/_emulator/messages", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", answer.StatusCode)
	}
	if origin := s.Get("/_emulator/messages").Header.Get("Access-Control-Allow-Origin"); origin != "" {
		t.Errorf("scripts of other sites may read messages: %q", origin)
	}
}

func TestHome(t *testing.T) {
	s := start(t)
	answer := s.Get("/")
	if answer.Status != http.StatusOK || !strings.Contains(string(answer.Body), "/_emulator/messages") {
		t.Errorf("%d %s", answer.Status, answer.Body)
	}
}

// TestConfirmLink follows the links of mails, also for a client that has a secret.
func TestConfirmLink(t *testing.T) {
	s := emulatortest.New(t, emulatortest.Options{Seed: `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    AutoVerifiedAttributes: [email]
    VerificationMessageTemplate: {DefaultEmailOption: CONFIRM_WITH_LINK}
    Clients: [{ClientName: web, ClientId: web00000000000000000000001, ClientSecret: aClientSecretForTheTests}]
    Users: [{Username: bob, Password: Passw0rd!, UserStatus: UNCONFIRMED, Attributes: {email: bob@example.com}}]
`})
	// HMAC-SHA256 of "bobweb00000000000000000000001" with the secret above
	const hash = "trHtc8Svdxp2KMxbf8sTuPTl4VP+/cEIoRI8uSoP4R4="
	s.Must("ResendConfirmationCode", `{"ClientId":"web00000000000000000000001","Username":"bob","SecretHash":"`+hash+`"}`)
	var m struct{ Link string }
	s.Get("/_emulator/messages/latest").Into(t, &m)
	link := strings.TrimPrefix(m.Link, s.URL)
	if wrong := s.Get(link + "0"); wrong.Status != http.StatusBadRequest || !strings.Contains(string(wrong.Body), "could not be confirmed") {
		t.Errorf("wrong link: %d %s", wrong.Status, wrong.Body)
	}
	if right := s.Get(link); right.Status != http.StatusOK || !strings.Contains(string(right.Body), "has been confirmed") {
		t.Errorf("right link: %d %s", right.Status, right.Body)
	}
	user := s.Must("AdminGetUser", `{"UserPoolId":"us-east-1_App000001","Username":"bob"}`)
	if !strings.Contains(string(user.Body), `"UserStatus":"CONFIRMED"`) {
		t.Errorf("user %s", user.Body)
	}
}
