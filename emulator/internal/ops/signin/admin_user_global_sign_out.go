package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminUserGlobalSignOut ends all tokens of a user.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html
func (o *SignIns) AdminUserGlobalSignOut(ctx context.Context, in *api.AdminUserGlobalSignOutRequest) (*api.AdminUserGlobalSignOutResponse, error) {
	return &api.AdminUserGlobalSignOutResponse{}, o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		user, err := directory.FindUser(tx, pool, in.Username)
		if err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, "", user.Username)
		return signOut(tx, pool, user)
	})
}
