package message_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestSendCode(t *testing.T) {
	w := newWorld(t)
	o := w.occasion("phone_number")
	o.Pending = "+12065550199"
	got := w.send(o)
	want := message.Message{
		At: start, PoolID: w.pool.Id, Client: "web", User: "bob", Sub: "sub-of-bob", Channel: "sms", To: "+12065550100",
		Trigger: "SignUp", Purpose: directory.CodeSignUp, Code: got.Code, Body: "Your verification code is " + got.Code + ".",
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(message.Message{}, "ID")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !regexp.MustCompile(`^[0-9]{6}$`).MatchString(got.Code) {
		t.Errorf("the code is %q", got.Code)
	}
	w.view(func(tx *store.Tx) error {
		code, err := directory.CheckCode(tx, w.user, directory.CodeSignUp, got.Code)
		kept := directory.Code{
			PoolID: w.pool.Id, Sub: "sub-of-bob", Purpose: directory.CodeSignUp, Text: got.Code, Attribute: "phone_number",
			Pending: "+12065550199", Expires: start.Add(24 * time.Hour),
		}
		if diff := cmp.Diff(kept, code); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		return nil
	})
}

func TestSendInvitation(t *testing.T) {
	w := newWorld(t)
	delivery := directory.Delivery{Attribute: "email", Address: "bob@example.com"}
	w.update(func(tx *store.Tx) error { return w.SendInvitation(tx, w.pool, w.user, delivery, "Temp0rary!") })
	got := w.outbox()
	want := []message.Message{{
		At: start, PoolID: w.pool.Id, User: "bob", Sub: "sub-of-bob", Channel: "email", To: "bob@example.com", Trigger: "AdminCreateUser",
		Subject: "Your temporary password", Body: "Your username is bob and temporary password is Temp0rary!.", Code: "Temp0rary!",
	}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(message.Message{}, "ID")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCodes(t *testing.T) {
	w := newWorld(t)
	w.Random = bytes.NewReader(append(make([]byte, 15), 42))
	if got := w.send(w.occasion("email")); got.Code != "000042" {
		t.Errorf("drawn: %s", got.Code)
	}
	err := w.db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		return w.SendCode(tx, w.pool, w.user, w.occasion("email"))
	})
	if err == nil || len(w.outbox()) != 1 {
		t.Errorf("without randomness: %v, and %d messages", err, len(w.outbox()))
	}
	w.FixedCode = "123456"
	if got := w.send(w.occasion("email")); got.Code != "123456" {
		t.Errorf("fixed: %s", got.Code)
	}
}

// Messages are listed in the order of sending: those of one instant, too, and over a restart.
func TestOrderOfMessages(t *testing.T) {
	w := newWorld(t)
	var want []string
	for i := range 12 {
		if i == 6 {
			w.Sender = &message.Sender{Random: w.Random}
		}
		if i == 9 {
			w.clock.Advance(time.Millisecond)
		}
		want = append(want, w.send(w.occasion("email")).Code)
	}
	var got []string
	for _, m := range w.outbox() {
		got = append(got, m.Code)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// closed reports whether a channel is.
func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestWhoWaitsIsWokenByTheNextMessage(t *testing.T) {
	w := newWorld(t)
	w.send(w.occasion("email"))
	first, second := w.Next(), w.Next()
	if closed(first) || closed(second) {
		t.Fatal("a message of the past woke somebody")
	}
	failed := errors.New("no")
	err := w.db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		if err := w.SendCode(tx, w.pool, w.user, w.occasion("email")); err != nil {
			return err
		}
		if closed(first) {
			t.Error("woken before the message can be seen")
		}
		return failed
	})
	if !errors.Is(err, failed) || closed(first) || len(w.outbox()) != 1 {
		t.Errorf("%v: a message that was not sent woke somebody, or is there", err)
	}
	w.send(w.occasion("email"))
	if !closed(first) || !closed(second) || closed(w.Next()) {
		t.Error("not everybody was woken, or one too many")
	}
}

// Nobody misses a message, whenever it comes: the channel is asked for before looking.
func TestNobodyMissesAMessage(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var everybody sync.WaitGroup
	for i := range 20 {
		name := fmt.Sprintf("user%d", i)
		everybody.Go(func() {
			for {
				next := w.Next()
				if slices.ContainsFunc(w.outbox(), func(m message.Message) bool { return m.User == name }) {
					return
				}
				select {
				case <-next:
				case <-ctx.Done():
					t.Errorf("%s was never woken", name)
					return
				}
			}
		})
		everybody.Go(func() {
			user := w.user
			user.Username = name
			w.update(func(tx *store.Tx) error { return w.SendCode(tx, w.pool, user, w.occasion("email")) })
		})
	}
	everybody.Wait()
}

func TestBodiesHaveNoPlaceholdersLeft(t *testing.T) {
	w := newWorld(t)
	for _, attribute := range []string{"email", "phone_number"} {
		for _, trigger := range []message.Trigger{
			message.SignUp, message.ResendCode, message.ForgotPassword, message.UpdateUserAttribute, message.VerifyUserAttribute,
		} {
			o := w.occasion(attribute)
			o.Trigger = trigger
			if m := w.send(o); strings.ContainsAny(m.Subject+m.Body, "{}") || !strings.Contains(m.Body, m.Code) || m.Link != "" {
				t.Errorf("%s: %+v", trigger, m)
			}
		}
	}
}
