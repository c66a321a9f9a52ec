package password

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminResetUserPassword makes a user's password useless and sends a code for ConfirmForgotPassword.
//
//  1. The pool lets users recover by themselves (documented; the text is assumed).
//  2. The user is enabled, and CONFIRMED or RESET_REQUIRED already.
//  3. The user has a verified address that AccountRecoverySetting allows; the best of them gets the code.
//  4. The user is RESET_REQUIRED afterwards. Tokens stay valid.
//  5. The CustomMessage trigger writes the message; if it fails, so does the call, but the user is RESET_REQUIRED (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html
func (o *Passwords) AdminResetUserPassword(ctx context.Context, in *api.AdminResetUserPasswordRequest) (*api.AdminResetUserPasswordResponse, error) {
	var pool directory.Pool
	var draft message.Draft
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		var user directory.User
		if pool, user, err = findByAdmin(ctx, tx, in.UserPoolId, in.Username); err != nil {
			return err
		}
		if err := checkRecovery(pool); err != nil {
			return err
		}
		delivery, err := recoveryDelivery(pool, user, noAdminReset)
		if err != nil {
			return err
		}
		user.Status = api.UserStatusTypeResetRequired
		if err := directory.SaveUser(tx, pool, &user); err != nil {
			return err
		}
		draft, err = o.Messages.DraftCode(tx, pool, user, message.Occasion{
			Trigger: message.ForgotPassword, Purpose: directory.CodeForgotPassword, Delivery: delivery, Metadata: in.ClientMetadata,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, pool, draft); err != nil {
		return nil, err
	}
	return &api.AdminResetUserPasswordResponse{}, nil
}

// findByAdmin finds the user of an administrator's call.
func findByAdmin(ctx context.Context, tx *store.Tx, poolID, username string) (directory.Pool, directory.User, error) {
	pool, err := directory.FindPool(tx, poolID)
	if err != nil {
		return directory.Pool{}, directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, username)
	journal.From(ctx).About(pool.Id, "", user.Username)
	return pool, user, err
}
