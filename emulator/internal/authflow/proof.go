package authflow

import (
	"context"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// provePassword checks a password that came as it is.
func (r *Runner) provePassword(ctx context.Context, a *Attempt, password string) error {
	credential := credentialOf(a)
	err := r.prove(ctx, a, func() (bool, string) {
		return credential.Matches(a.Pool, a.User.Username, password), "the password is not that of " + a.User.Username
	})
	if err != nil {
		return err
	}
	return r.checkCompromised(ctx, a, password)
}

// prove checks a proof of the password under the rules of the lockout, and records the fact. Hidden users are locked
// like others. The check itself runs outside of any transaction, since an SRP proof takes milliseconds.
func (r *Runner) prove(ctx context.Context, a *Attempt, check func() (ok bool, otherwise string)) error {
	attempts, err := r.attempts(ctx, a)
	if err != nil {
		return err
	}
	ok, otherwise := check()
	if !ok || a.hidden != nil {
		return r.fail(ctx, a, otherwise)
	}
	if attempts.Failed > 0 {
		err := r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error { return directory.ClearFailures(tx, attempts) })
		if err != nil {
			return err
		}
	}
	journal.From(ctx).Passed("password", "the password of %s is right", a.User.Username)
	a.recordPassword()
	a.method("pwd")
	return r.checkTemporary(a)
}

// recordPassword records that the password was proven, and which one.
func (a *Attempt) recordPassword() { a.Proven, a.Salt = true, saltOf(credentialOf(a)) }

func (r *Runner) attempts(ctx context.Context, a *Attempt) (attempts directory.Attempts, err error) {
	err = r.DB.View(ctx, func(tx *store.Tx) (err error) {
		attempts, err = directory.CheckLock(tx, a.Pool.Id, a.User.Sub)
		return err
	})
	if rule.Is(err, rule.PasswordAttemptsExceeded) {
		touched := r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error { return directory.Touch(tx, attempts) })
		if touched != nil {
			return attempts, touched
		}
	}
	return attempts, err
}

// fail counts a wrong proof. A hidden user's is answered with the same bytes; the log tells the truth.
func (r *Runner) fail(ctx context.Context, a *Attempt, reason string) error {
	err := r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		attempts, err := directory.CheckLock(tx, a.Pool.Id, a.User.Sub)
		if err != nil {
			return err
		}
		return directory.CountFailure(tx, attempts)
	})
	if err != nil {
		return err
	}
	if a.hidden != nil {
		return rule.PasswordWrong.Refuse().Hide(a.hidden)
	}
	return rule.PasswordWrong.Refuse().Because("%s", reason)
}

// checkTemporary refuses a temporary password that is too old.
func (r *Runner) checkTemporary(a *Attempt) error {
	since := a.User.TemporarySince
	if a.User.Status != api.UserStatusTypeForceChangePassword || since.IsZero() {
		return nil
	}
	if ends := since.Add(a.Pool.TemporaryPasswordLife()); !r.Now().Before(ends) {
		return rule.TemporaryPasswordExpired.Refuse().Because("the temporary password of %s was good until %s", a.User.Username, ends.Format(time.RFC3339))
	}
	return nil
}
