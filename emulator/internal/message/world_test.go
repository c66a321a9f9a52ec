package message_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

var start = time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)

// world is an outbox, and a pool with one user, bob.
type world struct {
	*message.Sender
	t        *testing.T
	clock    *clock.Clock
	db       *store.DB
	triggers *trigger.Triggers
	pool     directory.Pool
	user     directory.User

	function func(event string) (answer string, err error) // what every function does; nil: return the event
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, clock: clock.NewFrozen(start)}
	db, err := store.Open(store.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w.db = db
	w.triggers = &trigger.Triggers{Functions: lambdaclient.InvokerFunc(w.invoke)}
	w.Sender = w.newSender()
	w.pool = directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001"}}
	w.user = directory.User{
		PoolID: w.pool.Id, Username: "bob", Sub: "sub-of-bob", Attributes: map[string]string{"email": "bob@example.com", "phone_number": "+12065550100"},
	}
	w.update(func(tx *store.Tx) error { return directory.SaveUser(tx, w.pool, &w.user) })
	return w
}

// newSender is what a restart makes.
func (w *world) newSender() *message.Sender {
	return &message.Sender{DB: w.db, Triggers: w.triggers, Codes: shouting{}, Random: rand.Reader, PublicURL: "http://localhost:2646"}
}

// invoke is the Lambda service.
func (w *world) invoke(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	if w.function == nil {
		return lambdaclient.Result{Payload: payload}, nil
	}
	answer, err := w.function(string(payload))
	if err != nil {
		return lambdaclient.Result{FunctionError: lambdaclient.NewFunctionError("Error", err.Error())}, nil
	}
	return lambdaclient.Result{Payload: []byte(answer)}, nil
}

// shouting stands in for encryption.
type shouting struct{}

func (shouting) Encrypt(_ context.Context, keyARN string, encryptionContext map[string]string, plaintext string) (string, error) {
	return fmt.Sprintf("%s|%v|%s!", keyARN, encryptionContext, plaintext), nil
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

// draft draws a code.
func (w *world) draft(user directory.User, o message.Occasion) (draft message.Draft, err error) {
	err = w.db.Update(context.Background(), func(_ context.Context, tx *store.Tx) (err error) {
		draft, err = w.DraftCode(tx, w.pool, user, o)
		return err
	})
	return draft, err
}

// send sends a code and gives its message.
func (w *world) send(o message.Occasion) message.Message {
	w.t.Helper()
	draft, err := w.draft(w.user, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.deliver(draft)
}

// invite sends an invitation and gives it.
func (w *world) invite(delivery directory.Delivery, password string) message.Message {
	w.t.Helper()
	var draft message.Draft
	w.update(func(tx *store.Tx) error {
		draft = w.DraftInvitation(tx, w.pool, w.user, "", delivery, password)
		return nil
	})
	return w.deliver(draft)
}

func (w *world) deliver(draft message.Draft) message.Message {
	w.t.Helper()
	if err := w.Deliver(context.Background(), w.pool, draft); err != nil {
		w.t.Fatal(err)
	}
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
