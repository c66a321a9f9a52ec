package account

import (
	"context"
	"errors"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GetUserAttributeVerificationCode sends the user who calls a code for VerifyUserAttribute; the former one is void.
//
//  1. Only email and phone_number can be verified.
//  2. 5 calls an hour for each user.
//  3. The user has the attribute, or a new value of it waits for its verification: then the code goes there.
//  4. The CustomMessage trigger writes the message; if it fails, so does the call.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
func (o *Accounts) GetUserAttributeVerificationCode(ctx context.Context, in *api.GetUserAttributeVerificationCodeRequest) (*api.GetUserAttributeVerificationCodeResponse, error) {
	if err := checkVerifiable(in.AttributeName); err != nil {
		return nil, err
	}
	a, err := o.caller(ctx, in.AccessToken, directory.BudgetSendAttribute)
	if err != nil {
		return nil, err
	}
	occasion := message.Occasion{
		Trigger: message.VerifyUserAttribute, ClientID: a.Client.ClientId, Purpose: directory.VerifyPurpose(in.AttributeName),
		Metadata: in.ClientMetadata,
	}
	var sent codes
	err = o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		user, err := directory.FindUserBySub(tx, a.Pool.Id, a.User.Sub)
		if err != nil {
			return err
		}
		if occasion.Delivery, occasion.Pending, err = verificationDelivery(tx, user, in.AttributeName); err != nil {
			return err
		}
		return o.draft(tx, a.Pool, user, &sent, occasion)
	})
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, a.Pool, sent.drafts...); err != nil {
		return nil, err
	}
	return &api.GetUserAttributeVerificationCodeResponse{CodeDeliveryDetails: sent.first()}, nil
}

func checkVerifiable(attribute string) error {
	if attribute == "email" || attribute == "phone_number" {
		return nil
	}
	return rule.AttributeNotVerifiable.Refuse().Because("the attribute name is %q", attribute)
}

// verificationDelivery says where the code goes, and which new value waits for it.
func verificationDelivery(tx *store.Tx, user directory.User, attribute string) (directory.Delivery, string, error) {
	former, err := directory.Codes.Get(tx, directory.Codes.Key(directory.Code{
		PoolID: user.PoolID, Sub: user.Sub, Purpose: directory.VerifyPurpose(attribute),
	}))
	delivery := directory.Delivery{Attribute: attribute, Address: user.Attributes[attribute]}
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return delivery, "", err
	case former.Pending != "":
		delivery.Address = former.Pending
	case delivery.Address == "":
		return delivery, "", rule.AttributeNothingToVerify.Refuse(attribute).Because("%s has no %s", user.Username, attribute)
	}
	return delivery, former.Pending, nil
}
