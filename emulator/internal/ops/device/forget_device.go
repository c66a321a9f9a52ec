package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ForgetDevice removes a device of the caller, who need not use it.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
func (o *Devices) ForgetDevice(ctx context.Context, in *api.ForgetDeviceRequest) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, user, err := o.caller(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		return forget(tx, user, in.DeviceKey)
	})
}

func forget(tx *store.Tx, user directory.User, key string) error {
	device, err := directory.FindDevice(tx, user, key)
	if err != nil {
		return err
	}
	return directory.ForgetDevice(tx, device)
}
