package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminGetDevice shows a device of a user. Users who are not there have none: the operation declares no
// UserNotFoundException (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetDevice.html
func (o *Devices) AdminGetDevice(ctx context.Context, in *api.AdminGetDeviceRequest) (*api.AdminGetDeviceResponse, error) {
	out := &api.AdminGetDeviceResponse{}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, user, err := named(ctx, tx, in.UserPoolId, in.Username)
		if rule.Is(err, rule.UserNotFound) {
			return rule.DeviceNotFound.Refuse().Because("there is no user %q in pool %s", in.Username, pool.Id)
		}
		if err != nil {
			return err
		}
		device, err := directory.FindDevice(tx, user, in.DeviceKey)
		out.Device = new(shownToAdmin(pool, user, device))
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
