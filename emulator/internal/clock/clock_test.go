package clock_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/clock"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestNowIsTheSystemsTime(t *testing.T) {
	c := clock.New()
	before := time.Now().Truncate(time.Millisecond)
	now := c.Now()
	if after := time.Now(); now.Before(before) || now.After(after) {
		t.Errorf("Now() = %v, want between %v and %v", now, before, after)
	}
}

func TestNowIsUTCInWholeMilliseconds(t *testing.T) {
	odd := time.Date(2026, 11, 21, 23, 30, 0, 123_999_999, time.FixedZone("east", 3*60*60))
	c := clock.NewFrozen(odd)
	// == also compares the location and a monotonic reading, which a timestamp must not have.
	if got, want := c.Now(), time.Date(2026, 11, 21, 20, 30, 0, 123_000_000, time.UTC); got != want {
		t.Errorf("Now() = %v, want %v", got, want)
	}
	c.Advance(time.Nanosecond)
	if got, want := c.Now(), time.Date(2026, 11, 21, 20, 30, 0, 124_000_000, time.UTC); got != want {
		t.Errorf("Now() after a nanosecond = %v, want %v: only what is shown is truncated", got, want)
	}
}

// TestMoves runs each series of moves on both kinds of clocks and lets a minute pass after each move, which only clocks
// that run show. In a bubble of synctest no such minute is waited for.
func TestMoves(t *testing.T) {
	nothing := func(*clock.Clock) {}
	for name, test := range map[string]struct {
		moves           []func(*clock.Clock)
		running, frozen time.Duration // from the beginning, or from noon
		from            bool          // both are from noon, where a move has set the clock
	}{
		"nothing":            {moves: moves(nothing, nothing), running: 2 * time.Minute},
		"forward":            {moves: moves(advance(time.Hour)), running: 61 * time.Minute, frozen: time.Hour},
		"there and back":     {moves: moves(advance(time.Hour), advance(-time.Hour)), running: 2 * time.Minute},
		"back":               {moves: moves(advance(-time.Hour)), running: -59 * time.Minute, frozen: -time.Hour},
		"freeze":             {moves: moves(nothing, freeze, nothing), running: time.Minute},
		"freeze twice":       {moves: moves(freeze, nothing, freeze)},
		"forward while cold": {moves: moves(freeze, advance(time.Hour)), running: time.Hour, frozen: time.Hour},
		"freeze, run":        {moves: moves(freeze, run, nothing), running: 2 * time.Minute, frozen: 2 * time.Minute},
		"set, freeze, run":   {moves: moves(set, freeze, run), running: 2 * time.Minute, frozen: time.Minute, from: true},
		"run twice":          {moves: moves(run, run), running: 2 * time.Minute, frozen: 2 * time.Minute},
		"set":                {moves: moves(set, nothing), running: 2 * time.Minute, from: true},
		"set while frozen":   {moves: moves(freeze, set, nothing), from: true},
		"ahead":              {moves: moves(offset(time.Hour), nothing), running: 62 * time.Minute, frozen: time.Hour},
		"ahead, not twice":   {moves: moves(freeze, offset(time.Hour), offset(time.Hour)), running: 62 * time.Minute, frozen: 62 * time.Minute},
		"set, forward":       {moves: moves(set, advance(time.Hour)), running: 62 * time.Minute, frozen: time.Hour, from: true},
		"reset":              {moves: moves(advance(time.Hour), freeze, set, reset), running: 4 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now().UTC()
				running, frozen := clock.New(), clock.NewFrozen(start)
				for _, move := range test.moves {
					move(running)
					move(frozen)
					time.Sleep(time.Minute)
				}
				from := start
				if test.from {
					from = noon
				}
				if got, want := running.Now(), from.Add(test.running); !got.Equal(want) {
					t.Errorf("running clock: %v, want %v", got, want)
				}
				if got, want := frozen.Now(), from.Add(test.frozen); !got.Equal(want) {
					t.Errorf("frozen clock: %v, want %v", got, want)
				}
			})
		})
	}
}

func moves(all ...func(*clock.Clock)) []func(*clock.Clock) { return all }

func advance(d time.Duration) func(*clock.Clock) {
	return func(c *clock.Clock) { c.Advance(d) }
}

func offset(d time.Duration) func(*clock.Clock) {
	return func(c *clock.Clock) { c.Offset(d) }
}

func freeze(c *clock.Clock) { c.Freeze() }
func set(c *clock.Clock)    { c.Set(noon) }
func run(c *clock.Clock)    { c.Run() }
func reset(c *clock.Clock)  { c.Reset() }

// TestSetFar sets years that a time.Duration doesn't reach.
func TestSetFar(t *testing.T) {
	for _, year := range []int{1, 1970, 2500, 9999} {
		c := clock.New()
		c.Set(time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC))
		if got := c.Now(); got.Year() != year {
			t.Errorf("set to the year %d, now it is %v", year, got)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	c := clock.NewFrozen(noon)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				c.Advance(time.Second)
				c.Now()
			}
		})
	}
	wg.Wait()
	if got, want := c.Now(), noon.Add(800*time.Second); !got.Equal(want) {
		t.Errorf("Now() = %v after 800 concurrent seconds, want %v", got, want)
	}
}

func TestReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now().UTC()
		c := clock.New()
		reads := func(when string, now time.Time, ahead time.Duration, frozen bool) {
			t.Helper()
			if gotNow, gotAhead, gotFrozen := c.Reading(); !gotNow.Equal(now) || gotAhead != ahead || gotFrozen != frozen {
				t.Errorf("%s: %v, %v, %t; want %v, %v, %t", when, gotNow, gotAhead, gotFrozen, now, ahead, frozen)
			}
		}
		reads("new", start, 0, false)
		c.Advance(-time.Hour)
		reads("an hour back", start.Add(-time.Hour), -time.Hour, false)
		c.Freeze()
		time.Sleep(time.Minute)
		reads("frozen for a minute", start.Add(-time.Hour), -61*time.Minute, true)
		c.Run()
		time.Sleep(time.Minute)
		reads("running again", start.Add(-59*time.Minute), -61*time.Minute, false)
	})
}
