package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// SetUserPoolClientSessionConfiguration sets that, in pools that track sessions. It is kept when the tracking is switched
// off, as documented.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolClientSessionConfiguration.html
func (o *Sessions) SetUserPoolClientSessionConfiguration(ctx context.Context, in *api.SetUserPoolClientSessionConfigurationRequest) (*api.SetUserPoolClientSessionConfigurationResponse, error) {
	trail := journal.From(ctx)
	trail.About(in.UserPoolId, in.ClientId, "")
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		client, pool, err := directory.FindPoolClient(tx, in.UserPoolId, in.ClientId)
		if err != nil {
			return err
		}
		if err := checkTier(pool); err != nil {
			return err
		}
		if !pool.Tracking.Enabled {
			return rule.SessionsUntracked.Refuse().Because("pool %s does not track sessions", pool.Id)
		}
		client.SSOMinutes = &in.SSOSession.MaxValidityMinutes
		return directory.Clients.Put(tx, client)
	})
	if err != nil {
		return nil, err
	}
	trail.Notice("MaxValidityMinutes has no effect: there is no managed login")
	return &api.SetUserPoolClientSessionConfigurationResponse{UserPoolId: in.UserPoolId, ClientId: in.ClientId, SSOSession: in.SSOSession}, nil
}
