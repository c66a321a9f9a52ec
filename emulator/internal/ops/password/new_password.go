package password

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// checkNew checks a new password against the pool's policy and the user's former passwords, and refuses one that is
// compromised. (That this comes in between is assumed.)
func checkNew(pool directory.Pool, user directory.User, password api.Secret, compromised bool) error {
	if err := directory.CheckPassword(pool, string(password), rule.PasswordPolicy); err != nil {
		return err
	}
	if compromised {
		return rule.ThreatPasswordCompromised.Refuse().Because("CompromisedPasswords of pool %s has it", pool.Id)
	}
	return user.CheckHistory(pool, string(password))
}

// subject is whom a call is about, or somebody in the place of a user who is missing.
func subject(a directory.Admission, username string) directory.User {
	if a.Missing != nil {
		return threat.Nobody(username)
	}
	return a.User
}

// replacement is a change of a password, in the two steps that replace takes.
type replacement struct {
	pool     directory.Pool
	user     directory.User // as it is before
	password api.Secret

	check func(tx *store.Tx, user directory.User) error  // whether the password can be replaced now
	apply func(tx *store.Tx, user *directory.User) error // what changes along with the password
}

// replace gives a user another password. Hashing it takes too long for a transaction, so the user is read and
// checked twice: before, so that nothing is hashed in vain, and after, in the transaction that writes.
func (o *Passwords) replace(ctx context.Context, r replacement, temporary bool) (directory.User, error) {
	err := o.DB.View(ctx, func(tx *store.Tx) error { return r.check(tx, r.user) })
	if err != nil {
		return directory.User{}, err
	}
	journal.From(ctx).Passed("password-policy", "the new password is as pool %s wants it", r.pool.Id)
	credential, err := o.Hasher.New(r.pool, r.user.Username, string(r.password))
	if err != nil {
		return directory.User{}, err
	}
	var user directory.User
	err = o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		if user, err = directory.FindUserBySub(tx, r.pool.Id, r.user.Sub); err != nil {
			return err
		}
		if err := r.check(tx, user); err != nil {
			return err
		}
		user.SetCredential(r.pool, credential, temporary, tx.Now)
		if err := r.apply(tx, &user); err != nil {
			return err
		}
		return directory.SaveUser(tx, r.pool, &user)
	})
	return user, err
}
