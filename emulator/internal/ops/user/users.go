// Package user has the administrators' operations on users: create, look up, list, change, disable and delete them.
//
// What users do with their own accounts is in package account, passwords that administrators set are in password,
// memberships in group, sign-out in signin. What a user is and which attributes it may have is up to directory, as is
// the language of ListUsers' filters.
package user

import (
	"context"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Users holds what the operations need.
type Users struct {
	DB       *store.DB
	Triggers *trigger.Triggers
	Messages *message.Sender
	Hasher   directory.Hasher
	IDs      directory.Identifiers
}

// find finds the user whom an administrator names, by user name, sub or alias.
func find(ctx context.Context, tx *store.Tx, poolID, username string) (directory.Pool, directory.User, error) {
	pool, err := directory.FindPool(tx, poolID)
	if err != nil {
		return directory.Pool{}, directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, username)
	journal.From(ctx).About(pool.Id, "", user.Username)
	return pool, user, err
}

// change finds a user, lets fn change it, and stores it.
func (o *Users) change(ctx context.Context, poolID, username string, fn func(ctx context.Context, tx *store.Tx, pool directory.Pool, user *directory.User) error) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, user, err := find(ctx, tx, poolID, username)
		if err != nil {
			return err
		}
		if err := fn(ctx, tx, pool, &user); err != nil {
			return err
		}
		return directory.SaveUser(tx, pool, &user)
	})
}

// normalize brings attributes into the form in which they are stored: the flags in lower case, for AWS's
// documentation writes them True, and an email address in place of the user name as user names are.
func normalize(pool directory.Pool, attributes map[string]string) {
	for _, flag := range []string{"email_verified", "phone_number_verified"} {
		if value, given := attributes[flag]; given {
			attributes[flag] = strings.ToLower(value)
		}
	}
	if email, given := attributes["email"]; given && pool.SignsInBy("email") {
		attributes["email"] = pool.Fold(email)
	}
}
