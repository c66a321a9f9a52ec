package authflow_test

import (
	"crypto/rand"
	"encoding/base32"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

var appOfAlice = directory.SoftwareToken{Secret: []byte("12345678901234567890123456789012")}

// newWorldWithApps is a pool that wants an authenticator app of everybody, or codes by e-mail, which are always 123456.
// Alice has an app, bob has nothing.
func newWorldWithApps(t *testing.T) *world {
	t.Helper()
	w, _ := newWorldWithFunctions(t, trigger.Choices{})
	w.Messages = &message.Sender{DB: w.DB, Triggers: w.Triggers, Random: rand.Reader, FixedCode: "123456"}
	w.pool.MfaConfiguration = api.UserPoolMfaTypeOn
	w.pool.MFA = directory.MFASettings{SoftwareToken: &api.SoftwareTokenMfaConfigType{Enabled: new(true)}, Email: &api.EmailMfaConfigType{}}
	w.put(func(tx *store.Tx) error { return directory.Pools.Put(tx, w.pool) })
	w.change("alice", func(u *directory.User) { u.Enrol(appOfAlice) })
	return w
}

// ask begins a sign-in, which has to lead to a challenge.
func (w *world) ask(name string, want api.ChallengeNameType) string {
	w.t.Helper()
	reply := must(w.t)(w.initiate(api.AuthFlowTypeUserPasswordAuth, name, authflow.Params{"PASSWORD": "Passw0rd!"}))
	if reply.Challenge != want {
		w.t.Fatalf("the challenge is %q", reply.Challenge)
	}
	return reply.Session
}

func (w *world) giveTOTP(session, code string) (authflow.Reply, error) {
	return w.respond(api.ChallengeNameTypeSoftwareTokenMfa, session, "alice", authflow.Params{"SOFTWARE_TOKEN_MFA_CODE": code})
}

// codeOf is the current code of a secret as users type it.
func (w *world) codeOf(secret string) string {
	w.t.Helper()
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		w.t.Fatal(err)
	}
	return factor.CurrentTOTP(directory.SoftwareToken{Secret: raw}, w.clock.Now())
}

// race makes some calls at the same time, of which one has to succeed, and the others to be refused by one of the rules.
func race(t *testing.T, call func(i int) error, others ...*rule.Rule) {
	t.Helper()
	var succeeded atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if err := call(i); err == nil {
				succeeded.Add(1)
			} else if !rule.Is(err, others...) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if succeeded.Load() != 1 {
		t.Errorf("%d calls succeeded", succeeded.Load())
	}
}

// However many answer at the same time, one session gives tokens once, and so does one code, in whatever sessions.
func TestATOTPWorksOnce(t *testing.T) {
	w := newWorldWithApps(t)
	code := factor.CurrentTOTP(appOfAlice, w.clock.Now())
	one := w.ask("alice", api.ChallengeNameTypeSoftwareTokenMfa)
	race(t, func(int) error { _, err := w.giveTOTP(one, code); return err }, rule.SessionUsed)

	w.clock.Advance(30 * time.Second)
	code = factor.CurrentTOTP(appOfAlice, w.clock.Now())
	var sessions []string
	for range 8 {
		sessions = append(sessions, w.ask("alice", api.ChallengeNameTypeSoftwareTokenMfa))
	}
	race(t, func(i int) error { _, err := w.giveTOTP(sessions[i], code); return err }, rule.SoftwareTokenUsed)
}

// However many set up an app with the same session, each step of it happens once.
func TestASetupHappensOnce(t *testing.T) {
	w := newWorldWithApps(t)
	type step struct {
		secret  string
		session api.Secret
	}
	won := make(chan step, 8)
	asked := w.ask("bob", api.ChallengeNameTypeMfaSetup)
	race(t, func(int) error {
		secret, next, err := w.Associate(t.Context(), api.Secret(asked))
		won <- step{secret, next}
		return err
	}, rule.SessionUsed)
	associated := winner(won, func(s step) bool { return s.secret != "" })
	race(t, func(int) error {
		next, err := w.Verify(t.Context(), associated.session, w.codeOf(associated.secret), "app")
		won <- step{session: next}
		return err
	}, rule.SessionUsed)
	verified := winner(won, func(s step) bool { return s.session != "" })
	race(t, func(int) error {
		_, err := w.respond(api.ChallengeNameTypeMfaSetup, string(verified.session), "bob", nil)
		return err
	}, rule.SessionUsed)
	w.ask("bob", api.ChallengeNameTypeSoftwareTokenMfa)
}

