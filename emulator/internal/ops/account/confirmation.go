package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

func checkConfirmable(user directory.User) error {
	if user.Status == api.UserStatusTypeUnconfirmed {
		return nil
	}
	return rule.CannotConfirm.Refuse(user.Status).Because("the status of %s is %s; the code was not looked at", user.Username, user.Status)
}

// verify marks an attribute as verified, if the user still has it.
func verify(user *directory.User, attribute string) {
	if user.Attributes[attribute] != "" {
		user.Attributes[attribute+"_verified"] = "true"
	}
}

// tellConfirmed runs the PostConfirmation trigger. It comes after the transaction: if the function fails, so does
// the call, but the user stays confirmed.
func (o *Accounts) tellConfirmed(ctx context.Context, pool directory.Pool, clientID string, user directory.User, metadata map[string]string) error {
	return o.Triggers.PostConfirmation(ctx, pool, trigger.PostConfirmationRequest{
		Source: "PostConfirmation_ConfirmSignUp", UserName: user.Username, ClientID: clientID,
		Attributes: trigger.UserAttributes(user), ClientMetadata: metadata,
	})
}
