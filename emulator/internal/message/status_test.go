package message_test

import (
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func (w *world) status(m message.Message) (status string) {
	w.t.Helper()
	w.view(func(tx *store.Tx) (err error) {
		status, err = m.Status(tx)
		return err
	})
	return status
}

// use does with a code what the operations do that take one.
func (w *world) use(m message.Message) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		code, err := directory.CheckCode(tx, w.user, m.Purpose, m.Code)
		if err != nil {
			return err
		}
		return directory.UseCode(tx, code)
	})
}

func TestStatus(t *testing.T) {
	for _, fixed := range []string{"", "123456"} {
		for name, c := range map[string]struct {
			happens func(*world, message.Message)
			want    string
		}{
			"nothing":           {func(*world, message.Message) {}, "pending"},
			"almost a day":      {func(w *world, _ message.Message) { w.clock.Advance(24*time.Hour - time.Millisecond) }, "pending"},
			"a day":             {func(w *world, _ message.Message) { w.clock.Advance(24 * time.Hour) }, "expired"},
			"the code is used":  {func(w *world, m message.Message) { w.use(m) }, "used"},
			"used, and a day":   {func(w *world, m message.Message) { w.use(m); w.clock.Advance(24 * time.Hour) }, "used"},
			"another code":      {func(w *world, _ message.Message) { w.clock.Advance(time.Second); w.send(w.occasion("email")) }, "superseded"},
			"the user is gone":  {func(w *world, _ message.Message) { w.deleteUser() }, "expired"},
			"a code for others": {func(w *world, _ message.Message) { w.sendFor(directory.CodeForgotPassword) }, "pending"},
		} {
			w := newWorld(t)
			w.FixedCode = fixed
			m := w.send(w.occasion("email"))
			c.happens(w, m)
			if got := w.status(m); got != c.want {
				t.Errorf("%s (fixed code %q): %s, want %s", name, fixed, got, c.want)
			}
		}
	}
}

func (w *world) sendFor(purpose directory.Purpose) message.Message {
	o := w.occasion("email")
	o.Purpose = purpose
	return w.send(o)
}

func (w *world) deleteUser() {
	w.t.Helper()
	w.update(func(tx *store.Tx) error { return directory.DeleteUser(tx, w.user) })
}

func TestStatusOfRecoveryCodes(t *testing.T) {
	w := newWorld(t)
	m := w.sendFor(directory.CodeForgotPassword)
	w.clock.Advance(time.Hour - time.Millisecond)
	before := w.status(m)
	w.clock.Advance(time.Millisecond)
	if after := w.status(m); before != "pending" || after != "expired" {
		t.Errorf("%s until an hour, then %s", before, after)
	}
}

func TestStatusOfInvitations(t *testing.T) {
	w := newWorld(t)
	if got := w.status(w.invite(directory.Delivery{}, "Temp0rary!")); got != "sent" {
		t.Error(got)
	}
}
