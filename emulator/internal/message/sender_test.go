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

func TestDraftCode(t *testing.T) {
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

func TestDraftInvitation(t *testing.T) {
	w := newWorld(t)
	delivery := directory.Delivery{Attribute: "email", Address: "bob@example.com"}
	w.invite(delivery, "Temp0rary!")
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
	_, err := w.draft(w.user, w.occasion("email"))
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
			w.Sender = w.newSender()
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
	draft, err := w.draft(w.user, w.occasion("email"))
	if err != nil || closed(first) || len(w.outbox()) != 1 {
		t.Errorf("%v: a message that was not sent woke somebody, or is there", err)
	}
	w.deliver(draft)
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
			draft, err := w.draft(user, w.occasion("email"))
			if err := errors.Join(err, w.Deliver(ctx, w.pool, draft)); err != nil {
				t.Error(err)
			}
		})
	}
	everybody.Wait()
}

func TestBodiesHaveNoPlaceholdersLeft(t *testing.T) {
	w := newWorld(t)
	for _, attribute := range []string{"email", "phone_number"} {
		for _, trigger := range []message.Trigger{
			message.SignUp, message.ResendCode, message.ForgotPassword, message.UpdateUserAttribute, message.VerifyUserAttribute, message.Authentication,
		} {
			o := w.occasion(attribute)
			o.Trigger = trigger
			if m := w.send(o); strings.ContainsAny(m.Subject+m.Body, "{}") || !strings.Contains(m.Body, m.Code) || m.Link != "" {
				t.Errorf("%s: %+v", trigger, m)
			}
		}
	}
}
