package lambdaclient_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// slow is a target whose n-th call takes the n-th time and then ends with the n-th error; later calls do as the last.
type slow struct {
	spans []time.Duration
	errs  []error
	calls int
}

func (s *slow) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	n := min(s.calls, len(s.spans)-1)
	s.calls++
	result := lambdaclient.Result{RequestID: fmt.Sprint("request-", s.calls), Output: fmt.Sprint("output-", s.calls), Target: "slow"}
	select {
	case <-time.After(s.spans[n]):
		result.Duration = s.spans[n]
		if n < len(s.errs) && s.errs[n] != nil {
			return result, s.errs[n]
		}
		result.Payload = payload
		return result, nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			return result, ctx.Err()
		}
		return result, &lambdaclient.TimeoutError{Function: function, Detail: "it was slow"}
	}
}

const never = time.Hour

func TestRetry(t *testing.T) {
	t.Parallel()
	server := &lambdaclient.ServerError{Status: 500}
	for name, c := range map[string]struct {
		policy   lambdaclient.Policy
		target   slow
		attempts int
		takes    time.Duration
		want     error
	}{
		"at once":               {target: slow{spans: []time.Duration{0}}, attempts: 1},
		"just in time":          {target: slow{spans: []time.Duration{4900 * time.Millisecond}}, attempts: 1, takes: 4900 * time.Millisecond},
		"second try":            {target: slow{spans: []time.Duration{never, time.Second}}, attempts: 2, takes: 6 * time.Second},
		"third try":             {target: slow{spans: []time.Duration{never, never, 0}}, attempts: 3, takes: 10 * time.Second},
		"never":                 {target: slow{spans: []time.Duration{never}}, attempts: 3, takes: 15 * time.Second, want: lambdaclient.ErrTimeout},
		"another policy":        {lambdaclient.Policy{Timeout: time.Second, Attempts: 1}, slow{spans: []time.Duration{never}}, 1, time.Second, lambdaclient.ErrTimeout},
		"server error is final": {target: slow{spans: []time.Duration{0}, errs: []error{server}}, attempts: 1, want: lambdaclient.ErrServer},
		"unreachable is final": {
			target: slow{spans: []time.Duration{0}, errs: []error{&lambdaclient.UnreachableError{Err: errors.New("x")}}}, attempts: 1,
			want: lambdaclient.ErrUnreachable,
		},
		"server error after a timeout": {
			target: slow{spans: []time.Duration{never, 0}, errs: []error{nil, server}}, attempts: 2, takes: 5 * time.Second,
			want: lambdaclient.ErrServer,
		},
		"a target without our error": {
			target: slow{spans: []time.Duration{0}, errs: []error{context.DeadlineExceeded}}, attempts: 3, want: lambdaclient.ErrTimeout,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				started := time.Now()
				result, err := lambdaclient.Retry(&c.target, c.policy).Invoke(t.Context(), "f", []byte("event"))
				if took := time.Since(started); took != c.takes {
					t.Errorf("took %s, want %s", took, c.takes)
				}
				if !errors.Is(err, c.want) || (c.want == nil) != (string(result.Payload) == "event") {
					t.Errorf("got %s, %v, want error %v", result.Payload, err, c.want)
				}
				checkAttempts(t, result, c.attempts, err)
			})
		})
	}
}

func checkAttempts(t *testing.T, result lambdaclient.Result, want int, err error) {
	t.Helper()
	if len(result.Attempts) != want {
		t.Fatalf("%d attempts, want %d", len(result.Attempts), want)
	}
	for i, a := range result.Attempts {
		if a.RequestID != fmt.Sprint("request-", i+1) || a.Output != fmt.Sprint("output-", i+1) || a.Target != "slow" {
			t.Errorf("attempt %d is %+v", i, a)
		}
		if last := i == want-1; !last && !errors.Is(a.Err, context.DeadlineExceeded) || last && (a.Err == nil) != (err == nil) {
			t.Errorf("attempt %d ended with %v", i, a.Err)
		}
	}
}

func TestTimeoutSaysWhatHappened(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, err := lambdaclient.Retry(&slow{spans: []time.Duration{never}}, lambdaclient.Policy{}).Invoke(t.Context(), "f", nil)
		want := `function "f" did not answer within 5.00 seconds (3 attempts): it was slow`
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
}

// Nothing is repeated once the caller itself has gone.
func TestRetryEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		inv := lambdaclient.Retry(&slow{spans: []time.Duration{never}}, lambdaclient.Policy{})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(2*time.Second, cancel)
		if result, err := inv.Invoke(ctx, "f", nil); !errors.Is(err, context.Canceled) || len(result.Attempts) != 1 {
			t.Errorf("canceled: %v after %d attempts", err, len(result.Attempts))
		}
		ctx, cancel = context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		if result, err := inv.Invoke(ctx, "f", nil); !errors.Is(err, lambdaclient.ErrTimeout) || len(result.Attempts) != 2 {
			t.Errorf("deadline: %v after %d attempts", err, len(result.Attempts))
		}
	})
}

func TestFunctionErrorIsNotRepeated(t *testing.T) {
	t.Parallel()
	calls := 0
	target := lambdaclient.InvokerFunc(func(context.Context, string, []byte) (lambdaclient.Result, error) {
		calls++
		return lambdaclient.Result{FunctionError: lambdaclient.TimedOut("id", time.Second)}, nil
	})
	result, err := lambdaclient.Retry(target, lambdaclient.Policy{}).Invoke(t.Context(), "f", nil)
	if err != nil || calls != 1 || result.FunctionError == nil {
		t.Errorf("%d calls, %+v, %v", calls, result, err)
	}
}

func TestErrorsSayWhoAndWhere(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	for want, err := range map[string]error{
		`function "f" did not answer within 1.50 seconds`:                  &lambdaclient.TimeoutError{Function: "f", After: 1500 * time.Millisecond},
		`function "f" is not reachable at http://x: cause`:                 &lambdaclient.UnreachableError{Function: "f", Target: "http://x", Err: cause},
		`invoking function "f" at http://x: status 429 TooMany: slow down`: &lambdaclient.ServerError{Function: "f", Target: "http://x", Status: 429, Type: "TooMany", Message: "slow down"},
		`no target for function "f": reason`:                               &lambdaclient.UnknownFunctionError{Function: "f", Reason: "reason"},
	} {
		if err.Error() != want {
			t.Errorf("got %s, want %s", err, want)
		}
	}
	kinds := []error{lambdaclient.ErrUnknownFunction, lambdaclient.ErrTimeout, lambdaclient.ErrUnreachable, lambdaclient.ErrServer}
	for i, err := range []error{
		&lambdaclient.UnknownFunctionError{}, &lambdaclient.TimeoutError{}, &lambdaclient.UnreachableError{Err: cause}, &lambdaclient.ServerError{},
	} {
		for j, kind := range kinds {
			if errors.Is(fmt.Errorf("wrapped: %w", err), kind) != (i == j) {
				t.Errorf("%T is %v: %v", err, kind, i != j)
			}
		}
	}
	if !errors.Is(&lambdaclient.UnreachableError{Err: cause}, cause) {
		t.Error("the cause is lost")
	}
	var timeout interface{ Timeout() bool } = &lambdaclient.TimeoutError{}
	if !timeout.Timeout() || strings.Contains((&lambdaclient.TimeoutError{}).Error(), "attempts") {
		t.Error("a time-out is not recognizable as one")
	}
}
