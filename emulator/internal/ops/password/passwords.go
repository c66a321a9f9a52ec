// Package password has the operations that replace a password: by a code (ForgotPassword), by the old password and
// an access token (ChangePassword), and by an administrator.
//
// Signing in with a password is in signin, as is the challenge that replaces a temporary one. Password policy,
// history and credentials are in directory, users who come over from elsewhere in migration. Users who are missing
// are refused as such here; conceal hides it where an app client wants it.
package password

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Passwords holds what the operations need.
type Passwords struct {
	DB        *store.DB
	Tokens    Tokens
	Triggers  *trigger.Triggers
	Migration Migrator
	Messages  *message.Sender
	Hasher    directory.Hasher
	Threats   *threat.Guard
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}

// Migrator brings users over from elsewhere. It refuses users whom nobody knows; without a trigger, all.
type Migrator interface {
	ForgotPassword(ctx context.Context, pool directory.Pool, client directory.Client, username string, metadata map[string]string) (directory.User, error)
}
