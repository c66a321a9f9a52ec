package user

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminEnableUser lets a disabled user sign in again. Tokens of the time before stay revoked (recorded).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html
func (o *Users) AdminEnableUser(ctx context.Context, in *api.AdminEnableUserRequest) (*api.AdminEnableUserResponse, error) {
	err := o.change(ctx, in.UserPoolId, in.Username, func(_ context.Context, _ *store.Tx, _ directory.Pool, user *directory.User) error {
		user.Enabled = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminEnableUserResponse{}, nil
}
