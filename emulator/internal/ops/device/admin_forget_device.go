package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminForgetDevice removes a device of a user.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminForgetDevice.html
func (o *Devices) AdminForgetDevice(ctx context.Context, in *api.AdminForgetDeviceRequest) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, user, err := named(ctx, tx, in.UserPoolId, in.Username)
		if err != nil {
			return err
		}
		return forget(tx, user, in.DeviceKey)
	})
}
