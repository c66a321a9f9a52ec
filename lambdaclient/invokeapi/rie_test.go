package invokeapi_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// rie behaves as the runtime interface emulator: it knows one path only, and does not survive two calls at a time.
type rie struct {
	busy    atomic.Bool
	crashed atomic.Bool
	calls   atomic.Int32
	delay   time.Duration
}

func (r *rie) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.URL.Path != "/2015-03-31/functions/function/invocations" {
		http.NotFound(w, request)
		return
	}
	if !r.busy.CompareAndSwap(false, true) {
		r.crashed.Store(true)
		panic(http.ErrAbortHandler)
	}
	r.calls.Add(1)
	time.Sleep(r.delay)
	_, _ = io.Copy(w, request.Body)
	r.busy.Store(false)
}

func TestRuntimeInterfaceEmulator(t *testing.T) {
	t.Parallel()
	emulator := &rie{delay: 20 * time.Millisecond}
	e := newEndpoint(t, serve(t, emulator.ServeHTTP), 0)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			result, err := e.Invoke(within(t, 20*time.Second), "migrate", []byte(event))
			if err != nil || string(result.Payload) != event {
				t.Errorf("got %s, %v", result.Payload, err)
			}
		})
	}
	all.Wait()
	if emulator.crashed.Load() || emulator.calls.Load() != 8 {
		t.Errorf("crashed: %v, %d calls", emulator.crashed.Load(), emulator.calls.Load())
	}
}

// A caller that gives up must not make the next call overlap with its own, which goes on at the other side.
func TestAbandonedCallKeepsItsPlace(t *testing.T) {
	t.Parallel()
	emulator := &rie{delay: 600 * time.Millisecond}
	e := newEndpoint(t, serve(t, emulator.ServeHTTP), 0)
	_, err := e.Invoke(within(t, 100*time.Millisecond), "migrate", []byte(event))
	if !errors.Is(err, lambdaclient.ErrTimeout) {
		t.Fatalf("got %v, want ErrTimeout", err)
	}
	_, err = e.Invoke(within(t, 100*time.Millisecond), "migrate", []byte(event))
	if !errors.Is(err, lambdaclient.ErrTimeout) || !strings.Contains(err.Error(), "MaxConcurrency") {
		t.Errorf("got %v, want ErrTimeout because of the call before", err)
	}
	if result, err := e.Invoke(within(t, 20*time.Second), "migrate", []byte(event)); err != nil || string(result.Payload) != event {
		t.Errorf("got %s, %v", result.Payload, err)
	}
	if emulator.crashed.Load() || emulator.calls.Load() != 2 {
		t.Errorf("crashed: %v, %d calls", emulator.crashed.Load(), emulator.calls.Load())
	}
}