func winner[T any](all chan T, won func(T) bool) (found T) {
	for range 8 {
		if one := <-all; won(one) {
			found = one
		}
	}
	return found
}

// setUp brings bob to the session of VerifySoftwareToken.
func (w *world) setUp() string {
	w.t.Helper()
	secret, session, err := w.Associate(w.t.Context(), api.Secret(w.ask("bob", api.ChallengeNameTypeMfaSetup)))
	if err != nil {
		w.t.Fatal(err)
	}
	verified, err := w.Verify(w.t.Context(), session, w.codeOf(secret), "")
	if err != nil {
		w.t.Fatal(err)
	}
	return string(verified)
}

// A token that went away, or was replaced, between its verification and the answer proves nothing.
func TestAVerifiedTokenMustStillBeThere(t *testing.T) {
	for name, change := range map[string]func(*directory.User){
		"deleted":  func(u *directory.User) { u.ForgetSoftwareToken() },
		"replaced": func(u *directory.User) { u.Enrol(directory.SoftwareToken{Secret: []byte("another")}) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldWithApps(t)
			session := w.setUp()
			w.change("bob", change)
			if _, err := w.respond(api.ChallengeNameTypeMfaSetup, session, "bob", nil); !rule.Is(err, rule.SoftwareTokenGone) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Setting up ends with the sign-in that it belongs to: with its session, its user, and what the user may.
func TestASetupEndsWithItsSignIn(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*world)
		want   *rule.Rule
	}{
		"expired":  {func(w *world) { w.clock.Advance(3 * time.Minute) }, rule.SessionExpired},
		"disabled": {func(w *world) { w.change("bob", func(u *directory.User) { u.Enabled = false }) }, rule.UserDisabled},
		"deleted": {func(w *world) {
			w.put(func(tx *store.Tx) error {
				user, err := directory.FindUser(tx, w.pool, "bob")
				if err != nil {
					return err
				}
				return directory.DeleteUser(tx, user)
			})
		}, rule.SessionInvalid},
		"without apps": {func(w *world) {
			w.pool.MFA.SoftwareToken = nil
			w.put(func(tx *store.Tx) error { return directory.Pools.Put(tx, w.pool) })
		}, rule.SoftwareTokenOff},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldWithApps(t)
			asked := w.ask("bob", api.ChallengeNameTypeMfaSetup)
			secret, associated, err := w.Associate(t.Context(), api.Secret(w.ask("bob", api.ChallengeNameTypeMfaSetup)))
			if err != nil {
				t.Fatal(err)
			}
			c.before(w)
			if _, _, err := w.Associate(t.Context(), api.Secret(asked)); !rule.Is(err, c.want) {
				t.Errorf("Associate: got %v", err)
			}
			if _, err := w.Verify(t.Context(), associated, w.codeOf(secret), ""); !rule.Is(err, c.want) {
				t.Errorf("Verify: got %v", err)
			}
		})
	}
}

