package runtimeapi_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.uber.org/goleak"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// outcomes of a hostile invocation: an answer by its text, or one of these.
const (
	noAnswer = "no answer in time"
	tooLarge = "error " + lambdaclient.TypeResponseTooLarge
	died     = "error " + lambdaclient.TypeExit
)

// hostileEvents are the tricks of testdata/probe/hostile.go and what comes of each.
var hostileEvents = map[string]string{
	"too large":            tooLarge,
	"endless answer":       tooLarge,
	"endless text":         noAnswer,
	"endless lines":        noAnswer,
	"prints on and on":     `"said"`,
	"odd answer":           "\"\xff\xfe\"", // as it came; what reads it refuses it
	"odd error":            "error T: a\uFFFDb",
	"odd output":           `"said"`,
	"half and gone":        died,
	"half, then whole":     `"said"`,
	"half, and waits":      noAnswer,
	"never":                noAnswer,
	"frozen":               noAnswer,
	"twice":                `"said"`,
	"late":                 noAnswer,
	"huge header":          `"said"`,
	"wrong id":             `"said"`,
	"asks at once":         `"said"`,
	"connections":          `"said"`,
	"too many connections": `"said"`,
	"no output":            `"said"`,
	"no HTTP":              `"said"`,
	"init error":           `"said"`,
	"answer and exit":      `"said"`,
}

// Whatever a function does to us, it harms only its own invocation: the next one is answered, and in the end nothing is left over.
func TestHostileFunctions(t *testing.T) {
	before := goleak.IgnoreCurrent()
	files := openFiles(t)
	t.Run("all", func(t *testing.T) {
		slots := atOnce()
		for event, want := range hostileEvents {
			t.Run(event, func(t *testing.T) {
				t.Parallel()
				slots <- struct{}{}
				defer func() { <-slots }()
				f := probe("hostile")
				f.MaxConcurrency = 1
				pool := newPool(t, f, runtimeapi.Options{Output: func(_, _, line string) {
					if !utf8.ValidString(line) || strings.ContainsRune(line, '\n') || len(line) > 128<<10 {
						t.Errorf("an odd line of %d bytes is logged", len(line))
					}
				}})
				for range 2 {
					if got := suffer(t, pool, event); !strings.HasPrefix(got, want) {
						t.Errorf("got %.200s, want %s", got, want)
					}
					if got := answer(t, pool, `"good"`); got != `"good"` {
						t.Errorf("afterwards: got %s", got)
					}
				}
			})
		}
	})
	goleak.VerifyNone(t, before)
	if now := openFiles(t); now > files {
		t.Errorf("%d files are open, %d were", now, files)
	}
}

func suffer(t *testing.T, pool *runtimeapi.Pool, event string) string {
	t.Helper()
	limit := patience
	if hostileEvents[event] == noAnswer {
		limit = time.Second
	}
	result, err := pool.Invoke(within(t, limit), "probe", []byte(`"`+event+`"`))
	switch e := result.FunctionError; {
	case errors.Is(err, lambdaclient.ErrTimeout):
		return noAnswer
	case err != nil:
		t.Errorf("%v\noutput: %.300s", err, result.Output)
	case e != nil:
		return "error " + e.Type + ": " + e.Message + " " + result.Output
	}
	if !utf8.ValidString(result.Output) || len(result.Output) > 65<<10 {
		t.Errorf("odd output of %d bytes", len(result.Output))
	}
	return string(result.Payload)
}

// An answer after the function's own limit does not become that of the next invocation.
func TestAnswerAfterTheLimit(t *testing.T) {
	t.Parallel()
	f := probe("hostile")
	f.Timeout, f.MaxConcurrency = lambdaclient.Duration(500*time.Millisecond), 1
	pool := newPool(t, f, runtimeapi.Options{})
	answer(t, pool, `"warm"`)
	if e := call(t, pool, `"late"`).FunctionError; e == nil || e.Type != lambdaclient.TypeTimedOut {
		t.Errorf("got %+v", e)
	}
	for range 3 {
		if got := answer(t, pool, `"good"`); got != `"good"` {
			t.Errorf("got %s", got)
		}
	}
}

// The children of a function end with it, at the latest.
func TestChildrenOfAFunction(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("hostile"), runtimeapi.Options{})
	children := parse[[]int](t, answer(t, pool, `"children"`))
	if len(children) != 10 || !alive(children[0]) {
		t.Fatalf("got %v", children)
	}
	if got := answer(t, pool, `"answer and exit"`); got != `"said"` {
		t.Errorf("got %s", got)
	}
	for _, pid := range children {
		expectGone(t, pid)
	}
}

// A function that asks for work and goes away, again and again, is reported and not started without end.
func TestFunctionThatAsksAndGoes(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("asks and goes"), runtimeapi.Options{})
	for range 5 {
		started := time.Now()
		e := call(t, pool, `1`).FunctionError
		if e == nil || e.Type != lambdaclient.TypeExit || !strings.HasSuffix(e.Message, "exit status 9") {
			t.Errorf("got %+v", e)
		}
		if took := time.Since(started); took > 20*time.Second {
			t.Errorf("that took %s", took)
		}
	}
}

// Calls above the limit wait, but not in any number.
func TestTooManyWaitingCalls(t *testing.T) {
	t.Parallel()
	f := probe("sleep")
	f.MaxConcurrency = 1
	pool := newPool(t, f, runtimeapi.Options{})
	call(t, pool, `"0s"`)
	done := make(chan error, 1200)
	ctx := within(t, patience)
	for range cap(done) {
		go func() {
			_, err := pool.Invoke(ctx, "probe", []byte(`"1ms"`))
			done <- err
		}()
	}
	refused := 0
	for range cap(done) {
		err := <-done
		problem, throttled := errors.AsType[*lambdaclient.ServerError](err)
		switch {
		case err == nil:
		case throttled && problem.Status == 429 && problem.Type == "TooManyRequestsException" && strings.Contains(err.Error(), "1000 calls wait"):
			refused++
		default:
			t.Fatal(err)
		}
	}
	if refused > 199 || refused == 0 {
		t.Errorf("%d of 1200 calls were refused", refused)
	}
}
