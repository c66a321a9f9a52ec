package targets_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/inprocess"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
	"github.com/cognitwo/cognitwo/lambdaclient/targets"
)

const arn = "arn:aws:lambda:us-east-1:000000000000:function:"

func open(t *testing.T, functions map[string]lambdaclient.Function, o targets.Options) *targets.Set {
	t.Helper()
	s, err := targets.Open(t.Context(), functions, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func build(t *testing.T, dir, folder string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.Base(folder))
	if out, err := exec.Command("go", "build", "-o", path, folder).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// Every kind of target at once, called by ARN as callers do.
func TestOpen(t *testing.T) {
	base := t.TempDir()
	echo := build(t, base, "../../fixtures/lambdas/echo")
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `"`+r.URL.Path+`"`)
	})
	var printed sync.Map
	s := open(t, map[string]lambdaclient.Function{
		"process":                {Command: []string{"./echo"}},
		arn + "process-by-arn":   {Command: []string{echo}, Dir: "."},
		"dial-in":                {DialIn: true},
		"endpoint":               {Url: url},
		"endpoint-by-other-name": {Url: url, Arn: "other"},
		"hook":                   {Url: url + "/hook", Mode: lambdaclient.ModeHTTP},
		"aws":                    {Url: url, Mode: lambdaclient.ModeAWS, Arn: "real", Region: "eu-west-1"},
	}, targets.Options{Base: base, Runtime: runtimeapi.Options{Output: func(function, _, _ string) { printed.Store(function, true) }}})

	elsewhere := exec.Command(echo)
	elsewhere.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + s.Addresses()["dial-in"]}
	if err := elsewhere.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = elsewhere.Process.Kill(), elsewhere.Wait() }()

	for name, want := range map[string]string{
		"process":                `{"a":1}`,
		"process-by-arn":         `{"a":1}`,
		"dial-in":                `{"a":1}`,
		"endpoint":               `"/2015-03-31/functions/endpoint/invocations"`,
		"endpoint-by-other-name": `"/2015-03-31/functions/other/invocations"`,
		"hook":                   `"/hook"`,
		"aws":                    `"/2015-03-31/functions/real/invocations"`,
	} {
		result, err := s.Invoke(t.Context(), arn+name, []byte(`{"a":1}`))
		if err != nil || string(result.Payload) != want || len(result.Attempts) == 0 {
			t.Errorf("%s: got %s, %v, want %s", name, result.Payload, err, want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, ok := printed.Load("process-by-arn"); !ok {
		t.Error("what process-by-arn printed is not in the log")
	}
	if len(s.Names()) != 7 {
		t.Errorf("names %q", s.Names())
	}
}

func TestOpenNamesEveryMistake(t *testing.T) {
	t.Parallel()
	_, err := targets.Open(t.Context(), map[string]lambdaclient.Function{
		"fine":       {DialIn: true},
		"missing":    {Command: []string{"./nothing"}},
		"no-dir":     {Command: []string{"sh"}, Dir: "nowhere"},
		"undecided":  {DialIn: true, Url: "http://x"},
		"bad name!":  {DialIn: true},
		"no-runtime": {Runtime: "java21", Handler: "x"},
	}, targets.Options{Base: t.TempDir(), Fallback: "ftp://x"})
	for _, says := range []string{
		`function "missing" cannot start: there is no file`, `function "no-dir" cannot run in its Dir`,
		`function "undecided" has Listen or DialIn and Url at once`, `"bad name!" is neither`, `function "no-runtime" has Runtime "java21"`,
		`invoke endpoint has Url "ftp://x"`,
	} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is missing in: %v", says, err)
		}
	}
	if err != nil && strings.Contains(err.Error(), `"fine"`) {
		t.Errorf("there is nothing wrong with fine: %v", err)
	}
}

