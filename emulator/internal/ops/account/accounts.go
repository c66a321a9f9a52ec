// Package account has the operations by which users make and keep their own accounts: sign-up and its
// confirmation, and what users do with their own attributes by an access token.
//
// Passwords are in package password, sign-in in signin; administrators' operations on users are in user. What a
// user is, and which attributes it may have, is up to directory; which message a code travels in, to message.
// Users who are missing are refused as such here; conceal hides it where an app client wants it.
package account

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
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
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}
