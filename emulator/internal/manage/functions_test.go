package manage_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/inprocess"
)

const functionSeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    LambdaConfig:
      UserMigration: migrate
      PreSignUp: check
      PreTokenGenerationConfig: {LambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:tokens", LambdaVersion: V2_0}
    Clients:
      - {ClientName: plain, ClientId: plain000000000000000000001}
      - {ClientName: web, ClientId: web00000000000000000000001, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
      - {ClientName: hiding, ClientId: hide0000000000000000000001, PreventUserExistenceErrors: ENABLED, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}
    Users: [{Username: alice, Password: Passw0rd!, Attributes: {email: alice@example.com}}]
  - {Id: us-east-1_Twin00001, PoolName: twin, Clients: [{ClientName: web}]}
  - {Id: us-east-1_Twin00002, PoolName: twin, LambdaConfig: {UserMigration: migrate}}
`

// migrate is a migration function in Go, by what the user is called.
func migrate(e map[string]any) (any, error) {
	request := e["request"].(map[string]any)
	response := map[string]any{"finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS"}
	switch e["userName"] {
	case "nil":
		return nil, nil
	case "unknown":
		return e, nil
	case "bad":
		return nil, errors.New("Bad password " + request["password"].(string))
	case "slow":
		time.Sleep(time.Second)
	case "reset":
		delete(response, "finalUserStatus")
	case "odd":
		response["userAttributes"] = map[string]string{"shoe_size": "44"}
	}
	if response["userAttributes"] == nil {
		response["userAttributes"] = map[string]string{"email": e["userName"].(string) + "@example.com", "name": "has " + request["password"].(string)}
	}
	return map[string]any{"response": response}, nil
}

func startWithFunctions(t *testing.T) *emulatortest.Server {
	t.Helper()
	all := &lambdaclient.Router{}
	for name, function := range map[string]any{
		"migrate": migrate,
		"check":   func(e map[string]any) (map[string]any, error) { return e, nil },
		"tokens":  func(e map[string]any) (map[string]any, error) { return e, nil },
	} {
		if err := all.Handle(name, inprocess.Func(function)); err != nil {
			t.Fatal(err)
		}
	}
	return emulatortest.New(t, emulatortest.Options{
		Seed: functionSeed, Functions: all, Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC),
		Lambda: lambdaclient.Policy{Timeout: 100 * time.Millisecond, Attempts: 2},
	})
}

// do makes a request of the management API.
func do(t *testing.T, s *emulatortest.Server, method, path, body string, header ...string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequest(method, s.URL+"/_emulator"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if len(header) == 2 {
		request.Header.Set(header[0], header[1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func signIn(s *emulatortest.Server, client, name, password string) emulatortest.Answer {
	return s.Call("InitiateAuth", map[string]any{
		"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": map[string]string{"USERNAME": name, "PASSWORD": password},
	})
}

// seen is what tests look at of an invocation or a call by hand.
type seen struct {
	ID, Request, Trigger, Function, Answer, Error, Output, Verdict, Rule, Fix string
	Event                                                                     json.RawMessage
	Attempts                                                                  json.RawMessage
	Tries                                                                     []struct{ Error string }
	DurationMs                                                                float64
	WouldAnswer                                                               *struct{ Type, Message string }
}

func (s seen) would() string {
	if s.WouldAnswer == nil {
		return ""
	}
	return s.WouldAnswer.Type + ": " + s.WouldAnswer.Message
}

func listed(t *testing.T, s *emulatortest.Server, query string) []seen {
	t.Helper()
	var list []seen
	s.Get("/_emulator/invocations"+query).Into(t, &list)
	return list
}

func TestInvocations(t *testing.T) {
	s := startWithFunctions(t)
	refused := signIn(s, "web00000000000000000000001", "nil", "Passw0rd!")
	signIn(s, "web00000000000000000000001", "bad", "Hunter2!")
	signIn(s, "web00000000000000000000001", "slow", "Hunter2!")
	s.Must("SignUp", `{"ClientId":"web00000000000000000000001","Username":"bob","Password":"Hunter2!"}`)

	const arn = "arn:aws:lambda:us-east-1:000000000000:function:"
	for query, want := range map[string]string{
		"": "PreSignUp_SignUp UserMigration_Authentication UserMigration_Authentication UserMigration_Authentication", "?limit=1": "PreSignUp_SignUp",
		"?trigger=PreSignUp": "PreSignUp_SignUp", "?trigger=PreSignUp_SignUp": "PreSignUp_SignUp", "?trigger=PreSign": "",
		"?function=check": "PreSignUp_SignUp", "?function=" + arn + "check": "PreSignUp_SignUp", "?function=chec": "", "?function=!": "",
		"?error=1&limit=2": "UserMigration_Authentication UserMigration_Authentication", "?error=1&function=check": "", "?error=0&function=check": "PreSignUp_SignUp",
	} {
		var got []string
		for _, i := range listed(t, s, query) {
			got = append(got, i.Trigger)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	if got := listed(t, s, "?error=1"); len(got) != 3 {
		t.Errorf("%d invocations with an error or a refused answer, want 3", len(got))
	}
	text := string(s.Get("/_emulator/invocations").Body)
	if strings.Contains(text, "Hunter2") || !strings.Contains(text, `Bad password ***`) {
		t.Errorf("%s", text)
	}
	first := listed(t, s, "")[3]
	if first.Request != refused.Header.Get("x-amzn-requestid") || first.Function != arn+"migrate" || first.Answer != "null" {
		t.Errorf("%+v", first)
	}
	var one seen
	if s.Get("/_emulator/invocations/"+first.ID).Into(t, &one); one.ID != first.ID || one.Verdict != first.Verdict {
		t.Errorf("%+v", one)
	}
	if s.Get("/_emulator/invocations/latest").Into(t, &one); one.Trigger != "PreSignUp_SignUp" {
		t.Errorf("%+v", one)
	}
	for path, want := range map[string]string{
		"/invocations?op=x": "there is no parameter op", "/invocations?limit=0": `limit is \"0\"`, "/invocations?limit=x": "give a number",
		"/invocations/none": "none of the last 4 invocations has the id none",
	} {
		if status, answer := do(t, s, "GET", path, ""); status < 400 || status >= 500 || !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s, want %s", path, status, answer, want)
		}
	}
}

