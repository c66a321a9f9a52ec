package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GetUserPoolSessionConfiguration shows whether a pool tracks sessions, and how many of each user.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolSessionConfiguration.html
func (o *Sessions) GetUserPoolSessionConfiguration(ctx context.Context, in *api.GetUserPoolSessionConfigurationRequest) (*api.GetUserPoolSessionConfigurationResponse, error) {
	journal.From(ctx).About(in.UserPoolId, "", "")
	var pool directory.Pool
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		pool, err = directory.FindPool(tx, in.UserPoolId)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &api.GetUserPoolSessionConfigurationResponse{
		UserPoolId: pool.Id, UserSessionTracking: api.UserSessionTrackingTypeDisabled,
		TokenSession: &api.UserPoolTokenSessionConfigType{MaxPerUser: int64(pool.Tracking.Limit())},
	}
	if pool.Tracking.Enabled {
		out.UserSessionTracking = api.UserSessionTrackingTypeEnabled
	}
	return out, nil
}
