// Package clock is the time of the emulator. Everything that needs to know what time it is asks a Clock, so that a test
// can freeze time or jump over the hour in which an access token expires.
//
// It holds no timers and does not persist: a restarted emulator runs on real time again. Who may move the clock, and
// over which endpoint, is decided where the Clock is handed to.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time, which is the system's until somebody moves or stops it. Use New or NewFrozen; a Clock is safe
// for concurrent use.
type Clock struct {
	mu      sync.Mutex
	initial course
	current course
}

// A course says how a clock goes: it showed at when the system's time was since, and goes on from there unless frozen.
// The zero course is the system's time.
type course struct {
	at, since time.Time
	frozen    bool
}

// New returns a clock that shows the system's time.
func New() *Clock {
	return &Clock{}
}

// NewFrozen returns a clock that stands still at t until it is moved.
func NewFrozen(t time.Time) *Clock {
	stopped := course{at: t, frozen: true}
	return &Clock{initial: stopped, current: stopped}
}

// Now returns the time in UTC, in whole milliseconds: the resolution of the timestamps that Cognito returns.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return presentable(c.current.now(system()))
}

// Advance moves the clock by d, backwards if d is negative. A frozen clock stays frozen.
func (c *Clock) Advance(d time.Duration) {
	c.move(func(now time.Time) time.Time { return now.Add(d) })
}

// Set moves the clock to t. A frozen clock stays frozen, any other runs on from t.
func (c *Clock) Set(t time.Time) {
	c.move(func(time.Time) time.Time { return t })
}

// Offset moves the clock to d ahead of the system's time, behind it if d is negative. A frozen clock stays frozen.
func (c *Clock) Offset(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := system()
	c.current = course{at: now.Add(d), since: now, frozen: c.current.frozen}
}

// Freeze stops the clock at the time that it shows. Advance and Set still move it; Reset lets it run again.
func (c *Clock) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = course{at: c.current.now(system()), frozen: true}
}

// Run lets a frozen clock run on from what it shows.
func (c *Clock) Run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := system()
	c.current = course{at: c.current.now(now), since: now}
}

// Real is the system's time.
func (c *Clock) Real() time.Time { return presentable(system()) }

// Reading gives all that can be read from the clock: the time, how far that is ahead of the system's, and whether it
// stands still.
func (c *Clock) Reading() (now time.Time, ahead time.Duration, frozen bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	real := system()
	shown := c.current.now(real)
	return presentable(shown), shown.Sub(real), c.current.frozen
}

// Reset takes the clock back to what it was when it was made: the system's time, or the instant given to NewFrozen.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = c.initial
}

func (c *Clock) move(to func(now time.Time) time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := system()
	c.current = course{at: to(c.current.now(now)), since: now, frozen: c.current.frozen}
}

func (c course) now(system time.Time) time.Time {
	switch {
	case c.frozen:
		return c.at
	case c.at.IsZero() && c.since.IsZero():
		return system
	default:
		return c.at.Add(system.Sub(c.since))
	}
}

// system returns the system's time without its monotonic reading, which stands still while a laptop sleeps: a clock
// that was moved must keep its distance to the wall clock.
func system() time.Time {
	return time.Now().Round(0)
}

func presentable(t time.Time) time.Time {
	return t.UTC().Truncate(time.Millisecond)
}