// A replay shows what Cognito would make of the answer now, and changes nothing.
func TestReplay(t *testing.T) {
	s := startWithFunctions(t)
	signIn(s, "web00000000000000000000001", "bad", "Hunter2!")
	id := listed(t, s, "")[0].ID
	replay := func() seen {
		t.Helper()
		status, answer := do(t, s, "POST", "/invocations/"+id+"/replay", "")
		var got seen
		if err := json.Unmarshal([]byte(answer), &got); err != nil || status != http.StatusOK {
			t.Fatalf("%d %s", status, answer)
		}
		if strings.Contains(answer, "Hunter2") {
			t.Errorf("the password is shown: %s", answer)
		}
		return got
	}
	if got := replay(); got.would() != "UserLambdaValidationException: UserMigration failed with error Bad password ***." || !strings.Contains(got.Error, "***") || got.Rule != "trigger.failed" {
		t.Errorf("%+v", got)
	}
	var passwords []string
	if err := s.Emulator.Handle("migrate", inprocess.Func(func(e map[string]any) (any, error) {
		passwords = append(passwords, e["request"].(map[string]any)["password"].(string))
		e["response"] = map[string]any{"userAttributes": map[string]string{"name": "a"}}
		return e, nil
	})); err != nil {
		t.Fatal(err)
	}
	if got := replay(); got.WouldAnswer != nil || !strings.Contains(got.Answer, `"password":"***"`) || got.Error != "" {
		t.Errorf("%+v", got)
	}
	if !slices.Equal(passwords, []string{"Hunter2!"}) {
		t.Errorf("the function got the passwords %q", passwords)
	}
	if status, _ := do(t, s, "POST", "/invocations/none/replay", ""); status != http.StatusNotFound {
		t.Errorf("of none: %d", status)
	}
	if got := listed(t, s, ""); len(got) != 1 {
		t.Errorf("replays are listed as invocations: %d", len(got))
	}
	if answer := s.Call("AdminGetUser", `{"UserPoolId":"us-east-1_App000001","Username":"bad"}`); answer.Type() != "UserNotFoundException" {
		t.Errorf("%s", answer.Body)
	}
}

