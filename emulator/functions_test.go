package emulator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/inprocess"
)

// manage makes a request of the management API.
func manageFunction(t *testing.T, s *emulatortest.Server, method, name, body string) {
	t.Helper()
	request, err := http.NewRequest(method, s.URL+"/_emulator/functions/"+name, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if text, _ := io.ReadAll(response.Body); response.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d %s", method, name, response.StatusCode, text)
	}
}

// putMistake configures a function in a way that has to be refused.
func putMistake(t *testing.T, s *emulatortest.Server, name, body string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPut, s.URL+"/_emulator/functions/"+name, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Errorf("%s: %s", body, response.Status)
	}
}

// A process takes over from another one while the emulator runs, and a function that is deleted is gone.
func TestFunctionsChangeWhileRunning(t *testing.T) {
	function := buildMigrateUser(t)
	configuration := func(answer string) string {
		return fmt.Sprintf(`{"Command": [%q], "Env": {"ANSWER": %q}}`, function, answer)
	}
	s := emulatortest.New(t, emulatortest.Options{Seed: `
Lambdas: {migrate: ` + configuration("nil") + `}
UserPools:
  - PoolName: app
    LambdaConfig: {UserMigration: migrate}
    Clients: [{ClientId: web00000000000000000000001, ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
`})
	signIn := func() string {
		return outcome(s.Call("InitiateAuth", fields{
			"ClientId": "web00000000000000000000001", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "bob", "PASSWORD": "secret"},
		}))
	}
	if got, want := signIn(), exception+"web00000000000000000000001"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	manageFunction(t, s, http.MethodPut, "migrate", configuration("error"))
	if got := signIn(); got != badWord {
		t.Errorf("%s, want %s", got, badWord)
	}
	manageFunction(t, s, http.MethodDelete, "migrate", "")
	if got := signIn(); !strings.HasPrefix(got, "UnexpectedLambdaException: UserMigration invocation failed due to error AccessDeniedException") {
		t.Errorf("%s", got)
	}
	manageFunction(t, s, http.MethodPut, "migrate", configuration("full"))
	putMistake(t, s, "migrate", `{"Listen": "127.0.0.1:99999"}`) // which leaves the function as it is
	if got := signIn(); got != "" {
		t.Errorf("%s", got)
	}
}

// A custom sender ends after the request that caused it; the journal has it all the same, and Close waits for it.
func TestCustomSendersAreKept(t *testing.T) {
	sent := make(chan struct{}, 1)
	sender := inprocess.Func(func(e map[string]any) (any, error) {
		time.Sleep(50 * time.Millisecond)
		sent <- struct{}{}
		return e, nil
	})
	e, err := emulator.New(emulator.Config{Functions: sender, FixedCode: "123456", SenderCode: emulator.SenderCodePlaintext})
	if err != nil {
		t.Fatal(err)
	}
	seed := `
UserPools:
  - PoolName: app
    AutoVerifiedAttributes: [email]
    LambdaConfig:
      CustomEmailSender: {LambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:send", LambdaVersion: V1_0}
      KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-000000000001"
    Clients: [{ClientId: web00000000000000000000001, ClientName: web}]
`
	if err := e.ApplySeed(t.Context(), []byte(seed)); err != nil {
		t.Fatal(err)
	}
	call := func(method, path, target, body string) string {
		request, _ := http.NewRequest(method, path, strings.NewReader(body))
		request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+target)
		answer := &recorded{header: http.Header{}}
		e.ServeHTTP(answer, request)
		return answer.body.String()
	}
	call("POST", "/", "SignUp", `{"ClientId":"web00000000000000000000001","Username":"bob","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"bob@example.com"}]}`)
	<-sent
	var list []struct {
		Trigger, Request string
		Event            struct{ Request struct{ Code string } }
	}
	for deadline := time.Now().Add(10 * time.Second); len(list) == 0 && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		_ = json.Unmarshal([]byte(call("GET", "/_emulator/invocations", "", "")), &list)
	}
	if len(list) != 1 || list[0].Trigger != "CustomEmailSender_SignUp" || list[0].Event.Request.Code != "123456" {
		t.Fatalf("%+v", list)
	}
	if got := call("GET", "/_emulator/requests/"+list[0].Request, "", ""); !strings.Contains(got, `"trigger":"CustomEmailSender_SignUp"`) {
		t.Errorf("the request does not show it: %s", got)
	}
	call("POST", "/", "ResendConfirmationCode", `{"ClientId":"web00000000000000000000001","Username":"bob"}`)
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	select {
	case <-sent:
	default:
		t.Error("Close did not wait for the sender")
	}
}

// recorded is an answer without a server.
type recorded struct {
	header http.Header
	body   strings.Builder
}

func (r *recorded) Header() http.Header               { return r.header }
func (r *recorded) WriteHeader(int)                   {}
func (r *recorded) Write(b []byte) (n int, err error) { return r.body.Write(b) }

// Settings that are impossible stop the start, and say what is possible.
func TestImpossibleSettingsOfFunctions(t *testing.T) {
	for want, c := range map[string]emulator.Config{
		`there is no choice "x"; there are strict-answers`: {Disputed: []string{"strict-answers", "x"}},
		"it can be encrypted or plaintext":                 {SenderCode: "open"},
	} {
		if e, err := emulator.New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, %v, want %s", e, err, want)
		}
	}
}

// What a choice changes is asked of the real thing: an answer that drops the event's header.
func TestChoicesReachTheTriggers(t *testing.T) {
	dropping := inprocess.Func(func() (any, error) { return map[string]any{"response": map[string]any{}}, nil })
	for _, disputed := range [][]string{nil, {"strict-answers"}} {
		e, err := emulator.New(emulator.Config{Functions: dropping, Disputed: disputed, Lambda: lambdaclient.Policy{Attempts: 1}})
		if err != nil {
			t.Fatal(err)
		}
		err = e.ApplySeed(t.Context(), []byte(`UserPools: [{PoolName: app, LambdaConfig: {PreSignUp: f}, Clients: [{ClientId: web00000000000000000000001, ClientName: web}]}]`))
		if err != nil {
			t.Fatal(err)
		}
		request, _ := http.NewRequest("POST", "/", strings.NewReader(`{"ClientId":"web00000000000000000000001","Username":"bob","Password":"Passw0rd!"}`))
		request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
		answer := &recorded{header: http.Header{}}
		e.ServeHTTP(answer, request)
		if refused := strings.Contains(answer.body.String(), "Unrecognizable lambda output"); refused != (disputed != nil) {
			t.Errorf("%v: %s", disputed, answer.body.String())
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}
