package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GlobalSignOut ends all tokens of the user whose access token it gets.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
func (o *SignIns) GlobalSignOut(ctx context.Context, in *api.GlobalSignOutRequest) (*api.GlobalSignOutResponse, error) {
	return &api.GlobalSignOutResponse{}, o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, client, user, err := o.Tokens.Caller(tx, in.AccessToken)
		if err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, client.ClientId, user.Username)
		return signOut(tx, pool, user)
	})
}

// signOut voids all tokens that the user has.
func signOut(tx *store.Tx, pool directory.Pool, user directory.User) error {
	user.SignedOut++
	return directory.SaveUser(tx, pool, &user)
}
