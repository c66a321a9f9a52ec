package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminUpdateDeviceStatus is UpdateDeviceStatus for a user whom an administrator names.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateDeviceStatus.html
func (o *Devices) AdminUpdateDeviceStatus(ctx context.Context, in *api.AdminUpdateDeviceStatusRequest) (*api.AdminUpdateDeviceStatusResponse, error) {
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, user, err := named(ctx, tx, in.UserPoolId, in.Username)
		if err != nil {
			return err
		}
		return remember(tx, user, in.DeviceKey, in.DeviceRememberedStatus)
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminUpdateDeviceStatusResponse{}, nil
}
