package password

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// ChangePassword replaces the password of the user who calls.
//
//  1. 5 calls an hour for each user, right or wrong.
//  2. No password reset is required.
//  3. PreviousPassword is the user's password; a user without one leaves it out.
//  4. The new password fits policy and history.
//  5. Tokens stay valid. A user who still had to replace a temporary password is CONFIRMED (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
func (o *Passwords) ChangePassword(ctx context.Context, in *api.ChangePasswordRequest) (*api.ChangePasswordResponse, error) {
	a, err := o.caller(ctx, in.AccessToken)
	if err != nil {
		return nil, err
	}
	scene := threat.FromUser(ctx, a.Pool, a.Client, nil)
	if err := o.Threats.CheckAddress(ctx, scene); err != nil {
		return nil, o.Threats.Outcome(ctx, scene, a.User, api.EventTypePasswordChange, "", err)
	}
	_, compromised, err := o.Threats.Compromised(ctx, scene, api.EventFilterTypePasswordChange, string(in.ProposedPassword))
	if err != nil {
		return nil, err
	}
	_, err = o.replace(ctx, replacement{
		pool: a.Pool, user: a.User, password: in.ProposedPassword,
		check: func(_ *store.Tx, user directory.User) error {
			if err := checkPrevious(a.Pool, user, in.PreviousPassword); err != nil {
				return err
			}
			return checkNew(a.Pool, user, in.ProposedPassword, compromised)
		},
		apply: func(_ *store.Tx, user *directory.User) error {
			if user.Status == api.UserStatusTypeForceChangePassword {
				user.Status = api.UserStatusTypeConfirmed
			}
			return nil
		},
	}, false)
	err = o.Threats.Outcome(ctx, scene, a.User, api.EventTypePasswordChange, api.EventResponseTypePass, err)
	if err != nil {
		return nil, err
	}
	return &api.ChangePasswordResponse{}, nil
}

func checkPrevious(pool directory.Pool, user directory.User, previous api.Secret) error {
	switch {
	case user.Status == api.UserStatusTypeResetRequired:
		return rule.PasswordResetRequired.Refuse().Because("the status of %s is %s", user.Username, user.Status)
	case user.Credential == nil && previous == "":
		return nil
	case user.Credential == nil || !user.Credential.Matches(pool, user.Username, string(previous)):
		return rule.PasswordWrong.Refuse().Because("PreviousPassword is not the password of %s", user.Username)
	}
	return nil
}
