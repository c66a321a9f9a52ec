package password

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminSetUserPassword gives a user a password, permanent or temporary, whatever the user's status is.
//
//  1. The password fits policy and history.
//  2. With a permanent one the user is CONFIRMED, with a temporary one FORCE_CHANGE_PASSWORD. Tokens stay valid.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html
func (o *Passwords) AdminSetUserPassword(ctx context.Context, in *api.AdminSetUserPasswordRequest) (*api.AdminSetUserPasswordResponse, error) {
	var pool directory.Pool
	var user directory.User
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		pool, user, err = findByAdmin(ctx, tx, in.UserPoolId, in.Username)
		return err
	})
	if err != nil {
		return nil, err
	}
	status := api.UserStatusTypeForceChangePassword
	if in.Permanent != nil && *in.Permanent {
		status = api.UserStatusTypeConfirmed
	}
	_, err = o.replace(ctx, replacement{
		pool: pool, user: user, password: in.Password,
		check: func(_ *store.Tx, user directory.User) error { return checkNew(pool, user, in.Password, false) },
		apply: func(_ *store.Tx, user *directory.User) error {
			user.Status = status
			return nil
		},
	}, status == api.UserStatusTypeForceChangePassword)
	if err != nil {
		return nil, err
	}
	return &api.AdminSetUserPasswordResponse{}, nil
}
