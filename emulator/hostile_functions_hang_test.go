package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// waitingSeed has a pool whose function hangs, and one without any.
const waitingSeed = `
Lambdas: {f: {Command: [%q], AnswerWithin: 1}}
UserPools:
  - PoolName: waiting
    LambdaConfig: {PreAuthentication: f, PreSignUp: f}
    Clients: [{ClientId: waiting, ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: hang, Password: Passw0rd!}]
  - PoolName: plain
    Clients: [{ClientId: plain, ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: alice, Password: Passw0rd!}]
`

// nobodyElseWaits: while a hundred sign-ins wait for a function that hangs, others sign in and sign up as fast as
// ever, and the emulator can be asked what it is doing.
func nobodyElseWaits(t *testing.T, command string) {
	began := closesSoon(t)
	s := emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(waitingSeed, command), Lambda: lambdaclient.Policy{Attempts: 1}})
	began()
	alone := medianSignIn(t, s)
	var waiting atomic.Int32
	var all sync.WaitGroup
	for range 100 {
		waiting.Add(1)
		all.Go(func() {
			defer waiting.Add(-1)
			if got, want := outcome(signingIn(t, s, "waiting", "hang")), strings.ReplaceAll(noAnswer, "NAME", "PreAuthentication"); got != want {
				t.Error(got)
			}
		})
	}
	time.Sleep(200 * time.Millisecond) // until they are there; if they are not, the test only sees less
	among := medianSignIn(t, s)
	for _, path := range []string{"health", "ready", "requests", "invocations?error=1", "functions", "messages"} {
		if answer := s.Get("/_emulator/" + path); answer.Status != http.StatusOK {
			t.Errorf("%s: %d", path, answer.Status)
		}
	}
	s.Must("SignUp", fields{"ClientId": "plain", "Username": "bob", "Password": "Passw0rd!"})
	if n := waiting.Load(); n != 100 {
		t.Errorf("only %d wait after all that", n)
	}
	if among > 5*alone+20*time.Millisecond {
		t.Errorf("a sign-in takes %s instead of %s while others wait", among, alone)
	}
	all.Wait()
}

func medianSignIn(t *testing.T, s *emulatortest.Server) time.Duration {
	t.Helper()
	times := make([]time.Duration, 9)
	for i := range times {
		start := time.Now()
		if got := outcome(signingIn(t, s, "plain", "alice")); got != "" {
			t.Error(got)
		}
		times[i] = time.Since(start)
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// aFunctionThatCallsItself: a PreSignUp function that signs up another user, and so on, ends when its time is up:
// the caller is told, and no call or process of the chain is left. The next call works.
func aFunctionThatCallsItself(t *testing.T, command string) {
	began := closesSoon(t)
	s := emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(waitingSeed, command), Lambda: lambdaclient.Policy{Attempts: 1}})
	began()
	if got, want := outcome(signingUp(t, s, "waiting", "again")), strings.ReplaceAll(noAnswer, "NAME", "PreSignUp"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var calls []struct{ Event struct{ UserName string } }
	s.Get("/_emulator/invocations").Into(t, &calls)
	if len(calls) < 1 || len(calls) > 20 {
		t.Errorf("the function was called %d times", len(calls))
	}
	if got := outcome(signingUp(t, s, "waiting", "carol")); got != "" {
		t.Error(got)
	}
}

// TestTheJournalSurvivesAFlood: what hostile functions print and answer is kept as far as it is bearable, and can be read.
func TestTheJournalSurvivesAFlood(t *testing.T) {
	output := strings.Repeat("again\n", 200_000)
	flooding := lambdaclient.InvokerFunc(func(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
		return lambdaclient.Result{Payload: append(payload, strings.Repeat(" ", 200_000)...), Output: output}, nil
	})
	s := emulatortest.New(t, emulatortest.Options{Functions: flooding, Seed: `
UserPools:
  - PoolName: waiting
    LambdaConfig: {PreSignUp: f}
    Clients: [{ClientId: waiting, ClientName: web}]
`})
	for i := range 10 {
		s.Must("SignUp", fields{"ClientId": "waiting", "Username": fmt.Sprint("user", i), "Password": "Passw0rd!"})
	}
	for _, path := range []string{"requests?limit=1000", "invocations?limit=1000"} {
		answer := s.Get("/_emulator/" + path)
		var list []json.RawMessage
		answer.Into(t, &list)
		if len(list) != 10 || len(answer.Body) > 4<<20 {
			t.Errorf("%s: %d with %d bytes", path, len(list), len(answer.Body))
		}
	}
	var accepted []json.RawMessage
	if s.Get("/_emulator/invocations?error=1").Into(t, &accepted); len(accepted) > 0 {
		t.Errorf("an answer of which only the beginning is kept counts as an error: %.300s", accepted[0])
	}
}
