package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
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

// SetUserPoolSessionConfiguration switches the tracking on and off. That the LITE tier refuses to switch it off, too, is
// assumed: the documentation does not make the difference.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolSessionConfiguration.html
func (o *Sessions) SetUserPoolSessionConfiguration(ctx context.Context, in *api.SetUserPoolSessionConfigurationRequest) (*api.SetUserPoolSessionConfigurationResponse, error) {
	journal.From(ctx).About(in.UserPoolId, "", "")
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		if err := checkTier(pool); err != nil {
			return err
		}
		pool.Tracking = directory.SessionTracking{
			Enabled: in.UserSessionTracking == api.UserSessionTrackingTypeEnabled, MaxPerUser: int(in.TokenSession.MaxPerUser),
		}
		return directory.Pools.Put(tx, pool)
	})
	if err != nil {
		return nil, err
	}
	return &api.SetUserPoolSessionConfigurationResponse{
		UserPoolId: in.UserPoolId, UserSessionTracking: in.UserSessionTracking, TokenSession: in.TokenSession,
	}, nil
}

func checkTier(pool directory.Pool) error {
	if pool.UserPoolTier == api.UserPoolTierTypeLite {
		return rule.SessionsTier.Refuse().Because("pool %s is on the LITE tier", pool.Id)
	}
	return nil
}
