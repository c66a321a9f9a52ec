package runtimeapi_test

import (
	"errors"
	"io"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// freeAddress is an address at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// startElsewhere runs a function as somebody else would, with nothing in its environment but the address of its Runtime API.
func startElsewhere(t *testing.T, address, mode string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program("probe")[0])
	cmd.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + address, "MODE=" + mode}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
	})
	return cmd
}

// keepRunning starts the function again whenever it ends, as a container's restart policy does.
func keepRunning(t *testing.T, address, mode string) (restarts func() int) {
	t.Helper()
	stop, stopped := make(chan struct{}), make(chan struct{})
	count := make(chan int, 1)
	count <- 0
	go func() {
		defer close(stopped)
		for {
			cmd := exec.Command(program("probe")[0])
			cmd.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + address, "MODE=" + mode}
			if err := cmd.Start(); err != nil {
				t.Error(err)
				return
			}
			ended := make(chan struct{})
			go func() {
				_ = cmd.Wait()
				close(ended)
			}()
			select {
			case <-ended:
				count <- <-count + 1
				time.Sleep(20 * time.Millisecond)
			case <-stop:
				_ = cmd.Process.Kill()
				<-ended
				return
			}
		}
	}()
	t.Cleanup(func() {
		close(stop)
		<-stopped
	})
	return func() int {
		n := <-count
		count <- n
		return n
	}
}

func TestFunctionThatIsStartedAfterwards(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	call := begin(t, d, `"hello"`, 30*time.Second)
	startElsewhere(t, d.Address(), "echo-raw")
	result := call.result()
	if string(result.Payload) != `"hello"` || !strings.Contains(result.Target, d.Address()) {
		t.Errorf("got %s from %s", result.Payload, result.Target)
	}
}

// A function that was up before us has ended, as Go's do when they cannot connect, and been started again.
func TestFunctionThatWasStartedBefore(t *testing.T) {
	t.Parallel()
	address := freeAddress(t)
	restarts := keepRunning(t, address, "echo-raw")
	eventually(t, "the function has been restarted", func() bool { return restarts() > 0 })
	d := listen(t, lambdaclient.Function{Listen: address})
	if got := answer(t, d, `"hello"`); got != `"hello"` {
		t.Errorf("got %s", got)
	}
	if err := d.Close(); err != nil { // as when the emulator restarts
		t.Fatal(err)
	}
	if _, err := d.Invoke(within(t, time.Second), "probe", nil); !errors.Is(err, lambdaclient.ErrUnreachable) {
		t.Errorf("after Close: %v, want ErrUnreachable", err)
	}
	again := listen(t, lambdaclient.Function{Listen: address})
	if got := answer(t, again, `"again"`); got != `"again"` {
		t.Errorf("got %s", got)
	}
}

func TestSeveralProcessesDialIn(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	for range 3 {
		startElsewhere(t, d.Address(), "sleep-pid")
	}
	started := time.Now()
	if pids := callAtOnce(t, d, 3, `"1s"`); len(pids) != 3 {
		t.Errorf("%d processes answered 3 overlapping calls (in %s)", len(pids), time.Since(started))
	}
}

func TestNobodyDialsIn(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	_, err := d.Invoke(within(t, 200*time.Millisecond), "probe", nil)
	if !errors.Is(err, lambdaclient.ErrUnreachable) || !strings.Contains(err.Error(), "AWS_LAMBDA_RUNTIME_API="+d.Address()) {
		t.Errorf("got %v, want ErrUnreachable and what to do", err)
	}
}

// A process that dies with an invocation in its hands ends the call at once.
func TestProcessThatDialledInDies(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	for _, mode := range []string{"exit3", "kill", "exit0"} {
		startElsewhere(t, d.Address(), mode)
		result := call(t, d, `1`)
		want := "RequestId: " + result.RequestID + " Error: Runtime exited without providing a reason"
		if e := result.FunctionError; e == nil || e.Type != "Runtime.ExitError" || e.Message != want {
			t.Errorf("%s: got %+v, want %q", mode, e, want)
		}
	}
	startElsewhere(t, d.Address(), "panic")
	if e := call(t, d, `1`).FunctionError; e == nil || e.Message != "boom" {
		t.Errorf("panic: got %+v, want what it posted before it died", e)
	}
}

