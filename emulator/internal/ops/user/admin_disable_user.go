package user

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminDisableUser keeps a user from signing in, and revokes all tokens of the user for good.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
func (o *Users) AdminDisableUser(ctx context.Context, in *api.AdminDisableUserRequest) (*api.AdminDisableUserResponse, error) {
	err := o.change(ctx, in.UserPoolId, in.Username, func(_ context.Context, _ *store.Tx, _ directory.Pool, user *directory.User) error {
		user.Enabled = false
		user.SignedOut++
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminDisableUserResponse{}, nil
}
