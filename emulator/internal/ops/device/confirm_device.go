package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ConfirmDevice keeps a device that a sign-in has announced, with the verifier of its secret. It is remembered at once,
// unless the pool wants the user to be asked.
//
// The model does not require a verifier. A device without one could never prove itself, so it is refused (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
func (o *Devices) ConfirmDevice(ctx context.Context, in *api.ConfirmDeviceRequest) (*api.ConfirmDeviceResponse, error) {
	var asks bool
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, user, err := o.caller(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		withFactor, ok := directory.ReadDeviceKey(pool, user, in.DeviceKey)
		if !pool.TracksDevices() || !ok {
			return rule.DeviceKeyInvalid.Refuse().Because("no sign-in has announced %s to %s; pool %s tracks devices: %t", in.DeviceKey, user.Username, pool.Id, pool.TracksDevices())
		}
		verifier, salt, err := o.Secrets.ReadSecret(in.DeviceSecretVerifierConfig)
		if err != nil {
			return err
		}
		asks = pool.AsksToRemember()
		return directory.AddDevice(tx, directory.Device{
			PoolID: pool.Id, Sub: user.Sub, Key: in.DeviceKey, GroupKey: directory.DeviceGroupKey(pool, user), Name: in.DeviceName,
			IP: journal.From(ctx).IP(), SDK: journal.From(ctx).SDK(), Verifier: verifier, Salt: salt, Remembered: !asks, Trusted: withFactor,
		})
	})
	if err != nil {
		return nil, err
	}
	return &api.ConfirmDeviceResponse{UserConfirmationNecessary: new(asks)}, nil
}
