package user

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminDeleteUser removes a user, enabled or not, with all memberships, codes and tokens. A new user of the same name
// is another one, with another sub.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
func (o *Users) AdminDeleteUser(ctx context.Context, in *api.AdminDeleteUserRequest) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, user, err := find(ctx, tx, in.UserPoolId, in.Username)
		if err != nil {
			return err
		}
		return directory.DeleteUser(tx, user)
	})
}