// Two set-ups of the same user: the first one wins. The other cannot take the place of what it set up, whatever step it has
// come to.
func TestASetupReplacesNothing(t *testing.T) {
	w := newWorldWithApps(t)
	begun := w.ask("bob", api.ChallengeNameTypeMfaSetup)
	secret, associated, err := w.Associate(t.Context(), api.Secret(w.ask("bob", api.ChallengeNameTypeMfaSetup)))
	if err != nil {
		t.Fatal(err)
	}
	mailed := must(t)(w.respond(api.ChallengeNameTypeMfaSetup, w.ask("bob", api.ChallengeNameTypeMfaSetup), "bob", authflow.Params{"EMAIL": "bob@example.com"}))
	own := w.setUp()
	for name, step := range map[string]func() error{
		"Associate": func() error { _, _, err := w.Associate(t.Context(), api.Secret(begun)); return err },
		"Verify":    func() error { _, err := w.Verify(t.Context(), associated, w.codeOf(secret), ""); return err },
		"an address": func() error {
			_, err := w.respond(api.ChallengeNameTypeMfaSetup, begun, "bob", authflow.Params{"EMAIL": "bob@example.com"})
			return err
		},
		"the code of an address": func() error {
			_, err := w.respond(api.ChallengeNameTypeEmailOtp, mailed.Session, "bob", authflow.Params{"EMAIL_OTP_CODE": "123456"})
			return err
		},
		"its own, anew": func() error { _, _, err := w.Associate(t.Context(), api.Secret(own)); return err },
	} {
		if err := step(); !rule.Is(err, rule.SessionInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if done := must(t)(w.respond(api.ChallengeNameTypeMfaSetup, own, "bob", nil)); done.Tokens == nil {
		t.Errorf("the first: %+v", done)
	}
}

// The address of MFA_SETUP does not take the place of one that the user got meanwhile.
func TestAnotherEmailStays(t *testing.T) {
	w := newWorldWithApps(t)
	asked := must(t)(w.respond(api.ChallengeNameTypeMfaSetup, w.ask("bob", api.ChallengeNameTypeMfaSetup), "bob", authflow.Params{"EMAIL": "bob@example.com"}))
	if asked.Challenge != api.ChallengeNameTypeEmailOtp {
		t.Fatalf("the challenge is %q", asked.Challenge)
	}
	w.change("bob", func(u *directory.User) { u.Attributes["email"] = "robert@example.com" })
	if _, err := w.respond(api.ChallengeNameTypeEmailOtp, asked.Session, "bob", authflow.Params{"EMAIL_OTP_CODE": "123456"}); !rule.Is(err, rule.SessionInvalid) {
		t.Errorf("got %v", err)
	}
	w.change("bob", func(u *directory.User) {
		if u.Attributes["email"] != "robert@example.com" || u.Attributes["email_verified"] == "true" {
			t.Errorf("bob has %v", u.Attributes)
		}
	})
}

// A session that says a token was verified, and is not of a user who has it, leads nowhere; nor does one of another step.
func TestASessionOfASetupIsNoProof(t *testing.T) {
	w := newWorldWithApps(t)
	var sub string
	w.change("bob", func(u *directory.User) { sub = u.Sub })
	facts := authflow.Facts{
		ID: "1", PoolID: poolID, ClientID: clientID, Sub: sub, Asked: api.ChallengeNameTypeMfaSetup, Proven: true, Salt: w.salt("bob"), Expires: w.clock.Now().Add(time.Minute),
	}
	for name, token := range map[string]*authflow.EnrolledToken{
		"no token": nil, "associated": {Secret: appOfAlice.Secret}, "verified, but not bob's": {Secret: appOfAlice.Secret, Verified: true},
	} {
		facts.Token = token
		reply, err := w.respond(api.ChallengeNameTypeMfaSetup, w.session(facts), "bob", nil)
		if !rule.Is(err, rule.MfaSetupUnfinished, rule.SoftwareTokenGone) || reply.Tokens != nil {
			t.Errorf("%s: %v", name, err)
		}
		code := factor.CurrentTOTP(appOfAlice, w.clock.Now())
		reply, err = w.respond(api.ChallengeNameTypeSoftwareTokenMfa, w.session(facts), "bob", authflow.Params{"SOFTWARE_TOKEN_MFA_CODE": code})
		if !rule.Is(err, rule.ChallengeNotSupported, rule.SoftwareTokenMissing) || reply.Tokens != nil {
			t.Errorf("%s, with a code: %v", name, err)
		}
	}
}