// An answer after the deadline is accepted and dropped, so that the runtime lives on.
func TestLateAnswer(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	first := begin(t, d, `1`, 300*time.Millisecond)
	id := f.next()
	if e := <-first.done; !errors.Is(e.err, lambdaclient.ErrTimeout) {
		t.Fatalf("got %v, want ErrTimeout", e.err)
	}
	if _, err := d.Invoke(within(t, 200*time.Millisecond), "probe", nil); !errors.Is(err, lambdaclient.ErrTimeout) {
		t.Errorf("the only process is busy: got %v, want ErrTimeout", err)
	}
	if got := f.respond(id, `"late"`); got != accepted {
		t.Errorf("the late answer: %s", got)
	}
	second := begin(t, d, `2`, 20*time.Second)
	if got := f.respond(f.next(), `"in time"`); got != accepted {
		t.Errorf("the next answer: %s", got)
	}
	if got := second.result(); string(got.Payload) != `"in time"` {
		t.Errorf("got %s", got.Payload)
	}
}

func TestDialInHasALimitOfItsOwn(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{Timeout: lambdaclient.Duration(300 * time.Millisecond)})
	f := newRuntime(t, d.Address())
	call := begin(t, d, `1`, 20*time.Second)
	f.next()
	if e := call.result().FunctionError; e == nil || e.Type != "Sandbox.Timedout" {
		t.Errorf("got %+v", e)
	}
}

// Some runtimes open a connection for each request. Losing one means nothing then.
func TestRuntimeThatDoesNotKeepItsConnection(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	f.userAgent = "curl/8"
	for range 3 {
		call := begin(t, d, `1`, 20*time.Second)
		id := f.next()
		f.die()
		time.Sleep(100 * time.Millisecond)
		if got := f.respond(id, `"fine"`); got != accepted {
			t.Fatalf("got %s", got)
		}
		if got := call.result(); string(got.Payload) != `"fine"` {
			t.Errorf("got %s %+v", got.Payload, got.FunctionError)
		}
	}
}

// Any other runtime is known to keep its connection once it has done so.
func TestRuntimeThatKeepsItsConnection(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	f.userAgent = "my-own-runtime/1"
	call := begin(t, d, `1`, 20*time.Second)
	f.respond(f.next(), `1`)
	call.result()
	call = begin(t, d, `1`, 20*time.Second)
	f.next()
	f.die()
	if e := call.result().FunctionError; e == nil || e.Type != "Runtime.ExitError" {
		t.Errorf("got %+v", e)
	}
}

// A process that cannot start up says so once for each time that it is started.
func TestInitErrorOfAFunctionThatDialsIn(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	const report = `{"errorMessage":"no database","errorType":"Runtime.Sad"}`
	if got := f.post("/init/error", `{"errorMessage":"old"}`, nil); got != accepted {
		t.Fatalf("got %s", got)
	}
	if got := f.post("/init/error", report, nil); got != accepted {
		t.Fatalf("got %s", got)
	}
	if e := call(t, d, `1`).FunctionError; e == nil || string(e.Raw) != report {
		t.Errorf("got %+v", e)
	}
	if got := f.post("/init/error", report, nil); got != accepted { // forgotten as soon as it starts after all
		t.Fatalf("got %s", got)
	}
	startElsewhere(t, d.Address(), "pid")
	time.Sleep(500 * time.Millisecond)
	answer(t, d, `1`)
}

func TestListenRefuses(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	_, err = runtimeapi.Listen("mine", lambdaclient.Function{Listen: taken.Addr().String()}, runtimeapi.Options{})
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), `"mine"`) {
		t.Errorf("got %v", err)
	}
	for _, f := range []lambdaclient.Function{{Listen: "9001"}, {Command: []string{"sleep"}}, {}} {
		if _, err := runtimeapi.Listen("mine", f, runtimeapi.Options{}); err == nil || !strings.Contains(err.Error(), `"mine"`) {
			t.Errorf("%+v: got %v", f, err)
		}
	}
}

// An invocation is not lost on a process that has hung up while it waited.
func TestPollerThatHangsUp(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	startElsewhere(t, d.Address(), "echo-raw")
	answer(t, d, `0`)
	for range 50 {
		conn, err := net.Dial("tcp", d.Address())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond) // lets the server begin to wait
		syscall.ForkLock.RLock()         // a child that another test is about to start would hold it open
		err = conn.Close()
		syscall.ForkLock.RUnlock()
		if err != nil {
			t.Fatal(err)
		}
		if got := answer(t, d, `"still here"`); got != `"still here"` {
			t.Fatalf("got %s", got)
		}
	}
}
