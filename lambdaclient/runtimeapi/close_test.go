package runtimeapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// Close leaves no process behind, whatever the processes do at that moment.
func TestCloseEndsAllProcesses(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("sleep-pid"), runtimeapi.Options{})
	pids := callAtOnce(t, pool, 4, `"100ms"`)
	failed := make(chan bool, 1)
	go func() {
		result, err := pool.Invoke(within(t, patience), "probe", []byte(`"1m"`))
		failed <- err != nil || result.FunctionError != nil
	}()
	time.Sleep(200 * time.Millisecond)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	for pid := range pids {
		if alive(parse[int](t, pid)) {
			t.Errorf("process %s is there after Close", pid)
		}
	}
	if !<-failed {
		t.Error("the call that was under way seems to have been answered")
	}
	if err := pool.Close(); err != nil {
		t.Errorf("the second Close: %v", err)
	}
}

// A function may tidy up, but not refuse to go.
func TestCloseAsksFirst(t *testing.T) {
	t.Parallel()
	log := &buffer{}
	pool := newPool(t, probe("sigterm"), runtimeapi.Options{Output: log.line})
	answer(t, pool, `1`)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "] got SIGTERM\n") {
		t.Errorf("the function said %q", log.String())
	}
	if strings.Contains(log.String(), "Failed to register") {
		t.Errorf("the registration failed: %q", log.String())
	}
	stubborn := newPool(t, probe("deaf"), runtimeapi.Options{})
	pid := parse[int](t, answer(t, stubborn, `1`))
	if err := stubborn.Close(); err != nil {
		t.Fatal(err)
	}
	if alive(pid) {
		t.Errorf("process %d is there after Close", pid)
	}
}