// A replay whose function is slow says so of each attempt.
func TestAttempts(t *testing.T) {
	s := startWithFunctions(t)
	_, answer := do(t, s, "POST", "/functions/migrate/invoke?source=UserMigration_Authentication&user=slow", "")
	var got struct {
		seen
		Attempts []struct {
			Error      string
			DurationMs float64
		}
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Attempts) != 2 || got.Attempts[0].Error == "" || got.Attempts[1].DurationMs < 90 || !strings.HasPrefix(got.would(), "UnexpectedLambdaException: ") {
		t.Errorf("%s", answer)
	}
}

func TestInvoke(t *testing.T) {
	s := startWithFunctions(t)
	for path, c := range map[string]struct{ would, event string }{
		"migrate/invoke?source=UserMigration_Authentication&user=zoe":                         {"", `"userName":"zoe"`},
		"migrate/invoke?source=UserMigration_Authentication&user=nil":                         {"UserNotFoundException: Exception migrating user", `"region":"us-east-1"`},
		"migrate/invoke?source=UserMigration_ForgotPassword&user=unknown":                     {"UserNotFoundException: User does not exist.", `"userAttributes":null`},
		"check/invoke?source=PreSignUp_SignUp&pool=app&client=plain":                          {"", `"clientId":"plain000000000000000000001"`},
		"check/invoke?source=PreSignUp_SignUp&pool=us-east-1_App000001":                       {"", `"userPoolId":"us-east-1_App000001"`},
		"check/invoke?source=PreSignUp_SignUp&client=c1":                                      {"", `"clientId":"c1"`},
		"check/invoke?source=PostConfirmation_ConfirmSignUp&pool=app&user=alice":              {"", `"email":"alice@example.com"`},
		"tokens/invoke?source=TokenGeneration_Authentication&pool=app&user=alice":             {"", `"version":"2"`},
		"arn:aws:lambda:us-east-1:000000000000:function:check/invoke?source=PreSignUp_SignUp": {"", `"triggerSource":"PreSignUp_SignUp"`},
	} {
		status, answer := do(t, s, "POST", "/functions/"+path, "")
		var got seen
		if err := json.Unmarshal([]byte(answer), &got); err != nil || status != http.StatusOK {
			t.Errorf("%s: %d %s", path, status, answer)
			continue
		}
		if !strings.HasPrefix(got.would(), c.would) || (c.would == "") != (got.WouldAnswer == nil) || !strings.Contains(string(got.Event), c.event) || got.Verdict == "" {
			t.Errorf("%s: %s, want %s and %s", path, answer, c.would, c.event)
		}
	}
	const event = `{"triggerSource":"UserMigration_Authentication","userName":"nil","request":{"password":"x"}}`
	if status, answer := do(t, s, "POST", "/functions/migrate/invoke", event); status != http.StatusOK || !strings.Contains(answer, "Exception migrating user") {
		t.Errorf("%d %s", status, answer)
	}
	const wish = `{"source":"UserMigration_Authentication","pool":"app","user":"nil"}`
	if status, answer := do(t, s, "POST", "/functions/migrate/invoke", wish); status != http.StatusOK || !strings.Contains(answer, `"userPoolId":"us-east-1_App000001","userName":"nil"`) {
		t.Errorf("%d %s", status, answer)
	}
	if got := listed(t, s, ""); len(got) != 0 {
		t.Errorf("calls by hand are listed as invocations: %+v", got)
	}
}

