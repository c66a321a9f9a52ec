package threat_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// world is a pool with threat protection, and a user, bob.
type world struct {
	*threat.Guard
	t     *testing.T
	clock *clock.Clock
	pool  directory.Pool
	user  directory.User
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC))}
	db, err := store.Open(store.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w.Guard = &threat.Guard{
		DB: db, Random: rand.Reader, PublicURL: "http://localhost:2646",
		Messages: &message.Sender{DB: db, Triggers: &trigger.Triggers{}, Random: rand.Reader},
	}
	w.pool = directory.Pool{UserPoolType: api.UserPoolType{
		Id: "us-east-1_App000001", UserPoolAddOns: &api.UserPoolAddOnsType{AdvancedSecurityMode: api.AdvancedSecurityModeTypeEnforced},
	}}
	w.user = directory.User{PoolID: w.pool.Id, Username: "bob", Sub: "sub-of-bob", Attributes: map[string]string{"email": "bob@example.com"}}
	w.update(func(tx *store.Tx) error { return directory.SaveUser(tx, w.pool, &w.user) })
	return w
}

func (w *world) update(change func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.DB.Update(w.t.Context(), func(_ context.Context, tx *store.Tx) error { return change(tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) scene() threat.Scene { return threat.Scene{Pool: w.pool} }

func (w *world) events() (events []directory.AuthEvent) {
	w.t.Helper()
	w.update(func(tx *store.Tx) (err error) {
		events, _, err = directory.AuthEventsOf(tx, w.user, directory.Paging{Limit: 60})
		return err
	})
	return events
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func happening(id string, response api.EventResponseType) threat.Happening {
	return threat.Happening{ID: id, Type: api.EventTypeSignIn, Response: response, Risk: threat.Risk("", false, false)}
}

// Without a guard, and without threat protection, nothing is refused or recorded.
func TestNobodyGuards(t *testing.T) {
	w := newWorld(t)
	var nobody *threat.Guard
	off := threat.Scene{Pool: directory.Pool{UserPoolType: api.UserPoolType{Id: w.pool.Id}}}
	for name, guard := range map[string]*threat.Guard{"nobody": nobody, "off": w.Guard} {
		s := w.scene()
		if guard != nil {
			s = off
		}
		found, blocked, err := guard.Compromised(t.Context(), s, api.EventFilterTypeSignIn, "Passw0rd!")
		verdict, judged := guard.Judge(t.Context(), s, w.user)
		failure := rule.UserDisabled.Refuse()
		switch {
		case found || blocked || err != nil || judged != nil || verdict != threat.Verdict{}:
			t.Errorf("%s: %t %t %v %v %+v", name, found, blocked, err, judged, verdict)
		case guard.Admit(t.Context(), s, api.EventFilterTypeSignUp, "Passw0rd!") != nil:
			t.Errorf("%s refuses", name)
		case guard.Record(t.Context(), s, w.user, happening("1", api.EventResponseTypePass)) != nil:
			t.Errorf("%s cannot record", name)
		case !errors.Is(guard.Outcome(t.Context(), s, w.user, api.EventTypeSignUp, "", failure), failure):
			t.Errorf("%s hides a failure", name)
		}
	}
	if events := w.events(); len(events) > 0 {
		t.Errorf("the events are %+v", events)
	}
}

// A later step changes what an event shows, but not when and where it began, nor what was said of it.
func TestStepsOfAnEvent(t *testing.T) {
	w := newWorld(t)
	ctx, trail := journal.With(t.Context(), "1", "InitiateAuth", w.clock.Now())
	trail.Peer("192.0.2.1:1234")
	first := threat.FromUser(ctx, w.pool, directory.Client{}, nil)
	w.must(w.Record(ctx, first, w.user, happening("1", api.EventResponseTypeInProgress)))
	began := w.clock.Now()
	w.update(func(tx *store.Tx) error {
		event := must(directory.FindAuthEvent(tx, w.user, "1"))
		event.Feedback = &api.EventFeedbackType{FeedbackValue: api.FeedbackValueTypeValid}
		return directory.AuthEvents.Put(tx, event)
	})
	w.clock.Advance(time.Second)
	w.must(w.Record(ctx, w.scene(), w.user, happening("1", api.EventResponseTypePass)))
	events := w.events()
	if len(events) != 1 {
		t.Fatalf("there are %d events", len(events))
	}
	if e := events[0]; e.Response != api.EventResponseTypePass || !e.Created.Equal(began) || e.Feedback == nil || e.Context.IpAddress != "192.0.2.1" {
		t.Errorf("the event is %+v", e)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Who is not there has one record that nobody can read; who was deleted has none.
func TestEventsOfNobody(t *testing.T) {
	w := newWorld(t)
	for i := range 3 {
		w.must(w.Record(t.Context(), w.scene(), threat.Nobody("alice"), happening(fmt.Sprint(i), api.EventResponseTypeFail)))
		w.must(w.Record(t.Context(), w.scene(), directory.User{Username: "gone", Sub: "gone"}, happening(fmt.Sprint(i), api.EventResponseTypeFail)))
		w.must(w.Record(t.Context(), w.scene(), directory.User{Username: "no sub"}, happening(fmt.Sprint(i), api.EventResponseTypeFail)))
	}
	w.update(func(tx *store.Tx) error {
		if count := must(directory.AuthEvents.Count(tx, w.pool.Id+"/")); count != 1 {
			t.Errorf("there are %d records", count)
		}
		return nil
	})
}

// Steps, feedback and deletion at the same time leave whole events, or none.
func TestAtTheSameTime(t *testing.T) {
	w := newWorld(t)
	var working sync.WaitGroup
	for i := range 50 {
		working.Go(func() {
			id := fmt.Sprint(i % 10)
			if err := w.Record(t.Context(), w.scene(), w.user, happening(id, api.EventResponseTypePass)); err != nil {
				t.Error(err)
			}
			if err := w.Notify(t.Context(), w.scene(), w.user, threat.Notice{Event: id}); err != nil {
				t.Error(err)
			}
		})
	}
	working.Wait()
	events := w.events()
	serials := map[int64]bool{}
	for _, e := range events {
		serials[e.Serial] = true
		if e.FeedbackToken == "" {
			t.Errorf("event %s has no token", e.ID)
		}
	}
	if len(events) != 10 || len(serials) != 10 {
		t.Errorf("%d events with %d serial numbers", len(events), len(serials))
	}
	working.Go(func() { w.update(func(tx *store.Tx) error { return directory.DeleteUser(tx, w.user) }) })
	for i := range 20 {
		working.Go(func() {
			_ = w.Record(t.Context(), w.scene(), w.user, happening(fmt.Sprint(i), api.EventResponseTypePass))
		})
	}
	working.Wait()
	if left := w.events(); len(left) > 0 {
		t.Errorf("the deleted user has %d events", len(left))
	}
}

// Which refusals are failed attempts.
func TestFails(t *testing.T) {
	for refusal, want := range map[*rule.Rule]bool{
		rule.PasswordWrong: true, rule.UserDisabled: true, rule.MfaCodeMismatch: true, rule.CodeExpired: true, rule.ThreatSignInBlocked: true,
		rule.SessionUsed: false, rule.SessionExpired: false, rule.SessionInvalid: false, rule.PasswordPolicy: false, rule.AttemptLimit: false,
	} {
		if got := threat.Fails(refusal.Refuse()); got != want {
			t.Errorf("%s: %t", refusal.ID, got)
		}
	}
	if threat.Fails(nil) || threat.Fails(errors.New("x")) {
		t.Error("what is no refusal fails")
	}
}
