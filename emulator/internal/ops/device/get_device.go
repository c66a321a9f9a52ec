package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GetDevice shows a device of the caller. Devices that are not remembered are shown to administrators only (observed:
// AWSMobileClientTest of aws-sdk-android, which runs on a real pool; pull request 12171 of amplify-js says it of lists).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html
func (o *Devices) GetDevice(ctx context.Context, in *api.GetDeviceRequest) (*api.GetDeviceResponse, error) {
	var device directory.Device
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		_, user, err := o.caller(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		device, err = directory.FindDevice(tx, user, in.DeviceKey)
		if err == nil && !device.Remembered {
			return rule.DeviceNotFound.Refuse().Because("device %s is not remembered, and GetDevice shows those that are", in.DeviceKey)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &api.GetDeviceResponse{Device: new(shown(device))}, nil
}