func TestMistakesInInvoking(t *testing.T) {
	s := startWithFunctions(t)
	for _, c := range []struct {
		path, body, want string
		status           int
	}{
		{"/functions/check/invoke", "", "give source=, one of ", 400},
		{"/functions/check/invoke?source=PreSignUp", "", `there is no source \"PreSignUp\"`, 400},
		{"/functions/check/invoke?sauce=PreSignUp_SignUp", "", "there is no parameter sauce", 400},
		{"/functions/check/invoke?source=PreSignUp_SignUp", "{}", "there is an event in the body, and a query beside it", 400},
		{"/functions/check/invoke", "{", "the body is not JSON", 400},
		{"/functions/check/invoke", `{"source":"PreSignUp_SignUp","sauce":"1"}`, "there is no parameter sauce", 400},
		{"/functions/check/invoke", `"` + strings.Repeat("x", 1<<20) + `"`, "longer than 1048576 bytes", 413},
		{"/functions/check/invoke?source=PreSignUp_SignUp&pool=none", "", `there is no pool \"none\"; there are us-east-1_App000001 (app)`, 400},
		{"/functions/check/invoke?source=PreSignUp_SignUp&pool=twin", "", "us-east-1_Twin00001, us-east-1_Twin00002 are all called", 400},
		{"/functions/check/invoke?source=PreSignUp_SignUp&pool=app&client=ios", "", `has no app client \"ios\"; it has`, 400},
		{"/functions/chek/invoke?source=PreSignUp_SignUp", "", `function \"chek\"`, 404},
		{"/functions/a%2Fb/invoke?source=PreSignUp_SignUp", "", `function \"a/b\"`, 404},
		{"/pools/app/rehearsal", "{", "unexpected EOF", 400},
		{"/pools/app/rehearsal", `{"user":"x"}`, `unknown field \"user\"`, 400},
		{"/pools/none/rehearsal", "{}", "there is no pool", 400},
		{"/pools/us-east-1_Twin00001/rehearsal", "{}", "has no UserMigration trigger", 400},
		{"/pools/us-east-1_Twin00002/rehearsal", "{}", "has no app client", 400},
		{"/pools/app/rehearsal", `{"client":"ios"}`, "has no app client", 400},
		{"/functions/check", "", "POST is not possible at /_emulator/functions/check", 405},
	} {
		if status, answer := do(t, s, "POST", c.path, c.body); status != c.status || !strings.Contains(answer, c.want) {
			t.Errorf("%s %.50s: %d %s, want %d %s", c.path, c.body, status, answer, c.status, c.want)
		}
	}
}

// What a rehearsal says is what a sign-in does; and nothing is there afterwards.
func TestRehearsal(t *testing.T) {
	s := startWithFunctions(t)
	type outcome struct {
		User, Result, Username, Status, Rule, Because string
		Attributes                                    map[string]string
		WouldAnswer                                   *struct{ Type, Message string }
		DurationMs                                    *float64
	}
	for name, want := range map[string]string{
		"zoe": "migrated", "reset": "reset-required", "alice": "exists", "unknown": "unknown", "nil": "refused", "odd": "refused", "bad": "failed", "slow": "failed", "": "refused",
	} {
		for _, client := range []string{"web", "hiding"} {
			password := "Hunter2!"
			if name == "alice" {
				password = "Passw0rd!"
			}
			body, _ := json.Marshal(map[string]any{"username": name, "password": password, "client": client})
			status, answer := do(t, s, "POST", "/pools/app/rehearsal", string(body))
			var got outcome
			if err := json.Unmarshal([]byte(answer), &got); err != nil || status != http.StatusOK {
				t.Fatalf("%s: %d %s", name, status, answer)
			}
			if got.User != name || got.Result != want || got.DurationMs == nil || strings.Contains(answer, "Hunter2") {
				t.Errorf("%s of %s: %s, want %s", name, client, answer, want)
			}
			if (got.Username != "") != slices.Contains([]string{"migrated", "reset-required", "exists"}, want) || (got.Rule == "") != (got.WouldAnswer == nil) {
				t.Errorf("%s: %s", name, answer)
			}
			if user := s.Call("AdminGetUser", map[string]string{"UserPoolId": "us-east-1_App000001", "Username": "x" + name}); user.Type() != "UserNotFoundException" {
				t.Errorf("%s", user.Body)
			}
			would := ""
			if got.WouldAnswer != nil {
				would = got.WouldAnswer.Type + ": " + got.WouldAnswer.Message
			}
			real := signIn(s, map[string]string{"web": "web00000000000000000000001", "hiding": "hide0000000000000000000001"}[client], name, password)
			if told := strings.TrimPrefix(real.Type()+": "+real.Message(), ": "); strings.ReplaceAll(told, password, "***") != would {
				t.Errorf("%s of %s: the sign-in is answered %q, and the rehearsal says %q", name, client, told, would)
			}
			s.Call("AdminDeleteUser", map[string]string{"UserPoolId": "us-east-1_App000001", "Username": name + "x"})
			if name != "alice" {
				s.Call("AdminDeleteUser", map[string]string{"UserPoolId": "us-east-1_App000001", "Username": name})
			}
		}
	}
}

