package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// ResendConfirmationCode sends another code for ConfirmSignUp; the former one is void.
//
//  1. 5 calls an hour for each user.
//  2. The user is enabled and UNCONFIRMED.
//  3. The pool verifies email or phone_number, and the user has it. (The order of these checks is assumed.)
//  4. The CustomMessage trigger writes the message; if it fails, so does the call.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
func (o *Accounts) ResendConfirmationCode(ctx context.Context, in *api.ResendConfirmationCodeRequest) (*api.ResendConfirmationCodeResponse, error) {
	noteUnused(ctx, in.AnalyticsMetadata, nil)
	a, err := o.admit(ctx, in.ClientId, in.Username, in.SecretHash, directory.BudgetResend)
	scene := threat.FromUser(ctx, a.Pool, a.Client, in.UserContextData)
	if blocked := o.Threats.CheckAddress(ctx, scene); blocked != nil {
		return nil, blocked
	}
	if err != nil {
		return nil, o.Threats.Outcome(ctx, scene, threat.Nobody(in.Username), api.EventTypeResendCode, "", err)
	}
	var sent codes
	err = o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		user, err := directory.FindUserBySub(tx, a.Pool.Id, a.User.Sub)
		if err != nil {
			return err
		}
		delivery, err := resendTo(a.Pool, user)
		if err != nil {
			return err
		}
		return o.draft(tx, a.Pool, user, &sent, message.Occasion{
			Trigger: message.ResendCode, ClientID: a.Client.ClientId, Purpose: directory.CodeSignUp, Delivery: delivery, Metadata: in.ClientMetadata,
		})
	})
	err = o.Threats.Outcome(ctx, scene, a.User, api.EventTypeResendCode, api.EventResponseTypePass, err)
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, a.Pool, sent.drafts...); err != nil {
		return nil, err
	}
	return &api.ResendConfirmationCodeResponse{CodeDeliveryDetails: sent.first()}, nil
}

func resendTo(pool directory.Pool, user directory.User) (directory.Delivery, error) {
	delivery, ok := directory.SignUpDelivery(pool, user)
	switch {
	case !user.Enabled:
		return delivery, rule.UserDisabled.Refuse().Because("%s is disabled", user.Username)
	case user.Status != api.UserStatusTypeUnconfirmed:
		return delivery, rule.AlreadyConfirmed.Refuse().Because("the status of %s is %s", user.Username, user.Status)
	case !ok:
		return delivery, rule.AutoVerificationOff.Refuse().
			Because("AutoVerifiedAttributes of pool %s are %v, and %s has none of them", pool.Id, pool.AutoVerifiedAttributes, user.Username)
	}
	return delivery, nil
}
