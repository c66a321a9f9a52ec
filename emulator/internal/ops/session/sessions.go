// Package session has the operations on the sessions of users that pools with session tracking keep, and their settings.
//
// What begins, renews and ends a session is in package token; the sessions between two challenges are another thing, and
// in authflow.
package session

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Sessions has the operations.
type Sessions struct {
	DB     *store.DB
	Tokens Tokens
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}
