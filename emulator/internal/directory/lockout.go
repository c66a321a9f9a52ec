package directory

import (
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Attempts counts the wrong passwords of one user.
type Attempts struct {
	Key    string
	Failed int
	Last   time.Time
	Until  time.Time // locked until then
}

// AttemptsTable holds the counters, of existing users and of names that clients must not know to be missing.
var AttemptsTable = store.Table[Attempts]{
	Kind: "attempts",
	Key:  func(a Attempts) string { return a.Key },
}

const (
	freeAttempts = 5
	longestLock  = 15 * time.Minute
)

// CheckLock refuses a sign-in while the user is locked. Such an attempt is not counted.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html (lockout behaviour)
func CheckLock(tx *store.Tx, poolID, user string) (Attempts, error) {
	return checkLock(tx, poolID+"/"+user, rule.PasswordAttemptsExceeded, "passwords")
}

// CheckCodeLock refuses a sign-in code while the user is locked for wrong ones. They are counted apart from wrong
// passwords (assumed; the documentation says that the same lockout begins).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
func CheckCodeLock(tx *store.Tx, poolID, sub string) (Attempts, error) {
	return checkLock(tx, codeLockKey(poolID, sub), rule.MfaAttemptsExceeded, "codes")
}

func codeLockKey(poolID, sub string) string { return poolID + "/" + sub + "/code" }

func checkLock(tx *store.Tx, key string, locked *rule.Rule, what string) (Attempts, error) {
	attempts, err := AttemptsTable.Get(tx, key)
	if errors.Is(err, store.ErrNotFound) {
		return Attempts{Key: key}, nil
	}
	if err == nil && attempts.locks(tx.Now) {
		return attempts, locked.Refuse().
			Because("%d wrong %s: locked until %s", attempts.Failed, what, attempts.Until.Format(time.RFC3339Nano))
	}
	return attempts, err
}

// locks reports whether the user is locked. A clock that was set back ends a lock of the time that it showed before: nobody
// could sign in until then.
func (a Attempts) locks(now time.Time) bool {
	return now.Before(a.Until) && a.Until.Sub(now) <= longestLock
}

// Touch remembers that a locked user was tried again: the count is forgotten after a quarter of an hour without any
// attempt only (documented).
func Touch(tx *store.Tx, locked Attempts) error {
	attempts, err := AttemptsTable.Get(tx, locked.Key)
	if errors.Is(err, store.ErrNotFound) {
		return nil // a right password was faster
	}
	if err != nil {
		return err
	}
	attempts.Last = tx.Now
	return AttemptsTable.Put(tx, attempts)
}

// CountFailure counts a wrong password and locks the user after the fifth: for one second, and for twice as long
// after each further failure.
func CountFailure(tx *store.Tx, attempts Attempts) error {
	return AttemptsTable.Put(tx, attempts.fail(tx.Now))
}

func (a Attempts) fail(now time.Time) Attempts {
	if now.Sub(a.Last).Abs() >= longestLock {
		a.Failed = 0
	}
	a.Failed, a.Last = a.Failed+1, now
	if over := a.Failed - freeAttempts; over >= 0 {
		a.Until = now.Add(min(time.Second<<min(over, 20), longestLock))
	}
	return a
}

// ClearFailures forgets the failures after a sign-in that succeeded.
func ClearFailures(tx *store.Tx, attempts Attempts) error {
	if attempts.Failed == 0 {
		return nil
	}
	return forgetAttempts(tx, attempts.Key)
}

func forgetAttempts(tx *store.Tx, key string) error {
	err := AttemptsTable.Delete(tx, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
