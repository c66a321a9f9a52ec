package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// leaks is what there was before a test.
type leaks struct {
	goroutines goleak.Option
	files      int
}

func measureLeaks(t *testing.T) leaks {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	return leaks{goleak.IgnoreCurrent(), openFiles()}
}

// openFiles is how many files this process has open; 0 where that cannot be seen.
func openFiles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

// processesOf are the processes whose command line has a text in it; none where that cannot be seen.
func processesOf(text string) (found []string) {
	if text == "" {
		return nil
	}
	paths, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range paths {
		if line, err := os.ReadFile(path); err == nil && strings.Contains(string(line), text) {
			found = append(found, path+" "+strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

// closesSoon makes sure that what the test started later is closed in a time that nobody minds.
func closesSoon(t *testing.T) (began func()) {
	t.Helper()
	var start time.Time
	t.Cleanup(func() {
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("closing took %s", took)
		}
	})
	return func() { t.Cleanup(func() { start = time.Now() }) }
}

// check makes sure that nothing is left of an emulator that was closed, and of a command.
func (l leaks) check(t *testing.T, command string) {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, l.goroutines)
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		left, files := processesOf(command), openFiles()
		if len(left) == 0 && files <= l.files {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left are %q, and %d open files instead of %d", left, files, l.files)
		}
	}
}
