package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

const changingSeed = `
Lambdas: {f: %s}
UserPools:
  - PoolName: app
    LambdaConfig: {PreAuthentication: f}
    Clients: [{ClientId: app, ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: alice, Password: Passw0rd!}, {Username: crash, Password: Passw0rd!}, {Username: floods, Password: Passw0rd!}, {Username: hang, Password: Passw0rd!}]
`

// replacedUnderLoad: calls that go on while their function is replaced end as if it were not, and no
// call falls between the two. A function that is deleted is not there for AWS, either.
func replacedUnderLoad(t *testing.T, command string) {
	configuration := func(n int) string { return fmt.Sprintf(`{"Command": [%q], "Env": {"N": "%d"}}`, command, n) }
	began := closesSoon(t)
	s := emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(changingSeed, configuration(0)), Lambda: lambdaclient.Policy{Timeout: time.Minute}})
	began()
	var done atomic.Bool
	var wrong sync.Map
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for !done.Load() {
				if got := outcome(signingIn(t, s, "app", "alice")); got != "" {
					wrong.Store(got, true)
				}
			}
		})
	}
	for n := range 12 {
		manageFunction(t, s, http.MethodPut, "f", configuration(n))
		time.Sleep(20 * time.Millisecond)
	}
	done.Store(true)
	all.Wait()
	wrong.Range(func(got, _ any) bool { t.Error(got); return true })

	done.Store(false)
	for range 4 {
		all.Go(func() {
			for !done.Load() {
				got := outcome(signingIn(t, s, "app", "alice"))
				if got != "" && got != "UnexpectedLambdaException: PreAuthentication invocation failed due to error AccessDeniedException." {
					t.Error(got)
				}
			}
		})
	}
	for n := range 6 {
		manageFunction(t, s, http.MethodDelete, "f", "")
		time.Sleep(10 * time.Millisecond)
		manageFunction(t, s, http.MethodPut, "f", configuration(n))
	}
	done.Store(true)
	all.Wait()
}

// replacedWhileItHangs: nobody waits for the former one, whose process ends with its call.
func replacedWhileItHangs(t *testing.T, command string) {
	began := closesSoon(t)
	hanging := fmt.Sprintf(`{Command: [%q], AnswerWithin: 0.6, Env: {MODE: deaf}}`, command)
	s := emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(changingSeed, hanging), Lambda: lambdaclient.Policy{Attempts: 1, Timeout: time.Minute}})
	began()
	hung := make(chan string)
	go func() { hung <- outcome(signingIn(t, s, "app", "hang")) }()
	time.Sleep(100 * time.Millisecond)
	start := time.Now()
	manageFunction(t, s, http.MethodPut, "f", fmt.Sprintf(`{"Command": [%q], "Env": {"MODE": "good"}}`, command))
	if got := outcome(signingIn(t, s, "app", "hang")); got != "" {
		t.Error(got)
	}
	if took := time.Since(start); took > 450*time.Millisecond {
		t.Logf("it took %s, on a busy machine", took)
	}
	if got, want := <-hung, strings.ReplaceAll(noAnswer, "NAME", "PreAuthentication"); got != want {
		t.Error(got)
	}
}

// replays: many at once, of whatever was called, are answered; what is too long to keep cannot be replayed.
func replays(t *testing.T, command string) {
	began := closesSoon(t)
	f := fmt.Sprintf(`{Command: [%q], AnswerWithin: 0.5}`, command)
	s := emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(changingSeed, f), Lambda: lambdaclient.Policy{Attempts: 1}})
	began()
	users := []string{"alice", "crash", "floods", "hang"}
	for _, user := range users {
		signingIn(t, s, "app", user)
	}
	s.Call("InitiateAuth", fields{
		"ClientId": "app", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"},
		"ClientMetadata": fields{"k": strings.Repeat("x", 100_000)},
	})
	var calls []struct{ ID string }
	s.Get("/_emulator/invocations").Into(t, &calls)
	if len(calls) != 5 {
		t.Fatalf("%d calls", len(calls))
	}
	replay := func(id string) int {
		response, err := http.Post(s.URL+"/_emulator/invocations/"+id+"/replay", "", nil)
		if err != nil {
			t.Error(err)
			return 0
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err != nil || len(body) > 1<<20 {
			t.Errorf("replay: %d bytes, %v", len(body), err)
		}
		return response.StatusCode
	}
	if status := replay(calls[0].ID); status != http.StatusConflict {
		t.Errorf("a huge event: %d", status)
	}
	var all sync.WaitGroup
	for range 5 {
		for _, call := range calls[1:] {
			all.Go(func() {
				if status := replay(call.ID); status != http.StatusOK {
					t.Errorf("replay: %d", status)
				}
			})
		}
	}
	manageFunction(t, s, http.MethodPut, "f", strings.ReplaceAll(strings.ReplaceAll(f, "Command", `"Command"`), "AnswerWithin", `"AnswerWithin"`))
	all.Wait()
}

// TestAGoFunctionThatPanics: a mistake in a function that runs in this process is the function's, also where no
// request waits for it.
func TestAGoFunctionThatPanics(t *testing.T) {
	panics := lambdaclient.InvokerFunc(func(context.Context, string, []byte) (lambdaclient.Result, error) { panic(errors.New("boom")) })
	seed := strings.ReplaceAll(floodedSeed, "LambdaConfig: {", "LambdaConfig: {PreSignUp: f, ")
	s := emulatortest.New(t, emulatortest.Options{Functions: panics, Seed: seed})
	s.Must("ForgotPassword", fields{"ClientId": "other", "Username": "bob"})
	got := outcome(s.Call("SignUp", fields{"ClientId": "other", "Username": "carol", "Password": "Passw0rd!"}))
	if got != "UserLambdaValidationException: PreSignUp failed with error boom." {
		t.Error(got)
	}
}
