package authflow_test

import (
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// newPassword answers NEW_PASSWORD_REQUIRED with a session that asks for some challenge.
func (w *world) newPassword(asked api.ChallengeNameType, responses authflow.Params) error {
	w.t.Helper()
	answer := authflow.Params{"USERNAME": "alice", "NEW_PASSWORD": "N3w-passw0rd!"}
	for name, value := range responses {
		answer[name] = value
	}
	_, err := w.Respond(w.t.Context(), authflow.Answer{
		ClientID: clientID, Challenge: api.ChallengeNameTypeNewPasswordRequired, Responses: answer,
		Session: w.session(authflow.Facts{
			ID: "1", PoolID: poolID, ClientID: clientID, Sub: "sub-of-alice", Asked: asked, Proven: true, Salt: w.salt("alice"), Expires: w.clock.Now().Add(time.Minute),
		}),
	})
	return err
}

func TestASessionAsksForOneChallenge(t *testing.T) {
	w := newWorld(t)
	err := w.newPassword(api.ChallengeNameTypeSmsMfa, nil)
	if !rule.Is(err, rule.ChallengeNotSupported) {
		t.Errorf("got %v", err)
	}
}

// Users are not made without their required attributes, so no call leads here yet.
func TestANewPasswordWantsTheRequiredAttributes(t *testing.T) {
	w := newWorld(t)
	for i, a := range w.pool.SchemaAttributes {
		if a.Name == "family_name" {
			w.pool.SchemaAttributes[i].Required = new(true)
		}
	}
	w.put(func(tx *store.Tx) error { return directory.Pools.Put(tx, w.pool) })
	err := w.newPassword(api.ChallengeNameTypeNewPasswordRequired, nil)
	refusal, _ := rule.As(err)
	if !rule.Is(err, rule.AttributeStillMissing) || refusal.Answer.Message != "Invalid attributes given, family_name is missing" {
		t.Errorf("got %v", err)
	}
}

// TestSessionsAreNotSwapped: a session of one challenge, client or pool is good for no other, and a changed one for nothing.
func TestSessionsAreNotSwapped(t *testing.T) {
	w := newWorld(t)
	good := authflow.Facts{
		ID: "1", PoolID: poolID, ClientID: clientID, Sub: "sub-of-alice", Asked: api.ChallengeNameTypeNewPasswordRequired, Proven: true, Salt: w.salt("alice"), Expires: w.clock.Now().Add(time.Minute),
	}
	answer := func(session string) error {
		_, err := w.Respond(t.Context(), authflow.Answer{
			ClientID: clientID, Challenge: api.ChallengeNameTypeNewPasswordRequired, Session: session,
			Responses: authflow.Params{"USERNAME": "alice", "NEW_PASSWORD": "short"},
		})
		return err
	}
	if err := answer(w.session(good)); !rule.Is(err, rule.PasswordPolicy) {
		t.Fatalf("the session that the others differ from: %v", err)
	}
	changes := map[string]func(*authflow.Facts){
		"pool": func(f *authflow.Facts) { f.PoolID = "us-east-1_Other0001" }, "client": func(f *authflow.Facts) { f.ClientID = "other" },
		"user": func(f *authflow.Facts) { f.Sub = "sub-of-bob" }, "no facts kept": func(f *authflow.Facts) { f.Parked = true },
	}
	for name, change := range changes {
		facts := good
		change(&facts)
		if err := answer(w.session(facts)); !rule.Is(err, rule.SessionInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	text := []byte(w.session(good))
	for _, i := range []int{0, 4, len(text) / 2, len(text) - 2} {
		changed := append([]byte{}, text...)
		changed[i] ^= 1
		if err := answer(string(changed)); !rule.Is(err, rule.SessionInvalid) {
			t.Errorf("changed at %d: got %v", i, err)
		}
	}
}
