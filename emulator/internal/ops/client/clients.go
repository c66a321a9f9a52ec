// Package client has the operations that make, show, change and remove app clients.
//
// CreateUserPoolClient and UpdateUserPoolClient set the same things: settings.go brings both requests into one form
// and fills in what was left out, check.go and its neighbours refuse what Cognito refuses. What a client may do with
// its settings is decided where it asks: at sign-in (authflow), for tokens (token) and for attributes (directory).
package client

import (
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Clients has the operations on app clients.
type Clients struct {
	DB  *store.DB
	IDs directory.Identifiers
}
