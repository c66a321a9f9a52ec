// Package account has the operations by which users make and keep their own accounts: sign-up and its
// confirmation, and what users do with their own attributes by an access token.
//
// Passwords are in package password, sign-in in signin; administrators' operations on users are in user. What a
// user is, and which attributes it may have, is up to directory; which message a code travels in, to message.
// Users who are missing are refused as such here; conceal hides it where an app client wants it.
package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Accounts holds what the operations need.
type Accounts struct {
	DB       *store.DB
	Tokens   Tokens
	Triggers *trigger.Triggers
	Messages *message.Sender
	Hasher   directory.Hasher
	IDs      directory.Identifiers
	Threats  *threat.Guard
	SignIns  SignIns // nil: sign-up leads to no sign-in
}

// SignIns makes the sessions by which a user who has just given the code of a sign-up is signed in by USER_AUTH without
// another one. Both are "" for who cannot be.
type SignIns interface {
	SignedUp(ctx context.Context, pool directory.Pool, client directory.Client, user directory.User) (api.Secret, error)
	Confirmed(ctx context.Context, session api.Secret, pool directory.Pool, client directory.Client, user directory.User, attribute string) (api.Secret, error)
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}
