package runtimeapi

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
)

const (
	// maxOutput is how much of a process's output is kept for the result of one invocation; the rest is counted. A line that is
	// longer than this is logged in parts.
	maxOutput = 64 << 10

	// maxDrain is the most that is collected at once after an invocation. A pipe holds less (pipe(7)), so this is all that was
	// written before, even if the process never stops writing.
	maxDrain = 1 << 20
)

// output collects what a process prints: for the result of the invocation during which it was printed, and line by line for the log
// of all functions.
type output struct {
	function string
	log      func(function, requestID, line string)

	mu        sync.Mutex
	requestID string // of the latest invocation
	kept      []byte
	dropped   int
	line      []byte // the beginning of a line that has not ended yet
	buffer    [16 << 10]byte
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.add(p)
	return len(p), nil
}

// add needs the mutex.
func (o *output) add(p []byte) {
	keep := min(len(p), maxOutput-len(o.kept))
	o.kept = append(o.kept, p[:keep]...)
	o.dropped += len(p) - keep

	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n') + 1
		whole := end > 0
		if !whole {
			end = len(p)
		}
		o.line = append(o.line, p[:end]...)
		p = p[end:]
		if whole || len(o.line) >= maxOutput {
			o.endLine()
		}
	}
}

// endLine needs the mutex.
func (o *output) endLine() {
	if len(o.line) > 0 && o.log != nil {
		o.log(o.function, o.requestID, printable(bytes.TrimRight(o.line, "\r\n")))
	}
	o.line = o.line[:0]
}

// begin says for which invocation the process works from now on. Until the next one, all that it prints counts as this one's, even
// after its answer: a stack trace often comes last.
func (o *output) begin(requestID string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.endLine()
	o.requestID = requestID
}

// take gives what was printed since the last time, and ends the line.
func (o *output) take() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.endLine()
	s := printable(o.kept)
	if o.dropped > 0 {
		s += fmt.Sprintf("\n… and %d more bytes", o.dropped)
	}
	o.kept, o.dropped = nil, 0
	return s
}

func printable(text []byte) string { return strings.ToValidUTF8(string(text), "\uFFFD") }

// end logs a last line that has no end.
func (o *output) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.endLine()
}