// A rehearsal leaves no trace: no user, no message, no alias that moved.
func TestRehearsalStoresNothing(t *testing.T) {
	for forced, want := range map[bool]string{false: `"result":"refused","wouldAnswer":{"type":"AliasExistsException"`, true: `"result":"migrated"`} {
		taking := inprocess.Func(func(e map[string]any) (any, error) {
			e["response"] = map[string]any{
				"userAttributes":  map[string]string{"email": "alice@example.com", "email_verified": "true"},
				"finalUserStatus": "CONFIRMED", "forceAliasCreation": forced,
			}
			return e, nil
		})
		s := emulatortest.New(t, emulatortest.Options{Functions: taking, Seed: `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    AliasAttributes: [email]
    LambdaConfig: {UserMigration: migrate}
    Clients: [{ClientName: web}]
    Users: [{Username: alice, Password: Passw0rd!, Attributes: {email: alice@example.com, email_verified: true}}]
`})
		before := string(s.Must("ListUsers", `{"UserPoolId":"us-east-1_App000001"}`).Body)
		for range 3 {
			if _, answer := do(t, s, "POST", "/pools/app/rehearsal", `{"username":"zoe","password":"hunter2!","clientMetadata":{"a":"b"}}`); !strings.Contains(answer, want) {
				t.Errorf("forced %t: %s, want %s", forced, answer, want)
			}
		}
		if after := string(s.Must("ListUsers", `{"UserPoolId":"us-east-1_App000001"}`).Body); after != before {
			t.Errorf("%s\nwas %s", after, before)
		}
		if got := string(s.Get("/_emulator/messages").Body); got != "[]\n" {
			t.Errorf("%s", got)
		}
	}
}

// Functions are configured while the emulator runs.
func TestConfigureFunctions(t *testing.T) {
	s := startWithFunctions(t)
	answering := func(text string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }))
		t.Cleanup(server.Close)
		return server.URL
	}
	status, answer := do(t, s, "PUT", "/functions/check", `{"Url":"`+answering("null")+`","Mode":"http"}`)
	if status != http.StatusOK || !strings.Contains(answer, `"name":"check","kind":"webhook","where":"http://127.0.0.1`) || !strings.Contains(answer, `"calls":[]`) {
		t.Fatalf("%d %s", status, answer)
	}
	const bob = `{"ClientId":"web00000000000000000000001","Username":"bob","Password":"Passw0rd!"}`
	if got := s.Call("SignUp", bob); got.Message() != "Invalid lambda function output : Invalid JSON" {
		t.Errorf("%s", got.Body)
	}
	if _, answer := do(t, s, "GET", "/functions", ""); !strings.HasPrefix(answer, `[{"name":"*","kind":"in-process",`) || !strings.Contains(answer, `"trigger":"PreSignUp_SignUp","verdict":"the function returned null`) {
		t.Errorf("%s", answer)
	}
	if status, answer := do(t, s, "PUT", "/functions/check", `"`+answering(`{"response":{}}`)+`"`); status != http.StatusOK || !strings.Contains(answer, `"kind":"endpoint"`) {
		t.Errorf("%d %s", status, answer)
	}
	s.Must("SignUp", bob)
	if status, answer := do(t, s, "DELETE", "/functions/check", ""); status != http.StatusNoContent || answer != "" {
		t.Errorf("%d %s", status, answer)
	}
	for _, method := range []string{"GET", "DELETE"} {
		if status, answer := do(t, s, method, "/functions/check", ""); status != http.StatusNotFound || !strings.Contains(answer, "no function is configured as check") {
			t.Errorf("%s: %d %s", method, status, answer)
		}
	}
	s.Must("SignUp", strings.Replace(bob, "bob", "carol", 1)) // by the function that answers for all others
}

