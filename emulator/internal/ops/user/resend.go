package user

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// resend invites a user again, with a new temporary password that lives as long as a first one.
//
//  1. The user exists, and has not signed in yet: the status is FORCE_CHANGE_PASSWORD.
//  2. The new password is the one that is given, or made up. The old one is void.
//  3. The attributes stay, and the PreSignUp trigger does not run (both assumed).
func (o *Users) resend(ctx context.Context, in *api.AdminCreateUserRequest) (*api.AdminCreateUserResponse, error) {
	if len(in.UserAttributes) > 0 {
		journal.From(ctx).Notice("UserAttributes were ignored: RESEND invites a user who exists already")
	}
	var pool directory.Pool
	var user directory.User
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		pool, user, err = invited(ctx, tx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	password, err := o.givenOrMade(ctx, pool, in.TemporaryPassword)
	if err != nil {
		return nil, err
	}
	credential, err := o.credential(pool, user, password)
	if err != nil {
		return nil, err
	}
	var drafts []message.Draft
	err = o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		if pool, user, err = invited(ctx, tx, in); err != nil {
			return err
		}
		deliveries, err := invitations(ctx, user, in)
		if err != nil {
			return err
		}
		user.SetCredential(pool, credential, true, tx.Now)
		if err := directory.SaveUser(tx, pool, &user); err != nil {
			return err
		}
		drafts = o.draftInvitations(ctx, tx, pool, user, deliveries, password)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, pool, drafts...); err != nil {
		return nil, err
	}
	return &api.AdminCreateUserResponse{User: new(pool.Describe(user))}, nil
}

// invited finds a user who has an invitation that can be sent again.
func invited(ctx context.Context, tx *store.Tx, in *api.AdminCreateUserRequest) (directory.Pool, directory.User, error) {
	pool, user, err := find(ctx, tx, in.UserPoolId, in.Username)
	if err == nil && user.Status != api.UserStatusTypeForceChangePassword {
		err = rule.ResendNotPossible.Refuse(in.Username).Because("the status of %s is %s", user.Username, user.Status)
	}
	return pool, user, err
}
