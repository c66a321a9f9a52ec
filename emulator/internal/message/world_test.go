package message_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

var start = time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)

// world is an outbox, and a pool with one user, bob.
type world struct {
	*message.Sender
	t     *testing.T
	clock *clock.Clock
	db    *store.DB
	pool  directory.Pool
	user  directory.User
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, clock: clock.NewFrozen(start)}
	db, err := store.Open(store.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w.db = db
	w.Sender = &message.Sender{Random: rand.Reader, PublicURL: "http://localhost:2646"}
	w.pool = directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001"}}
	w.user = directory.User{
		PoolID: w.pool.Id, Username: "bob", Sub: "sub-of-bob", Attributes: map[string]string{"email": "bob@example.com", "phone_number": "+12065550100"},
	}
	w.update(func(tx *store.Tx) error { return directory.SaveUser(tx, w.pool, &w.user) })
	return w
}

func (w *world) update(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.db.Update(context.Background(), func(_ context.Context, tx *store.Tx) error { return fn(tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) view(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.db.View(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// occasion is a sign-up whose code goes to an attribute of bob's.
func (w *world) occasion(attribute string) message.Occasion {
	return message.Occasion{
		Trigger: message.SignUp, ClientID: "web", Purpose: directory.CodeSignUp,
		Delivery: directory.Delivery{Attribute: attribute, Address: w.user.Attributes[attribute]},
	}
}

// send sends a code and gives its message.
func (w *world) send(o message.Occasion) message.Message {
	w.t.Helper()
	w.update(func(tx *store.Tx) error { return w.SendCode(tx, w.pool, w.user, o) })
	all := w.outbox()
	return all[len(all)-1]
}

// outbox lists all messages, oldest first.
func (w *world) outbox() (all []message.Message) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		for m, err := range message.Messages.Scan(tx, "", "", 0) {
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return nil
	})
	return all
}