func TestFallbackAndHandle(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, `"`+r.URL.Path+`"`) })
	s := open(t, nil, targets.Options{Fallback: strings.TrimPrefix(url, "http://")})
	result, err := s.Invoke(t.Context(), arn+"any", []byte(`1`))
	if want := `"/2015-03-31/functions/any/invocations"`; err != nil || string(result.Payload) != want {
		t.Errorf("got %s, %v, want %s", result.Payload, err, want)
	}
	if err := s.Handle("any", inprocess.Func(func() (string, error) { return "in Go", nil })); err != nil {
		t.Fatal(err)
	}
	if result, err := s.Invoke(t.Context(), arn+"any", []byte(`1`)); err != nil || string(result.Payload) != `"in Go"` {
		t.Errorf("got %s, %v", result.Payload, err)
	}
	none := open(t, nil, targets.Options{})
	if _, err := none.Invoke(t.Context(), "any", nil); !errors.Is(err, lambdaclient.ErrUnknownFunction) {
		t.Errorf("got %v", err)
	}
}

// The policy holds for all, and AnswerWithin for one.
func TestPolicyAndAnswerWithin(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(400 * time.Millisecond)
		_, _ = io.WriteString(w, "1")
	})
	s := open(t, map[string]lambdaclient.Function{
		"hasty":   {Url: url, Mode: lambdaclient.ModeHTTP},
		"patient": {Url: url, Mode: lambdaclient.ModeHTTP, AnswerWithin: lambdaclient.Duration(20 * time.Second)},
	}, targets.Options{Policy: lambdaclient.Policy{Timeout: 50 * time.Millisecond, Attempts: 2}})
	if result, err := s.Invoke(t.Context(), "hasty", nil); !errors.Is(err, lambdaclient.ErrTimeout) || len(result.Attempts) != 2 {
		t.Errorf("got %v after %d attempts", err, len(result.Attempts))
	}
	if result, err := s.Invoke(t.Context(), "patient", nil); err != nil || len(result.Attempts) != 1 {
		t.Errorf("got %v after %d attempts", err, len(result.Attempts))
	}
}

// Functions behind one endpoint share its limit of one call at a time.
func TestFunctionsShareTheirEndpoint(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ limit, want int32 }{"default": {0, 1}, "allowed": {2, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var now, most atomic.Int32
			url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if n := now.Add(1); n > most.Load() {
					most.Store(n)
				}
				time.Sleep(300 * time.Millisecond)
				now.Add(-1)
				_, _ = io.WriteString(w, "1")
			})
			s := open(t, map[string]lambdaclient.Function{
				"a": {Url: url}, "b": {Url: strings.TrimPrefix(url, "http://"), MaxConcurrency: int(c.limit)},
			}, targets.Options{})
			done := make(chan error, 2)
			for _, name := range []string{"a", "b"} {
				go func() {
					_, err := s.Invoke(context.Background(), name, nil)
					done <- err
				}()
			}
			if err := errors.Join(<-done, <-done); err != nil {
				t.Error(err)
			}
			if most.Load() != c.want {
				t.Errorf("%d calls at a time, want %d", most.Load(), c.want)
			}
		})
	}
}

func TestCloseEndsProcesses(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	if err := os.WriteFile(filepath.Join(base, "stubborn"), []byte("#!/bin/sh\ntrap '' TERM\necho $$ >pid\nsleep 600\n"), 0o700); err != nil { //nolint:gosec // an executable
		t.Fatal(err)
	}
	functions := map[string]lambdaclient.Function{}
	for _, name := range []string{"a", "b", "c", "d"} {
		functions[name] = lambdaclient.Function{Command: []string{"./stubborn"}}
	}
	s := open(t, functions, targets.Options{Base: base, Policy: lambdaclient.Policy{Timeout: 300 * time.Millisecond, Attempts: 1}})
	for name := range functions {
		if _, err := s.Invoke(t.Context(), name, nil); !errors.Is(err, lambdaclient.ErrTimeout) {
			t.Errorf("%s: %v", name, err)
		}
	}
	started := time.Now()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("Close took %s", took)
	}
}
