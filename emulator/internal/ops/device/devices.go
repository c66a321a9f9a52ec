// Package device has the operations on the devices of users: ConfirmDevice, ForgetDevice, GetDevice, ListDevices and
// UpdateDeviceStatus, and the administrators' ones.
//
// Which sign-ins announce a device or ask for one is decided in authflow, what a device's secret has to be like and how it
// is proven in factor. The records, and the keys that are announced, are in directory.
package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Devices has the operations.
type Devices struct {
	DB      *store.DB
	Tokens  Tokens
	Secrets factor.Devices
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}

// caller is the user of an access token.
func (o *Devices) caller(ctx context.Context, tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.User, error) {
	pool, client, user, err := o.Tokens.Caller(tx, accessToken)
	journal.From(ctx).About(pool.Id, client.ClientId, user.Username)
	return pool, user, err
}

// named is the user whom an administrator names.
func named(ctx context.Context, tx *store.Tx, poolID, username string) (directory.Pool, directory.User, error) {
	pool, err := directory.FindPool(tx, poolID)
	if err != nil {
		return directory.Pool{}, directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, username)
	journal.From(ctx).About(pool.Id, "", user.Username)
	return pool, user, err
}
