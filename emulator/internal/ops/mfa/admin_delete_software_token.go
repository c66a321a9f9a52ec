package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// AdminDeleteSoftwareToken takes a user's authenticator app away, and every preference for it. Other factors stay. Where
// the pool wants a factor and the user has no other one, the next sign-in leads to MFA_SETUP.
//
//  1. The user must be confirmed (the exception is declared; that it comes for UNCONFIRMED users is assumed).
//  2. A user without a token is no mistake (assumed: no exception for it is declared).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html
func (o *Factors) AdminDeleteSoftwareToken(ctx context.Context, in *api.AdminDeleteSoftwareTokenRequest) (*api.AdminDeleteSoftwareTokenResponse, error) {
	err := o.change(ctx, in.UserPoolId, in.Username, func(_ context.Context, _ directory.Pool, user *directory.User) error {
		if user.Status == api.UserStatusTypeUnconfirmed {
			return rule.UserNotConfirmed.Refuse().Because("user %s is UNCONFIRMED", user.Username)
		}
		user.ForgetSoftwareToken()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminDeleteSoftwareTokenResponse{}, nil
}
