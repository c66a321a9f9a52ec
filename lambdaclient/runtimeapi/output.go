package runtimeapi

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
)

// maxOutput is how much of a process's output is kept for the result of one invocation; the rest is counted.
const maxOutput = 64 << 10

// output collects what a process prints: for the result of the invocation during which it was printed, and line by line, with the
// function's name before each, for the log of all functions.
type output struct {
	prefix string
	log    *sharedWriter

	mu      sync.Mutex
	kept    []byte
	dropped int
	line    []byte // the beginning of a line that has not ended yet
}

// sharedWriter is a writer of several processes, which must not tear each other's lines apart.
type sharedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *sharedWriter) write(p []byte) {
	if s.w == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = s.w.Write(p) // a log that fails must not stop the function
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

	o.line = append(o.line, p...)
	for {
		end := bytes.IndexByte(o.line, '\n')
		if end < 0 && len(o.line) < maxOutput {
			return
		}
		if end < 0 {
			end = len(o.line) - 1
		}
		o.log.write(fmt.Appendf(nil, "%s%s\n", o.prefix, bytes.TrimRight(o.line[:end+1], "\r\n")))
		o.line = append([]byte(nil), o.line[end+1:]...)
	}
}

// take gives what was printed since the last time.
func (o *output) take() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := strings.ToValidUTF8(string(o.kept), "\uFFFD")
	if o.dropped > 0 {
		s += fmt.Sprintf("\n… and %d more bytes", o.dropped)
	}
	o.kept, o.dropped = nil, 0
	return s
}

// end logs a last line that has no end.
func (o *output) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.line) > 0 {
		o.add([]byte{'\n'})
	}
}
