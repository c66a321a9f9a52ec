package runtimeapi_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// programs are the folders of the functions that the tests run, by the name of the executable.
var programs = map[string]string{
	"probe":        "./testdata/probe",
	"migrate-user": "../../fixtures/lambdas/migrate-user",
	"pre-sign-up":  "../../fixtures/lambdas/pre-sign-up",
}

// binaries is where TestMain has put the executables.
var binaries string

func TestMain(m *testing.M) {
	if os.Getenv(orphanMaker) != "" {
		makeOrphans()
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if binaries, err = os.MkdirTemp("", "functions-"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(binaries) }()
	for name, folder := range programs {
		build := exec.Command("go", "build", "-o", filepath.Join(binaries, name), folder)
		if out, err := build.CombinedOutput(); err != nil {
			panic(fmt.Sprintf("%v: %s", err, out))
		}
	}
	return m.Run()
}

func program(name string) []string { return []string{filepath.Join(binaries, name)} }

// probe is the function of testdata/probe in one of its modes.
func probe(mode string) lambdaclient.Function {
	return lambdaclient.Function{Command: program("probe"), Env: map[string]string{"MODE": mode}}
}

func newPool(t *testing.T, f lambdaclient.Function, o runtimeapi.Options) *runtimeapi.Pool {
	t.Helper()
	pool, err := runtimeapi.NewPool("probe", t.TempDir(), f, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	return pool
}

// within is a context that ends with the test or after d.
func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// patience is enough for any answer, even on a loaded machine.
const patience = 90 * time.Second

// call invokes and expects that there is an answer or an error of the function.
func call(t *testing.T, inv lambdaclient.Invoker, payload string) lambdaclient.Result {
	t.Helper()
	result, err := inv.Invoke(within(t, patience), "probe", []byte(payload))
	if err != nil {
		t.Fatalf("invoke: %v\noutput: %s", err, result.Output)
	}
	return result
}

// answer invokes and expects no error of any kind.
func answer(t *testing.T, inv lambdaclient.Invoker, payload string) string {
	t.Helper()
	result := call(t, inv, payload)
	if result.FunctionError != nil {
		t.Fatalf("function error: %s\noutput: %s", result.FunctionError.Raw, result.Output)
	}
	return string(result.Payload)
}

// expectGone waits for the end of a process, which may still have to be reaped by somebody else.
func expectGone(t *testing.T, pid int) {
	t.Helper()
	eventually(t, fmt.Sprintf("process %d is gone", pid), func() bool { return !alive(pid) })
}

// expectReaped waits until the end of one of our own processes has been noticed. Until then some of its threads, and with them
// its connections, may be there although it counts as ended.
func expectReaped(t *testing.T, pid int) {
	t.Helper()
	eventually(t, fmt.Sprintf("process %d is reaped", pid), func() bool { return syscall.Kill(pid, 0) != nil })
}

func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return runtime.GOOS != "linux" // there is no /proc elsewhere
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z") // a zombie has ended; its parent, which may be nobody of ours, has not looked yet
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 1000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("not within 10 seconds: %s", what)
}
