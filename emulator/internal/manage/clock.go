package manage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/clock"
)

// The clock can be anywhere in the years that timestamps have a form for, and refresh tokens, which live for ten years at most,
// with it.
var (
	earliest = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(9989, 1, 1, 0, 0, 0, 0, time.UTC)
)

// shownClock is the clock as JSON. The offset is how far it is ahead of the machine's; "-2h0m0s" is behind.
type shownClock struct {
	Now    time.Time `json:"now"`
	Offset string    `json:"offset"`
	Frozen bool      `json:"frozen"`
}

// clockMove is what can be done to the clock: PUT /clock takes the first three, POST /clock/advance the last.
type clockMove struct {
	Now    *time.Time `json:"now"`
	Offset *string    `json:"offset"`
	Frozen *bool      `json:"frozen"`
	By     *string    `json:"by"`
}

func (a *API) showClock(w http.ResponseWriter, _ *http.Request) {
	now, offset, frozen := a.Clock.Reading()
	write(w, http.StatusOK, shownClock{now, offset.Round(time.Millisecond).String(), frozen})
}

// setClock moves, freezes or unfreezes the clock: {"now": "2026-12-24T18:00:00Z"}, {"offset": "-2h"}, {"frozen": true}.
func (a *API) setClock(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(move clockMove) error {
		switch {
		case move.By != nil:
			return errors.New(`"by" belongs to POST /_emulator/clock/advance`)
		case move.Now != nil && move.Offset != nil:
			return errors.New("now and offset exclude each other")
		case move == clockMove{}:
			return errors.New("the body says nothing")
		}
		return nil
	})
}

// advanceClock moves the clock forward, or back: {"by": "61m"}.
func (a *API) advanceClock(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(move clockMove) error {
		if move.By == nil || move != (clockMove{By: move.By}) {
			return errors.New(`the body has to be {"by": …}, and nothing else`)
		}
		return nil
	})
}

// change does what the body says, if it is what may be said there.
func (a *API) change(w http.ResponseWriter, r *http.Request, check func(clockMove) error) {
	move, err := readMove(r)
	if err == nil {
		err = check(move)
	}
	if err == nil {
		err = a.moveClock(move)
	}
	if err != nil {
		badClock(w, err)
		return
	}
	a.showClock(w, r)
}

// resetClock takes the clock back to what it was at the start.
func (a *API) resetClock(w http.ResponseWriter, r *http.Request) {
	a.Clock.Reset()
	a.showClock(w, r)
}

func (a *API) moveClock(move clockMove) error {
	now := a.Clock.Now()
	target, to := now, func() {}
	switch {
	case move.Now != nil:
		target, to = *move.Now, func() { a.Clock.Set(*move.Now) }
	case move.Offset != nil:
		d, err := time.ParseDuration(*move.Offset)
		if err != nil {
			return err
		}
		target, to = a.Clock.Real().Add(d), func() { a.Clock.Offset(d) }
	case move.By != nil:
		d, err := time.ParseDuration(*move.By)
		if err != nil {
			return err
		}
		target, to = now.Add(d), func() { a.Clock.Advance(d) }
	}
	if target.Before(earliest) || !target.Before(latest) {
		return fmt.Errorf("the clock would show %s", target.UTC().Format(time.RFC3339))
	}
	to()
	freeze(a.Clock, move.Frozen)
	return nil
}

// freeze stops the clock or lets it run, once it was moved: what is frozen is the time that was asked for.
func freeze(c *clock.Clock, frozen *bool) {
	switch {
	case frozen == nil:
	case *frozen:
		c.Freeze()
	default:
		c.Run()
	}
}

func readMove(r *http.Request) (move clockMove, err error) {
	const longestMove = 1 << 10
	decoder := json.NewDecoder(io.LimitReader(r.Body, longestMove))
	decoder.DisallowUnknownFields()
	switch err = decoder.Decode(&move); {
	case errors.Is(err, io.EOF):
		err = errors.New("the body is empty")
	case err == nil && decoder.More():
		err = errors.New("the body is more than one JSON object")
	}
	return move, err
}

func badClock(w http.ResponseWriter, err error) {
	write(w, http.StatusBadRequest, problem{
		"the clock was not moved", err.Error(),
		`PUT {"now": "2026-12-24T18:00:00Z"}, {"offset": "-2h"} or {"frozen": true} to /_emulator/clock, or POST {"by": "61m"} to /_emulator/clock/advance; ` +
			"times are RFC 3339, durations like 90s, 61m, -2h; the years are 1970 to 9988",
	})
}
