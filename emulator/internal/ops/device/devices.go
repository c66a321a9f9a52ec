// Package device has the operations on the devices of users: the nine of ConfirmDevice, ForgetDevice, GetDevice,
// ListDevices and UpdateDeviceStatus, and the administrators' ones.
//
// Which sign-ins announce a device or ask for one is decided in authflow, how its secret is proven in srp.
package device

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Devices has the operations.
type Devices struct {
	DB     *store.DB
	Tokens Tokens
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}
