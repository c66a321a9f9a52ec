// Package passkey has the operations with which users register, list and delete their passkeys.
//
// The ceremonies of WebAuthn are in package factor, signing in with a passkey is in authflow.
package passkey

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Passkeys has the operations.
type Passkeys struct {
	DB     *store.DB
	Tokens Tokens
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}
