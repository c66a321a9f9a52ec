package user

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// invitations says where the invitation goes: nowhere with SUPPRESS; otherwise by the DesiredDeliveryMediums, all of
// them; by SMS if there are none. A user without the address of a medium that was asked for is refused. That one
// without a phone number is not, where SMS is only the default, is assumed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
func invitations(ctx context.Context, user directory.User, in *api.AdminCreateUserRequest) ([]directory.Delivery, error) {
	if in.MessageAction == api.MessageActionTypeSuppress {
		journal.From(ctx).Passed("invitation", "MessageAction is SUPPRESS: nobody is written to")
		return nil, nil
	}
	if len(in.DesiredDeliveryMediums) == 0 {
		if phone := user.Attributes["phone_number"]; phone != "" {
			return []directory.Delivery{{Attribute: "phone_number", Address: phone}}, nil
		}
		journal.From(ctx).Notice("no invitation was sent: without DesiredDeliveryMediums it goes by SMS, and %s has no phone_number; [EMAIL] sends an e-mail, MessageAction SUPPRESS nothing", user.Username)
		return nil, nil
	}
	var deliveries []directory.Delivery
	for _, d := range []directory.Delivery{{Attribute: "phone_number"}, {Attribute: "email"}} {
		if !slices.Contains(in.DesiredDeliveryMediums, d.Medium()) {
			continue
		}
		if d.Address = user.Attributes[d.Attribute]; d.Address == "" {
			return nil, uninvitable(d.Medium()).Because("DesiredDeliveryMediums are %v, and %s has no %s", in.DesiredDeliveryMediums, user.Username, d.Attribute)
		}
		deliveries = append(deliveries, d)
	}
	return deliveries, nil
}

func uninvitable(medium api.DeliveryMediumType) *rule.Refusal {
	if medium == api.DeliveryMediumTypeEmail {
		return rule.InvitationNoEmail.Refuse()
	}
	return rule.InvitationNoPhone.Refuse()
}

// draftInvitations writes the invitations, with the temporary password. What a user without one is sent is not
// established; here nothing stands in place of the password.
func (o *Users) draftInvitations(ctx context.Context, tx *store.Tx, pool directory.Pool, user directory.User, deliveries []directory.Delivery, password string) []message.Draft {
	if password == "" && len(deliveries) > 0 {
		journal.From(ctx).Notice("the invitation has nothing in place of {####}: %s has no password", user.Username)
	}
	var drafts []message.Draft
	for _, delivery := range deliveries {
		drafts = append(drafts, o.Messages.DraftInvitation(tx, pool, user, "", delivery, password))
	}
	return drafts
}
