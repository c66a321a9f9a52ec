package runtimeapi_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// A call ends at the caller's deadline, and the process that did not answer is killed with all that it started.
func TestHangingProcessIsReplaced(t *testing.T) {
	t.Parallel()
	f := probe("child-and-hang")
	f.MaxConcurrency = 1
	pool := newPool(t, f, runtimeapi.Options{})
	for range 2 {
		result, err := pool.Invoke(within(t, 2*time.Second), "probe", []byte(`1`))
		timeout, ok := errors.AsType[*lambdaclient.TimeoutError](err)
		if !ok || !errors.Is(err, lambdaclient.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v, want a TimeoutError", err)
		}
		if timeout.After < 1900*time.Millisecond || timeout.After > 8*time.Second {
			t.Errorf("gave up after %s", timeout.After)
		}
		var function, child int
		if _, err := fmt.Sscan(result.Output, &function, &child); err != nil {
			t.Fatalf("%v: output %q", err, result.Output)
		}
		expectGone(t, function)
		expectGone(t, child)
	}
}

// A limit of the function's own is the function's error, not the caller's.
func TestFunctionsOwnTimeLimit(t *testing.T) {
	t.Parallel()
	f := probe("child-and-hang")
	f.Timeout = lambdaclient.Duration(1500 * time.Millisecond)
	result := call(t, newPool(t, f, runtimeapi.Options{}), `1`)
	want := "RequestId: " + result.RequestID + " Error: Task timed out after 1.50 seconds"
	if e := result.FunctionError; e == nil || e.Type != "Sandbox.Timedout" || e.Message != want {
		t.Errorf("got %+v, want %q", e, want)
	}
}

func TestCanceledCall(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("sleep"), runtimeapi.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	_, err := pool.Invoke(ctx, "probe", []byte(`"1m"`))
	if !errors.Is(err, context.Canceled) || errors.Is(err, lambdaclient.ErrTimeout) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// What is still starting up when a caller gives up goes on, so that the next call finds it ready.
func TestSlowStartOutlivesItsFirstCaller(t *testing.T) {
	t.Parallel()
	f := probe("pid")
	f.Env["INIT"] = "1s"
	pool := newPool(t, f, runtimeapi.Options{})
	first, err := pool.Invoke(within(t, 700*time.Millisecond), "probe", []byte(`1`))
	if !errors.Is(err, lambdaclient.ErrTimeout) {
		t.Fatalf("got %v, want ErrTimeout", err)
	}
	second := call(t, pool, `1`)
	if output := first.Output + second.Output; !strings.Contains(output, "initializing "+string(second.Payload)+"\n") {
		t.Errorf("process %s answered, but this one started: %s", second.Payload, output)
	}
}

func TestStartThatTakesTooLong(t *testing.T) {
	t.Parallel()
	f := probe("pid")
	f.Env["INIT"] = "1m"
	pool := newPool(t, f, runtimeapi.Options{InitTimeout: 500 * time.Millisecond})
	result := call(t, pool, `1`)
	if e := result.FunctionError; e == nil || e.Type != "Sandbox.Timedout" || !strings.HasSuffix(e.Message, "after 0.50 seconds") {
		t.Errorf("got %+v", e)
	}
	var pid int
	if _, err := fmt.Sscanf(result.Output, "initializing %d", &pid); err != nil {
		t.Fatalf("%v: %q", err, result.Output)
	}
	expectGone(t, pid)
}
