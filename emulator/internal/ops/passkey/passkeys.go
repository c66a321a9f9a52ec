// Package passkey has the operations with which users register, list and delete their passkeys.
//
// The ceremonies of WebAuthn are in package factor, signing in with a passkey is in authflow.
package passkey

import (
	"context"
	"io"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Passkeys has the operations.
type Passkeys struct {
	DB     *store.DB
	Tokens Tokens
	Random io.Reader
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}

// caller is who calls with an access token.
type caller struct {
	pool   directory.Pool
	client directory.Client
	user   directory.User
}

func (o *Passkeys) caller(ctx context.Context, tx *store.Tx, token api.Secret) (c caller, err error) {
	if c.pool, c.client, c.user, err = o.Tokens.Caller(tx, token); err != nil {
		return c, err
	}
	trail := journal.From(ctx)
	trail.About(c.pool.Id, c.client.ClientId, c.user.Username)
	trail.Passed("access-token", "it is a token of %s", c.user.Username)
	return c, nil
}

// registers is the caller of a registration: the pool has to have passkeys, and a relying party for them.
func (o *Passkeys) registers(ctx context.Context, tx *store.Tx, token api.Secret) (caller, error) {
	c, err := o.caller(ctx, tx, token)
	switch {
	case err != nil:
		return c, err
	case !c.pool.AllowsPasskeys():
		return c, rule.PasskeyNotEnabled.Refuse().Because("AllowedFirstAuthFactors of pool %s are %v", c.pool.Id, c.pool.AllowedFirstFactors())
	}
	return c, nil
}
