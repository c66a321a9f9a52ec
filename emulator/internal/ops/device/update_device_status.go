package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// UpdateDeviceStatus says whether a device of the caller is remembered. Without DeviceRememberedStatus, which the model
// does not require, nothing changes (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
func (o *Devices) UpdateDeviceStatus(ctx context.Context, in *api.UpdateDeviceStatusRequest) (*api.UpdateDeviceStatusResponse, error) {
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, user, err := o.caller(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		return remember(tx, user, in.DeviceKey, in.DeviceRememberedStatus)
	})
	if err != nil {
		return nil, err
	}
	return &api.UpdateDeviceStatusResponse{}, nil
}

func remember(tx *store.Tx, user directory.User, key string, status api.DeviceRememberedStatusType) error {
	device, err := directory.FindDevice(tx, user, key)
	if err != nil || status == "" {
		return err
	}
	return directory.RememberDevice(tx, device, status == api.DeviceRememberedStatusTypeRemembered)
}
