package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// AdminSetUserSettings is SetUserSettings for a user whom an administrator names.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserSettings.html
func (o *Factors) AdminSetUserSettings(ctx context.Context, in *api.AdminSetUserSettingsRequest) (*api.AdminSetUserSettingsResponse, error) {
	err := o.change(ctx, in.UserPoolId, in.Username, func(ctx context.Context, _ directory.Pool, user *directory.User) error {
		return applyOptions(ctx, user, in.MFAOptions)
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminSetUserSettingsResponse{}, nil
}
