package password

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// ConfirmForgotPassword sets a new password by the code of ForgotPassword or AdminResetUserPassword.
//
//  1. The calls count as those of ForgotPassword, right or wrong.
//  2. The user is enabled. The code is the latest one that was sent, not older than an hour, by whichever client.
//  3. The user has a password of the pool that is not temporary, and the new one fits policy and history. (That the
//     code comes before these is assumed: otherwise they would tell that a user exists.) The code stays for another try.
//  4. The user is CONFIRMED afterwards, and the attribute that the code went to is verified.
//  5. The PostConfirmation trigger runs; if it fails, the new password stays.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
func (o *Passwords) ConfirmForgotPassword(ctx context.Context, in *api.ConfirmForgotPasswordRequest) (*api.ConfirmForgotPasswordResponse, error) {
	noteUnused(ctx, in.AnalyticsMetadata)
	a, err := o.admit(ctx, in.ClientId, in.Username, in.SecretHash)
	if err != nil {
		return nil, err
	}
	scene := threat.FromUser(ctx, a.Pool, a.Client, in.UserContextData)
	if err := o.Threats.CheckAddress(ctx, scene); err != nil {
		return nil, o.Threats.Outcome(ctx, scene, subject(a, in.Username), api.EventTypeForgotPassword, "", err)
	}
	if a.Missing != nil {
		return nil, o.Threats.Outcome(ctx, scene, threat.Nobody(in.Username), api.EventTypeForgotPassword, "", a.Missing)
	}
	_, compromised, err := o.Threats.Compromised(ctx, scene, api.EventFilterTypePasswordChange, string(in.Password))
	if err != nil {
		return nil, err
	}
	user, err := o.replace(ctx, replacement{
		pool: a.Pool, user: a.User, password: in.Password,
		check: func(tx *store.Tx, user directory.User) error {
			if err := checkResettable(user, nil); err != nil {
				return err
			}
			if _, err := directory.CheckCode(tx, user, directory.CodeForgotPassword, in.ConfirmationCode); err != nil {
				return err
			}
			if err := checkResettable(user, noReset); err != nil {
				return err
			}
			return checkNew(a.Pool, user, in.Password, compromised)
		},
		apply: func(tx *store.Tx, user *directory.User) error {
			user.Status = api.UserStatusTypeConfirmed
			return useResetCode(ctx, tx, a.Pool, user, in.ConfirmationCode)
		},
	}, false)
	err = o.Threats.Outcome(ctx, scene, a.User, api.EventTypeForgotPassword, api.EventResponseTypePass, err)
	if err != nil {
		return nil, err
	}
	err = o.Triggers.PostConfirmation(ctx, a.Pool, trigger.PostConfirmationRequest{
		Source: "PostConfirmation_ConfirmForgotPassword", UserName: user.Username, ClientID: a.Client.ClientId,
		Attributes: trigger.UserAttributes(user), ClientMetadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return &api.ConfirmForgotPasswordResponse{}, nil
}

// useResetCode verifies the attribute that the code went to, unless that would make it an alias that another user
// has: ConfirmForgotPassword declares no error for it.
func useResetCode(ctx context.Context, tx *store.Tx, pool directory.Pool, user *directory.User, text string) error {
	code, err := directory.CheckCode(tx, *user, directory.CodeForgotPassword, text)
	if err != nil {
		return err
	}
	journal.From(ctx).Passed("code", "it is the code that was sent to %s", code.Attribute)
	flag := code.Attribute + "_verified"
	if before := user.Attributes[flag]; user.Attributes[code.Attribute] != "" && before != "true" {
		user.Attributes[flag] = "true"
		conflict, err := directory.FindConflict(tx, pool, *user)
		if err != nil {
			return err
		}
		if conflict != nil {
			user.Attributes[flag] = before
			journal.From(ctx).Notice("%s was not verified: as an alias, %q belongs to %s", code.Attribute, conflict.Value, conflict.Owner.Username)
		}
	}
	return directory.UseCode(tx, code)
}
