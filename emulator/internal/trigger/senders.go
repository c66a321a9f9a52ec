package trigger

import (
	"context"
	"fmt"
	"sync"
)

const (
	mostSenders = 10   // calls of one function that run at a time, as many as it has processes by default; the others wait
	mostWaiting = 1000 // messages that wait for one function; more of them are dropped
)

// senders are the messages on their way to custom senders. A function that hangs holds up nobody's messages but its
// own. The zero value is ready.
type senders struct {
	mu     sync.Mutex
	closed bool
	ctx    context.Context //nolint:containedctx // ends when those that run have to stop
	stop   context.CancelFunc
	lines  map[string]*line // by function
	idling []chan struct{}  // who waits for there being none
}

// line is what one function has to send.
type line struct {
	running int
	waiting []parcel
}

// parcel is a message: what sends it, and what is done instead if it cannot be sent.
type parcel struct {
	send func(stop context.Context)
	drop func(because string)
}

// add has a message sent as soon as possible. It says why, if it will not be sent.
func (s *senders) add(function string, p parcel) (refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return "the emulator is being closed"
	}
	if s.ctx == nil {
		s.ctx, s.stop = context.WithCancel(context.Background())
		s.lines = map[string]*line{}
	}
	l := s.lines[function]
	if l == nil {
		l = &line{}
		s.lines[function] = l
	}
	switch {
	case l.running < mostSenders:
		l.running++
		go s.work(s.ctx, function, l, p)
	case len(l.waiting) < mostWaiting:
		l.waiting = append(l.waiting, p)
	default:
		return fmt.Sprintf("%d messages wait already for %s, which has not answered %d others", mostWaiting, function, mostSenders)
	}
	return ""
}

// work sends one message after the other, until none waits.
func (s *senders) work(ctx context.Context, function string, l *line, p parcel) {
	for more := true; more; p, more = s.next(function, l) {
		p.send(ctx)
	}
}

// next takes a message that waits. Without one, there is one less that runs.
func (s *senders) next(function string, l *line) (p parcel, more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(l.waiting) > 0 {
		p, l.waiting[0] = l.waiting[0], parcel{}
		l.waiting = l.waiting[1:]
		return p, true
	}
	if l.running--; l.running == 0 {
		delete(s.lines, function)
	}
	if len(s.lines) == 0 {
		for _, waits := range s.idling {
			close(waits)
		}
		s.idling = nil
	}
	return p, false
}

// idle is closed as soon as nothing runs or waits.
func (s *senders) idle() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	idle := make(chan struct{})
	if len(s.lines) == 0 {
		close(idle)
		return idle
	}
	s.idling = append(s.idling, idle)
	return idle
}

// close takes no more messages; what it gives is like idle's.
func (s *senders) close() <-chan struct{} {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	return s.idle()
}

// abort drops what waits and stops what runs.
func (s *senders) abort() {
	s.mu.Lock()
	var dropped []parcel
	for _, l := range s.lines {
		dropped = append(dropped, l.waiting...)
		l.waiting = nil
	}
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	for _, p := range dropped {
		p.drop("the emulator was closed")
	}
}