// What is wrong with a configuration is said as of a seed, and leaves what was there before.
func TestMistakesInConfigurations(t *testing.T) {
	s := startWithFunctions(t)
	program := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(program, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, answer := do(t, s, "PUT", "/functions/f", `{"Listen":"127.0.0.1:0"}`); status != http.StatusOK || !strings.Contains(answer, `"where":"127.0.0.1:`) {
		t.Fatalf("%d %s", status, answer)
	}
	for body, want := range map[string]string{
		`{"Comand":["x"]}`: "Lambdas.f.Comand: there is no key Comand here; did you mean Command?", `{}`: "says nowhere how to run it",
		`{"Command":"x"}`: "Lambdas.f.Command: this must be a list", `{"Command":["` + program + `"]}`: "is not executable",
		`{"Command":["./nowhere"]}`: "there is no file", `"ftp://x"`: `Url \"ftp://x\"`, `{"Url":"http://x","DialIn":true}`: "give only one",
		`{"Url":"${NO_SUCH_VARIABLE}"}`: "the environment variable NO_SUCH_VARIABLE is not set", `{`: "the body is not JSON", ``: "the body is not JSON",
		`null`: "says nowhere how to run it", `[]`: "this must be a mapping", `{"Timeout":"soon","DialIn":true}`: "is no time span",
	} {
		status, answer := do(t, s, "PUT", "/functions/f", body)
		if status != http.StatusBadRequest || !strings.Contains(answer, want) || !strings.Contains(answer, "as JSON") {
			t.Errorf("%s: %d %s, want %s", body, status, answer, want)
		}
	}
	for _, name := range []string{"bad%20name", "*", "a%2Fb", `%22%7D`} {
		if status, answer := do(t, s, "PUT", "/functions/"+name, `"http://x"`); status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", name, status, answer)
		}
	}
	if status, _ := do(t, s, "GET", "/functions/f", ""); status != http.StatusOK {
		t.Errorf("the function is gone: %d", status)
	}
}

// Whoever configures functions runs programs, which web pages from elsewhere must not.
func TestOtherPagesAreRefused(t *testing.T) {
	s := startWithFunctions(t)
	own := s.URL
	for origin, want := range map[string]int{
		"http://evil.example": 403, "null": 403, "http://127.0.0.1": 403, "http://localhost:1": 403, "%": 403,
		"http://evil.example:" + own[strings.LastIndex(own, ":")+1:]: 403, own: 200,
	} {
		for method, path := range map[string]string{"POST": "/functions/check/invoke?source=PreSignUp_SignUp", "PUT": "/functions/f"} {
			status, answer := do(t, s, method, path, map[string]string{"PUT": `{"DialIn":true}`}[method], "Origin", origin)
			if status != want {
				t.Errorf("%s from %s: %d %s, want %d", method, origin, status, answer, want)
			}
		}
		if status, _ := do(t, s, "GET", "/functions", "", "Origin", origin); status != http.StatusOK {
			t.Errorf("GET from %s: %d", origin, status)
		}
	}
}

func TestDisputed(t *testing.T) {
	s := startWithFunctions(t)
	var points []struct {
		Name, Meaning, Instead string
		Chosen                 bool
	}
	s.Get("/_emulator/disputed").Into(t, &points)
	if len(points) < 6 {
		t.Errorf("%+v", points)
	}
	for _, p := range points {
		if p.Name == "" || p.Meaning == "" || p.Instead == "" || p.Chosen {
			t.Errorf("%+v", p)
		}
	}
}
