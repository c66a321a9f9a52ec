package device

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ListDevices lists the remembered devices of the caller (GetDevice says why), 60 at most.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
func (o *Devices) ListDevices(ctx context.Context, in *api.ListDevicesRequest) (*api.ListDevicesResponse, error) {
	out := &api.ListDevicesResponse{Devices: []api.DeviceType{}}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		_, user, err := o.caller(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		devices, err := directory.DevicesOf(tx, user)
		if err != nil {
			return err
		}
		devices = slices.DeleteFunc(devices, func(d directory.Device) bool { return !d.Remembered })
		page, next, err := pageOf(devices, "ListDevices", user, in.Limit, in.PaginationToken)
		for _, device := range page {
			out.Devices = append(out.Devices, shown(device))
		}
		out.PaginationToken = next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func pageOf(devices []directory.Device, operation string, user directory.User, limit *int64, token string) ([]directory.Device, string, error) {
	return directory.PageOfSlice(devices, func(d directory.Device) string { return d.Key }, directory.Paging{
		Limit: directory.ListLimit(limit), Token: token, List: []string{operation, user.PoolID, user.Sub},
	})
}
