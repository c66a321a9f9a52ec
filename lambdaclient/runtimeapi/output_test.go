package runtimeapi_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// buffer is a log of what functions print, which may be read meanwhile.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) line(function, requestID, line string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = fmt.Fprintf(&b.b, "[%s %s] %s\n", function, requestID, line)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// Each result has what was printed during its own call, all of it, from both streams.
func TestOutputBelongsToItsCall(t *testing.T) {
	t.Parallel()
	log := &buffer{}
	pool := newPool(t, probe("print"), runtimeapi.Options{Output: log.line})
	want := ""
	for _, word := range []string{"one", "two", "three"} {
		result := call(t, pool, `"`+word+`"`)
		if want := "out " + word + "\nerr " + word; result.Output != want {
			t.Errorf("got %q, want %q", result.Output, want)
		}
		head := "[probe " + result.RequestID + "] "
		want += head + "out " + word + "\n" + head + "err " + word + "\n" // the end of the call ends the line
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); got != want {
		t.Errorf("the log is %q, want %q", got, want)
	}
}

func TestOutputIsBounded(t *testing.T) {
	t.Parallel()
	log := &buffer{}
	pool := newPool(t, probe("print"), runtimeapi.Options{Output: log.line})
	result := call(t, pool, `"much"`)
	if len(result.Output) > 65<<10 || len(result.Output) < 64<<10 {
		t.Errorf("%d bytes of output", len(result.Output))
	}
	if want := "… and 983057 more bytes"; !strings.HasSuffix(result.Output, want) {
		t.Errorf("it ends with %q, want %q", result.Output[len(result.Output)-40:], want)
	}
	if got := strings.Count(log.String(), "] 0123456789abcde\n") + strings.Count(log.String(), "] err much0123456789abcde\n"); got != 1<<16 {
		t.Errorf("the log has %d lines, want all 65536", got)
	}
	if next := call(t, pool, `"next"`); next.Output != "out next\nerr next" {
		t.Errorf("the next call has %q", next.Output)
	}
}
