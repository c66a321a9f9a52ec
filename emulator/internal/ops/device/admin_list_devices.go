package device

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminListDevices lists the devices of a user, remembered or not, 60 at most. Users who are not there have none: the
// operation declares no UserNotFoundException (assumed; issue 5463 of aws-cli has an empty list for a name that AWS did
// not find devices of).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html
func (o *Devices) AdminListDevices(ctx context.Context, in *api.AdminListDevicesRequest) (*api.AdminListDevicesResponse, error) {
	out := &api.AdminListDevicesResponse{Devices: []api.DeviceType{}}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, user, err := named(ctx, tx, in.UserPoolId, in.Username)
		if rule.Is(err, rule.UserNotFound) {
			journal.From(ctx).Notice("there is no user %q in pool %s", in.Username, pool.Id)
			return nil
		}
		if err != nil {
			return err
		}
		devices, err := directory.DevicesOf(tx, user)
		if err != nil {
			return err
		}
		page, next, err := pageOf(devices, "AdminListDevices", user, in.Limit, in.PaginationToken)
		for _, device := range page {
			out.Devices = append(out.Devices, shownToAdmin(pool, user, device))
		}
		out.PaginationToken = next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
