package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

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
