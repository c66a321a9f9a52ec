package runtimeapi_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
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
	pool := newPool(t, probe("sigterm"), runtimeapi.Options{Output: log})
	answer(t, pool, `1`)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "[probe] got SIGTERM\n") {
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

// orphanMaker makes this test program, run again, start a function, print its process id and wait to be killed.
const orphanMaker = "RUNTIMEAPI_TEST_ORPHAN"

func makeOrphan() {
	function := probe("pid")
	function.Command = []string{os.Getenv(orphanMaker)}
	pool, err := runtimeapi.NewPool("probe", "", function, runtimeapi.Options{})
	if err != nil {
		panic(err)
	}
	result, err := pool.Invoke(context.Background(), "probe", []byte(`1`))
	if err != nil {
		panic(err)
	}
	_, _ = fmt.Println(string(result.Payload))
	time.Sleep(time.Hour)
}

// Whoever kills us kills our functions, too.
func TestNoOrphans(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells a process that its parent died")
	}
	self := exec.Command(os.Args[0]) //nolint:gosec // ourselves
	self.Env = append(os.Environ(), orphanMaker+"="+program("probe")[0])
	out, err := self.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Fscan(out, &pid); err != nil {
		t.Fatal(err)
	}
	if !alive(pid) {
		t.Fatalf("process %d is gone too early", pid)
	}
	if err := self.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = self.Wait() // killed
	expectGone(t, pid)
}
