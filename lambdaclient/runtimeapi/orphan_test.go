package runtimeapi_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// orphanMaker makes this test program, run again, an emulator: it starts functions, prints their process ids and those of their
// children, and waits to be killed. Its value is how it behaves, a space, and the function's executable.
const orphanMaker = "RUNTIMEAPI_TEST_ORPHAN"

func makeOrphans() {
	mode, path, _ := strings.Cut(os.Getenv(orphanMaker), " ")
	function := lambdaclient.Function{Command: []string{path}, Env: map[string]string{"MODE": "family"}}
	if mode == "bootstrap" {
		function = lambdaclient.Function{Runtime: "python", Handler: "cases.echo", Dir: "testdata/python", Env: map[string]string{"PYTHONDONTWRITEBYTECODE": "1"}}
	}
	pool, err := runtimeapi.NewPool("probe", "", function, runtimeapi.Options{})
	if err != nil {
		panic(err)
	}
	for range 2 {
		showFamily(pool)
		if mode == "working" || mode == "on" {
			go func() { _, _ = pool.Invoke(context.Background(), "probe", []byte(`"hang"`)) }()
			time.Sleep(200 * time.Millisecond)
		}
	}
	_, _ = fmt.Println("ready")
	_, _ = fmt.Scanln()
	switch mode {
	case "on":
		showFamily(pool)
	case "exit":
		os.Exit(1)
	case "panic":
		var nothing *runtimeapi.Pool
		_, _ = nothing.Invoke(context.Background(), "", nil)
	}
	time.Sleep(time.Hour)
}

func showFamily(pool *runtimeapi.Pool) {
	result, err := pool.Invoke(context.Background(), "probe", []byte(`1`))
	if err != nil {
		panic(err)
	}
	_, _ = fmt.Println(strings.Trim(string(result.Payload), "[]"))
}

// emulator runs this program as one, and gives what it prints.
func emulator(t *testing.T, mode string) (self *exec.Cmd, in io.Writer, out *bufio.Scanner) {
	t.Helper()
	self = exec.Command(os.Args[0]) //nolint:gosec // ourselves
	self.Env = append(os.Environ(), orphanMaker+"="+mode+" "+program("probe")[0])
	stdout, err := self.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdin, err := self.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = self.Process.Kill(), self.Wait() })
	return self, stdin, bufio.NewScanner(stdout)
}

// However we end, nothing that a function started is left over: its children, the children's children, and those that ignore
// SIGTERM are in its group.
func TestNoOrphans(t *testing.T) {
	t.Parallel()
	for mode, signal := range map[string]syscall.Signal{
		"killed": syscall.SIGKILL, "working": syscall.SIGKILL, "terminated": syscall.SIGTERM, "interrupted": syscall.SIGINT,
		"quit": syscall.SIGQUIT, "exit": 0, "panic": 0,
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			self, in, out := emulator(t, mode)
			pids := readPIDs(t, out)
			if len(pids) < 6 {
				t.Fatalf("got %d processes", len(pids))
			}
			watchdog := watchdogOf(t, self.Process.Pid)
			var err error
			if signal == 0 {
				_, err = io.WriteString(in, "\n")
			} else {
				err = self.Process.Signal(signal)
			}
			if err != nil {
				t.Fatal(err)
			}
			_ = self.Wait() // it failed, of course
			for _, pid := range pids {
				expectGone(t, pid)
			}
			expectGone(t, watchdog)
		})
	}
}

// readPIDs reads what makeOrphans prints.
func readPIDs(t *testing.T, lines *bufio.Scanner) (pids []int) {
	t.Helper()
	for lines.Scan() && lines.Text() != "ready" {
		for field := range strings.SplitSeq(lines.Text(), ",") {
			pids = append(pids, parse[int](t, field))
		}
	}
	return pids
}

// watchdogOf waits for the shell that watches over a process.
func watchdogOf(t *testing.T, parent int) (pid int) {
	t.Helper()
	eventually(t, "there is a watchdog", func() bool {
		pid = findWatchdog(t, parent)
		return pid != 0
	})
	return pid
}

func findWatchdog(t *testing.T, parent int) int {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-o", "pid=,ppid=,args=").Output()
	if err != nil {
		missing(t, "ps: "+err.Error())
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if fields[1] == fmt.Sprint(parent) && strings.Contains(line, "lambda-watchdog") {
			return parse[int](t, fields[0])
		}
	}
	return 0
}

// A watchdog that somebody kills is replaced, and the new one knows the processes from before, and those to come.
func TestWatchdogIsReplaced(t *testing.T) {
	t.Parallel()
	self, in, out := emulator(t, "on")
	pids := readPIDs(t, out)
	first := watchdogOf(t, self.Process.Pid)
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, "\n"); err != nil {
		t.Fatal(err)
	}
	if !out.Scan() {
		t.Fatal("nothing more came")
	}
	pids = append(pids, readPIDs(t, bufio.NewScanner(strings.NewReader(out.Text())))...)
	expectReaped(t, first)
	second := watchdogOf(t, self.Process.Pid)
	if err := self.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = self.Wait() // killed
	for _, pid := range append(pids, second) {
		expectGone(t, pid)
	}
	if len(pids) != 9 || first == second {
		t.Errorf("got %d processes, and watchdogs %d and %d", len(pids), first, second)
	}
}

// Close takes the watchdog along.
func TestCloseEndsTheWatchdog(t *testing.T) {
	pool := newPool(t, probe("pid"), runtimeapi.Options{})
	answer(t, pool, `1`)
	watchdog := watchdogOf(t, os.Getpid())
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	expectGone(t, watchdog)
}

// The folder with our bootstrap goes, too.
func TestNoBootstrapIsLeft(t *testing.T) {
	needs(t, "python3")
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	self, _, out := emulator(t, "bootstrap")
	readPIDs(t, out)
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Fatalf("there are %v", left)
	}
	if err := self.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the folder is gone", func() bool {
		left, err := os.ReadDir(folder)
		return err == nil && len(left) == 0
	})
}
