package runtimeapi_test

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// A process that goes without an answer is reported as Lambda reports it.
func TestCrash(t *testing.T) {
	t.Parallel()
	for mode, reason := range map[string]string{
		"exit0":         "Runtime exited without providing a reason",
		"exit3":         "Runtime exited with error: exit status 3",
		"kill":          "Runtime exited with error: signal: killed",
		"panic-in-main": "Runtime exited with error: exit status 2",
		"exit-in-main":  "Runtime exited with error: exit status 7",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, probe(mode), runtimeapi.Options{})
			for range 2 {
				result := call(t, pool, `1`)
				want := "RequestId: " + result.RequestID + " Error: " + reason
				if e := result.FunctionError; e == nil || e.Type != "Runtime.ExitError" || e.Message != want {
					t.Errorf("got %+v, want Runtime.ExitError %q", e, want)
				}
			}
		})
	}
}

func TestOutputOfACrashIsKept(t *testing.T) {
	t.Parallel()
	result := call(t, newPool(t, probe("panic-in-main"), runtimeapi.Options{}), `1`)
	if !strings.Contains(result.Output, "panic: before Start") {
		t.Errorf("got %q", result.Output)
	}
}

// A process that died while it waited is nobody's failure: the next call gets another one.
func TestDeathWhileIdleIsNotNoticed(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("exit-after"), runtimeapi.Options{})
	last := ""
	for range 3 {
		pid := answer(t, pool, `1`)
		if pid == last {
			t.Errorf("process %s answered after its death", pid)
		}
		expectReaped(t, parse[int](t, pid))
		last = pid
	}
}

func TestKilledFromOutside(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("pid"), runtimeapi.Options{})
	first := parse[int](t, answer(t, pool, `1`))
	if again := parse[int](t, answer(t, pool, `1`)); again != first {
		t.Errorf("processes %d and %d, want one that is kept", first, again)
	}
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	expectReaped(t, first)
	if second := parse[int](t, answer(t, pool, `1`)); second == first {
		t.Errorf("process %d answered after its death", first)
	}
}

func TestExecutableThatVanishes(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/function"
	source, err := os.ReadFile(program("probe")[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, source, 0o700); err != nil {
		t.Fatal(err)
	}
	pool := newPool(t, lambdaclient.Function{Command: []string{path}}, runtimeapi.Options{})
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	e := call(t, pool, `1`).FunctionError
	if e == nil || e.Type != "Runtime.InvalidEntrypoint" || !strings.Contains(e.Message, "no such file") {
		t.Errorf("got %+v", e)
	}
}

func TestNewPoolRefusesWhatCannotStart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		function lambdaclient.Function
		says     string
	}{
		"no file":       {lambdaclient.Function{Command: []string{"./nothing"}}, "there is no file"},
		"not in path":   {lambdaclient.Function{Command: []string{"no-such-program-anywhere"}}, "executable file not found"},
		"no folder":     {lambdaclient.Function{Command: program("probe"), Dir: "nowhere"}, "no such file or directory"},
		"not a process": {lambdaclient.Function{DialIn: true}, "no Command"},
		"empty":         {lambdaclient.Function{}, "says nowhere how to run it"},
		"protected":     {lambdaclient.Function{Command: program("probe"), Env: map[string]string{"AWS_LAMBDA_RUNTIME_API": "x"}}, "AWS_LAMBDA_RUNTIME_API"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := runtimeapi.NewPool("wrong", t.TempDir(), c.function, runtimeapi.Options{})
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), `"wrong"`) {
				t.Errorf("got %v, want %q and the function's name", err, c.says)
			}
		})
	}
}

func TestInvokeAfterClose(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("pid"), runtimeapi.Options{})
	pid := parse[int](t, answer(t, pool, `1`))
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	if alive(pid) {
		t.Errorf("process %d is there after Close", pid)
	}
	if _, err := pool.Invoke(within(t, time.Second), "probe", nil); !errors.Is(err, lambdaclient.ErrUnreachable) {
		t.Errorf("got %v, want ErrUnreachable", err)
	}
}
