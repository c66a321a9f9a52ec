package user

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminGetUser shows a user with all attributes, sub first. The members about MFA are absent for users who
// switched no factor on.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
func (o *Users) AdminGetUser(ctx context.Context, in *api.AdminGetUserRequest) (*api.AdminGetUserResponse, error) {
	var pool directory.Pool
	var user directory.User
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		pool, user, err = find(ctx, tx, in.UserPoolId, in.Username)
		return err
	})
	if err != nil {
		return nil, err
	}
	shown := pool.Describe(user)
	return &api.AdminGetUserResponse{
		Username: shown.Username, UserAttributes: shown.Attributes, Enabled: shown.Enabled, UserStatus: shown.UserStatus,
		UserCreateDate: shown.UserCreateDate, UserLastModifiedDate: shown.UserLastModifiedDate,
		UserMFASettingList: user.MFA.SettingList(), PreferredMfaSetting: string(user.MFA.Preferred), MFAOptions: user.MFA.Options(),
	}, nil
}
