package password

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// ForgotPassword sends a user a code for ConfirmForgotPassword; a former one is void.
//
//  1. 20 calls an hour for each user, those of ConfirmForgotPassword included. (AWS says: 5 to 20, depending on risk.)
//  2. The pool lets users recover by themselves.
//  3. A missing user may come over by the UserMigration trigger.
//  4. The user is enabled and has a password of the pool that is not temporary. (The order of these is assumed.)
//  5. The user has a verified address that AccountRecoverySetting allows; the best of them gets the code.
//  6. The CustomMessage trigger writes the message; if it fails, so does the call, while the code can be used.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
func (o *Passwords) ForgotPassword(ctx context.Context, in *api.ForgotPasswordRequest) (*api.ForgotPasswordResponse, error) {
	noteUnused(ctx, in.AnalyticsMetadata)
	a, err := o.admit(ctx, in.ClientId, in.Username, in.SecretHash)
	if err != nil {
		return nil, err
	}
	if err := checkRecovery(a.Pool); err != nil {
		return nil, err
	}
	scene := threat.FromUser(ctx, a.Pool, a.Client, in.UserContextData)
	if err := o.Threats.CheckAddress(ctx, scene); err != nil {
		return nil, o.Threats.Outcome(ctx, scene, subject(a, in.Username), api.EventTypeForgotPassword, "", err)
	}
	if a.Missing != nil {
		if a.User, err = o.Migration.ForgotPassword(ctx, a.Pool, a.Client, in.Username, in.ClientMetadata); err != nil {
			return nil, o.Threats.Outcome(ctx, scene, threat.Nobody(in.Username), api.EventTypeForgotPassword, "", err)
		}
		journal.From(ctx).About("", "", a.User.Username)
	}
	draft, delivery, err := o.draftReset(ctx, a, in.ClientMetadata)
	err = o.Threats.Outcome(ctx, scene, a.User, api.EventTypeForgotPassword, api.EventResponseTypeInProgress, err)
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, a.Pool, draft); err != nil {
		return nil, err
	}
	return &api.ForgotPasswordResponse{CodeDeliveryDetails: delivery.Details()}, nil
}

func (o *Passwords) draftReset(ctx context.Context, a directory.Admission, metadata map[string]string) (message.Draft, directory.Delivery, error) {
	var draft message.Draft
	var delivery directory.Delivery
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		user, err := directory.FindUserBySub(tx, a.Pool.Id, a.User.Sub)
		if err != nil {
			return err
		}
		if delivery, err = recoveryDelivery(a.Pool, user, noReset); err != nil {
			return err
		}
		draft, err = o.Messages.DraftCode(tx, a.Pool, user, message.Occasion{
			Trigger: message.ForgotPassword, ClientID: a.Client.ClientId, Purpose: directory.CodeForgotPassword, Delivery: delivery, Metadata: metadata,
		})
		return err
	})
	return draft, delivery, err
}
