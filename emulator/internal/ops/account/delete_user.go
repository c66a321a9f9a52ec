package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DeleteUser removes the user who calls.
//
//  1. Groups lose the member, and codes are void. Who signs up under the same name later is another user.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
func (o *Accounts) DeleteUser(ctx context.Context, in *api.DeleteUserRequest) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := o.holder(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		return directory.DeleteUser(tx, a.User)
	})
}
