package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// AdminConfirmSignUp confirms a user without a code.
//
//  1. The user is UNCONFIRMED.
//  2. Neither email nor phone_number is verified by it.
//  3. The PostConfirmation trigger runs; if it fails, the user stays confirmed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html
func (o *Accounts) AdminConfirmSignUp(ctx context.Context, in *api.AdminConfirmSignUpRequest) (*api.AdminConfirmSignUpResponse, error) {
	var pool directory.Pool
	var user directory.User
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if pool, err = directory.FindPool(tx, in.UserPoolId); err != nil {
			return err
		}
		if user, err = directory.FindUser(tx, pool, in.Username); err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, "", user.Username)
		if err := checkConfirmable(user); err != nil {
			return err
		}
		user.Status = api.UserStatusTypeConfirmed
		return directory.SaveUser(tx, pool, &user)
	})
	if err != nil {
		return nil, err
	}
	if err := o.tellConfirmed(ctx, pool, trigger.NoClient, user, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &api.AdminConfirmSignUpResponse{}, nil
}
