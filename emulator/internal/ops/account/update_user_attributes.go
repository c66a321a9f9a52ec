package account

import (
	"context"
	"maps"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// UpdateUserAttributes writes attributes of the user who calls, all or none of them.
//
//  1. The app client may write them; users cannot write sub and the _verified flags.
//  2. The schema has them, lets them change, and takes their values. An empty value removes the attribute, unless
//     the schema requires it.
//  3. No other user has the new value as an alias.
//  4. A new email address or phone number is unverified, and gets a code if the pool verifies it. Where the pool
//     wants it verified first, the old value stays until VerifyUserAttribute.
//  5. The CustomMessage trigger writes the messages with the codes. If it fails, so does the call, but the attributes
//     are written (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
func (o *Accounts) UpdateUserAttributes(ctx context.Context, in *api.UpdateUserAttributesRequest) (*api.UpdateUserAttributesResponse, error) {
	var a directory.Admission
	var sent codes
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if a, err = o.holder(ctx, tx, in.AccessToken); err != nil {
			return err
		}
		changes := directory.Given(in.UserAttributes)
		if err := checkChanges(a, changes); err != nil {
			return err
		}
		sent, err = o.change(ctx, tx, a, changes, in.ClientMetadata)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, a.Pool, sent.drafts...); err != nil {
		return nil, err
	}
	return &api.UpdateUserAttributesResponse{CodeDeliveryDetailsList: sent.details}, nil
}

func checkChanges(a directory.Admission, changes map[string]string) error {
	names := slices.Sorted(maps.Keys(changes))
	if err := directory.CheckWritable(&a.Client, names); err != nil {
		return err
	}
	if err := directory.CheckUpdate(a.Pool, a.User, changes); err != nil {
		return err
	}
	removed := slices.DeleteFunc(names, func(name string) bool { return changes[name] != "" })
	if err := directory.CheckDelete(a.Pool, removed); err != nil {
		return err
	}
	if alias := changes["preferred_username"]; alias != "" && a.Pool.HasAlias("preferred_username") {
		return directory.CheckUsername(a.Pool, alias)
	}
	return nil
}

// change writes the attributes that need no verification first, and draws codes for the new addresses.
func (o *Accounts) change(ctx context.Context, tx *store.Tx, a directory.Admission, changes, metadata map[string]string) (codes, error) {
	if a.Pool.SignsInBy("email") && changes["email"] != "" {
		changes["email"] = a.Pool.Fold(changes["email"])
	}
	after := a.User
	after.Attributes = maps.Clone(a.User.Attributes)
	after.Update(changes) // also what has to wait, so that a taken value is refused at once
	if err := claim(ctx, tx, a.Pool, after, false); err != nil {
		return codes{}, err
	}
	moved := movedAddresses(a.User, changes)
	for i := range moved {
		if a.Pool.VerifiesBeforeUpdate(moved[i].Attribute) {
			moved[i].Pending = moved[i].Address
			delete(changes, moved[i].Attribute)
			journal.From(ctx).Notice("%s stays %q until VerifyUserAttribute: AttributesRequireVerificationBeforeUpdate has it",
				moved[i].Attribute, a.User.Attributes[moved[i].Attribute])
		}
	}
	maps.DeleteFunc(changes, func(name, value string) bool { return value == a.User.Attributes[name] })
	a.User.Update(changes)
	if err := forgetCodes(tx, a.User, slices.Sorted(maps.Keys(changes))); err != nil {
		return codes{}, err
	}
	if err := directory.SaveUser(tx, a.Pool, &a.User); err != nil {
		return codes{}, err
	}
	return o.draftUpdateCodes(ctx, tx, a, moved, metadata)
}

// movedAddress is a new email address or phone number.
type movedAddress struct {
	directory.Delivery
	Pending string // the address, if it waits for its verification
}

func movedAddresses(user directory.User, changes map[string]string) []movedAddress {
	var moved []movedAddress
	for _, attribute := range []string{"email", "phone_number"} {
		if value := changes[attribute]; value != "" && value != user.Attributes[attribute] {
			moved = append(moved, movedAddress{Delivery: directory.Delivery{Attribute: attribute, Address: value}})
		}
	}
	return moved
}

func (o *Accounts) draftUpdateCodes(ctx context.Context, tx *store.Tx, a directory.Admission, moved []movedAddress, metadata map[string]string) (codes, error) {
	var sent codes
	for _, m := range moved {
		if m.Pending == "" && !a.Pool.Verifies(m.Attribute) {
			journal.From(ctx).Notice("no code was sent: AutoVerifiedAttributes of pool %s do not have %s", a.Pool.Id, m.Attribute)
			continue
		}
		err := o.draft(tx, a.Pool, a.User, &sent, message.Occasion{
			Trigger: message.UpdateUserAttribute, ClientID: a.Client.ClientId, Purpose: directory.VerifyPurpose(m.Attribute),
			Delivery: m.Delivery, Pending: m.Pending, Metadata: metadata,
		})
		if err != nil {
			return codes{}, err
		}
	}
	return sent, nil
}
