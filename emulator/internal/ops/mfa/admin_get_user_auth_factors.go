package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminGetUserAuthFactors is GetUserAuthFactors for a user whom an administrator names.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html
func (o *Factors) AdminGetUserAuthFactors(ctx context.Context, in *api.AdminGetUserAuthFactorsRequest) (*api.AdminGetUserAuthFactorsResponse, error) {
	var out *api.AdminGetUserAuthFactorsResponse
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, user, err := find(ctx, tx, in.UserPoolId, in.Username)
		out = new(api.AdminGetUserAuthFactorsResponse(shownFactors(pool, user)))
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
