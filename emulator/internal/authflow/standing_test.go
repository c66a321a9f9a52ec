package authflow_test

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/srp"
)

// setPassword gives a user another password, as administrators do.
func (w *world) setPassword(name string, temporary bool) {
	w.t.Helper()
	credential, err := w.Hasher.New(w.pool, name, "An0ther-one!")
	if err != nil {
		w.t.Fatal(err)
	}
	w.change(name, func(u *directory.User) {
		u.SetCredential(w.pool, credential, temporary, w.clock.Now())
		u.Status = api.UserStatusTypeConfirmed
		if temporary {
			u.Status = api.UserStatusTypeForceChangePassword
		}
	})
}

// A password that was proven counts as long as it is the user's: who was let in halfway by the former one gets no tokens,
// and cannot set a new one.
func TestAProvenPasswordOfYesterday(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*world, string)
		want   *rule.Rule
	}{
		"another password": {func(w *world, user string) { w.setPassword(user, false) }, rule.SessionInvalid},
		"a temporary one":  {func(w *world, user string) { w.setPassword(user, true) }, rule.SessionInvalid},
		"it has to be reset": {func(w *world, user string) {
			w.change(user, func(u *directory.User) { u.Status = api.UserStatusTypeResetRequired })
		}, rule.PasswordResetRequired},
		"disabled": {func(w *world, user string) { w.change(user, func(u *directory.User) { u.Enabled = false }) }, rule.UserDisabled},
	} {
		w := newWorldWithApps(t)
		asked := w.ask("alice", api.ChallengeNameTypeSoftwareTokenMfa)
		c.change(w, "alice")
		if reply, err := w.giveTOTP(asked, factor.CurrentTOTP(appOfAlice, w.clock.Now())); !rule.Is(err, c.want) || reply.Tokens != nil {
			t.Errorf("%s, SOFTWARE_TOKEN_MFA: %v", name, err)
		}

		setUp := w.ask("bob", api.ChallengeNameTypeMfaSetup)
		c.change(w, "bob")
		if secret, _, err := w.Associate(t.Context(), api.Secret(setUp)); !rule.Is(err, c.want) || secret != "" {
			t.Errorf("%s, MFA_SETUP: %v", name, err)
		}

		w.addUser("carol", api.UserStatusTypeForceChangePassword)
		must := w.ask("carol", api.ChallengeNameTypeNewPasswordRequired)
		c.change(w, "carol")
		if _, err := w.respond(api.ChallengeNameTypeNewPasswordRequired, must, "carol", authflow.Params{"NEW_PASSWORD": "N3w-passw0rd!"}); !rule.Is(err, c.want) {
			t.Errorf("%s, NEW_PASSWORD_REQUIRED: %v", name, err)
		}
	}
}

// The count of wrong codes is forgotten after a quarter of an hour without any attempt: one during the lock is one.
func TestALockedCodeIsAnAttempt(t *testing.T) {
	w := newWorldWithApps(t)
	wrong := func() error {
		_, err := w.giveTOTP(w.ask("alice", api.ChallengeNameTypeSoftwareTokenMfa), "000000")
		return err
	}
	const quarter = 15 * time.Minute
	for range 15 { // the fifteenth locks for a quarter of an hour
		if err := wrong(); !rule.Is(err, rule.SoftwareTokenMismatch) {
			t.Fatal(err)
		}
		w.clock.Advance(quarter - time.Second)
	}
	if err := wrong(); !rule.Is(err, rule.MfaAttemptsExceeded) {
		t.Fatal(err)
	}
	w.clock.Advance(time.Second)
	if err := wrong(); !rule.Is(err, rule.SoftwareTokenMismatch) {
		t.Fatal(err)
	}
	if err := wrong(); !rule.Is(err, rule.MfaAttemptsExceeded) {
		t.Errorf("after the lock: %v", err)
	}
}

// interrupting reads random bytes, after something else has happened.
type interrupting struct{ happen func() }

func (i *interrupting) Read(p []byte) (int, error) {
	if happen := i.happen; happen != nil {
		i.happen = nil
		happen()
	}
	return rand.Read(p)
}

// What happens while the new password is hashed counts, too, and nobody learns from it that the user was there.
func TestAUserChangesDuringTheAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*world)
		want   *rule.Rule
	}{
		"another temporary password": {func(w *world) { w.setPassword("carol", true) }, rule.SessionInvalid},
		"disabled":                   {func(w *world) { w.change("carol", func(u *directory.User) { u.Enabled = false }) }, rule.UserDisabled},
		"deleted": {func(w *world) {
			w.put(func(tx *store.Tx) error {
				user, err := directory.FindUser(tx, w.pool, "carol")
				return errors.Join(err, directory.DeleteUser(tx, user))
			})
		}, rule.SessionInvalid},
	} {
		w := newWorldWithApps(t)
		w.addUser("carol", api.UserStatusTypeForceChangePassword)
		asked := w.ask("carol", api.ChallengeNameTypeNewPasswordRequired)
		w.Hasher.Random = &interrupting{func() { c.change(w) }}
		if _, err := w.respond(api.ChallengeNameTypeNewPasswordRequired, asked, "carol", authflow.Params{"NEW_PASSWORD": "N3w-passw0rd!"}); !rule.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A proof by SRP counts in USER_AUTH as long as the user can begin with the password.
func TestASRPProofOfYesterday(t *testing.T) {
	w := newWorldOfChoices(t, "123456")
	client, err := w.Group.NewClient(rand.Reader, w.pool.ShortName())
	if err != nil {
		t.Fatal(err)
	}
	asked := must(t)(w.initiate(choice, "alice", authflow.Params{"PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": client.A()}))
	w.pool.Policies.SignInPolicy.AllowedFirstAuthFactors = []api.AuthFactorType{"EMAIL_OTP"}
	w.put(func(tx *store.Tx) error { return directory.Pools.Put(tx, w.pool) })
	claim, err := client.Answer("alice", "Passw0rd!", srp.Parameters{
		Salt: asked.Params["SALT"], B: asked.Params["SRP_B"], SecretBlock: asked.Params["SECRET_BLOCK"],
	}, w.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	reply, err := w.respond(api.ChallengeNameTypePasswordVerifier, asked.Session, "alice", authflow.Params{
		"PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock, "PASSWORD_CLAIM_SIGNATURE": claim.Signature, "TIMESTAMP": claim.Timestamp,
	})
	if !rule.Is(err, rule.PasswordWrong) || reply.Tokens != nil {
		t.Errorf("got %v", err)
	}
}
