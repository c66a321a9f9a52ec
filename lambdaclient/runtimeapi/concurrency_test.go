package runtimeapi_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// Overlapping calls get a process each, up to the limit; above it they wait.
func TestConcurrentCalls(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ limit, most, least int }{
		"default": {0, 8, 2},
		"one":     {1, 1, 1},
		"eight":   {8, 8, 4},
	} {
		t.Run(name, func(t *testing.T) {
			f := probe("sleep-pid")
			f.MaxConcurrency = c.limit
			pool := newPool(t, f, runtimeapi.Options{})
			pids := callAtOnce(t, pool, 8, `"250ms"`)
			if len(pids) > c.most || len(pids) < c.least {
				t.Errorf("%d processes answered, want %d to %d", len(pids), c.least, c.most)
			}
			for pid := range callAtOnce(t, pool, 4, `"50ms"`) {
				if !pids[pid] && len(pids) >= 4 {
					t.Errorf("process %s was started although others waited for work", pid)
				}
			}
		})
	}
}

// callAtOnce gives the answers of n overlapping calls.
func callAtOnce(t *testing.T, inv lambdaclient.Invoker, n int, payload string) map[string]bool {
	t.Helper()
	answers := make([]string, n)
	ids := make([]string, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			result, err := inv.Invoke(within(t, patience), "probe", []byte(payload))
			if err != nil || result.FunctionError != nil {
				t.Errorf("call %d: %v %v", i, err, result.FunctionError)
			}
			answers[i], ids[i] = string(result.Payload), result.RequestID
		})
	}
	all.Wait()
	seen, requests := map[string]bool{}, map[string]bool{}
	for i := range n {
		seen[answers[i]], requests[ids[i]] = true, true
	}
	if len(requests) != n {
		t.Errorf("%d request ids for %d calls", len(requests), n)
	}
	return seen
}

func TestWaitingForABusyProcess(t *testing.T) {
	t.Parallel()
	f := probe("sleep")
	f.MaxConcurrency = 1
	pool := newPool(t, f, runtimeapi.Options{})
	call(t, pool, `"0s"`)
	busy := make(chan error, 1)
	go func() {
		_, err := pool.Invoke(within(t, patience), "probe", []byte(`"2s"`))
		busy <- err
	}()
	time.Sleep(300 * time.Millisecond)
	_, err := pool.Invoke(within(t, 300*time.Millisecond), "probe", []byte(`"0s"`))
	if !errors.Is(err, lambdaclient.ErrTimeout) || !strings.Contains(err.Error(), "MaxConcurrency") {
		t.Errorf("got %v, want a timeout that names MaxConcurrency", err)
	}
	if err := <-busy; err != nil {
		t.Errorf("the call that was waited for: %v", err)
	}
}
