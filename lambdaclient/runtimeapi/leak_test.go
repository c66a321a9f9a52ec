package runtimeapi_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// openFiles is how many files this process has open; 0 where that cannot be seen.
func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil && runtime.GOOS == "linux" {
		t.Fatal(err)
	}
	return len(entries)
}

// children is how many processes have this one as their parent, zombies included.
func children() (n int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well-formed
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has just ended
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(os.Getpid()) {
			n++
		}
	}
	return n
}

// resources are what an invocation might forget to give back.
type resources struct{ goroutines, files, children, heap int }

func measure(t *testing.T) resources {
	t.Helper()
	runtime.GC()
	runtime.GC() // the first one runs finalizers
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return resources{runtime.NumGoroutine(), openFiles(t), children(), int(memory.HeapAlloc)} //nolint:gosec // fits
}

// Ten thousand invocations, of which some fail and some kill their process, leave as much behind as one thousand: nothing.
func TestNothingIsLeaked(t *testing.T) {
	rounds := 9
	if testing.Short() {
		rounds = 1
	}
	ignored := goleak.IgnoreCurrent()
	before := measure(t)
	function := probe("mixed")
	function.MaxConcurrency = 4 // as many as there are sides
	pool := newPool(t, function, runtimeapi.Options{Output: func(_, _, _ string) {}})
	thousandCalls(t, pool)
	early := measure(t)
	for range rounds {
		thousandCalls(t, pool)
	}
	late := measure(t)
	t.Logf("before %+v, after 1000 calls %+v, after %d %+v", before, early, 1000*(rounds+1), late)
	const each = 6 // goroutines and files, for each process and the watchdog
	most := each * (function.MaxConcurrency + 1)
	if late.goroutines > before.goroutines+most || late.files > before.files+most || late.children > function.MaxConcurrency+1 || late.heap > early.heap+1<<20 {
		t.Errorf("after 1000 calls %+v, after %d %+v", early, 1000*(rounds+1), late)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	goleak.VerifyNone(t, ignored)
	if after := measure(t); after.files > before.files || after.children > before.children || after.heap > before.heap+1<<20 {
		t.Errorf("before %+v, after Close %+v", before, after)
	}
}

// thousandCalls makes them from four sides at once.
func thousandCalls(t *testing.T, pool *runtimeapi.Pool) {
	t.Helper()
	var all sync.WaitGroup
	for side := range 4 {
		all.Go(func() {
			for i := side; i < 1000; i += 4 {
				event, message := mixedEvent(i)
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				result, err := pool.Invoke(ctx, "probe", []byte(`"`+event+`"`))
				cancel()
				switch e := result.FunctionError; {
				case err != nil:
					t.Error(err)
				case message == "" && (e != nil || string(result.Payload) != `"`+event+`"`),
					message != "" && (e == nil || !strings.HasSuffix(e.Message, message)):
					t.Errorf("%s: got %s %+v", event, result.Payload, e)
				}
			}
		})
	}
	all.Wait()
}

// mixedEvent is the i-th event, and the end of the error's message that it leads to.
func mixedEvent(i int) (event, message string) {
	switch {
	case i%500 == 499:
		return "exit", "exit status 3"
	case i%500 == 250:
		return "panic", "boom"
	case i%7 == 0:
		return "error", "Bad password"
	case i%5 == 0:
		return "print", ""
	}
	return "good", ""
}
