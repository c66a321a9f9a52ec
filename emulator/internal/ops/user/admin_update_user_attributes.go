package user

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

// AdminUpdateUserAttributes writes attributes of a user, all or none of them, whatever app clients may write.
//
//  1. The schema has them, lets them change, and takes their values. An empty value removes the attribute, unless the
//     schema requires it. Nobody writes sub.
//  2. The _verified flags can be set for an address that the user has, or gets by the same call.
//  3. No other user has the new value as an alias.
//  4. A new email address or phone number is unverified unless its flag says otherwise, and gets a code if the pool
//     verifies it. Where the pool wants it verified first, the old value stays until VerifyUserAttribute. With the flag
//     true it takes effect at once, and no code is sent.
//  5. The CustomMessage trigger writes the messages with the codes. If it fails, so does the call, but the attributes
//     are written (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
func (o *Users) AdminUpdateUserAttributes(ctx context.Context, in *api.AdminUpdateUserAttributesRequest) (*api.AdminUpdateUserAttributesResponse, error) {
	var pool directory.Pool
	var drafts []message.Draft
	err := o.change(ctx, in.UserPoolId, in.Username, func(ctx context.Context, tx *store.Tx, found directory.Pool, user *directory.User) (err error) {
		pool = found
		changes := directory.Given(in.UserAttributes)
		normalize(pool, changes)
		if err := checkChanges(pool, *user, changes); err != nil {
			return err
		}
		journal.From(ctx).Passed("attributes", "the schema of pool %s takes them", pool.Id)
		drafts, err = o.update(ctx, tx, pool, user, changes, in.ClientMetadata)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, pool, drafts...); err != nil {
		return nil, err
	}
	return &api.AdminUpdateUserAttributesResponse{}, nil
}

func checkChanges(pool directory.Pool, user directory.User, changes map[string]string) error {
	names := slices.Sorted(maps.Keys(changes))
	if err := directory.CheckWritable(nil, names); err != nil {
		return err
	}
	if err := directory.CheckUpdate(pool, user, changes); err != nil {
		return err
	}
	removed := slices.DeleteFunc(names, func(name string) bool { return changes[name] != "" })
	if err := checkRemoval(pool, removed); err != nil {
		return err
	}
	return checkAliasForm(pool, changes)
}

// checkAliasForm refuses a preferred_username that looks like another alias of the pool (recorded).
func checkAliasForm(pool directory.Pool, attributes map[string]string) error {
	if alias := attributes["preferred_username"]; alias != "" && pool.HasAlias("preferred_username") {
		return directory.CheckUsername(pool, alias)
	}
	return nil
}

// update writes what need not be verified first, and draws codes for new addresses.
func (o *Users) update(ctx context.Context, tx *store.Tx, pool directory.Pool, user *directory.User, changes, metadata map[string]string) ([]message.Draft, error) {
	after := *user
	after.Attributes = maps.Clone(user.Attributes)
	after.Update(changes) // also what has to wait, so that a taken value is refused at once
	if _, err := directory.Claim(tx, pool, after, false); err != nil {
		return nil, err
	}
	moved := movedAddresses(*user, changes)
	codes := unproven(ctx, pool, moved, changes)
	for _, code := range codes {
		if code.Pending != "" {
			journal.From(ctx).Notice("%s stays %q until VerifyUserAttribute: AttributesRequireVerificationBeforeUpdate has it, and %s_verified is not true",
				code.Delivery.Attribute, user.Attributes[code.Delivery.Attribute], code.Delivery.Attribute)
			delete(changes, code.Delivery.Attribute)
			delete(changes, code.Delivery.Attribute+"_verified") // it is about the new address
		}
	}
	if err := forgetCodes(tx, *user, obsolete(*user, changes)); err != nil {
		return nil, err
	}
	user.Update(changes)
	var drafts []message.Draft
	for _, code := range codes {
		code.Metadata = metadata
		draft, err := o.Messages.DraftCode(tx, pool, *user, code)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, draft)
	}
	return drafts, nil
}

// obsolete lists the attributes whose values change.
func obsolete(user directory.User, changes map[string]string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(changes)), func(name string) bool { return changes[name] == user.Attributes[name] })
}

// movedAddresses lists the email address and the phone number that are new.
func movedAddresses(user directory.User, changes map[string]string) []directory.Delivery {
	var moved []directory.Delivery
	for _, attribute := range []string{"email", "phone_number"} {
		if value := changes[attribute]; value != "" && value != user.Attributes[attribute] {
			moved = append(moved, directory.Delivery{Attribute: attribute, Address: value})
		}
	}
	return moved
}

// unproven makes the codes for new addresses that the call does not declare verified.
func unproven(ctx context.Context, pool directory.Pool, moved []directory.Delivery, changes map[string]string) []message.Occasion {
	var codes []message.Occasion
	for _, address := range moved {
		code := message.Occasion{
			Trigger: message.UpdateUserAttribute, Purpose: directory.VerifyPurpose(address.Attribute), Delivery: address,
		}
		switch {
		case changes[address.Attribute+"_verified"] == "true":
			continue
		case pool.VerifiesBeforeUpdate(address.Attribute):
			code.Pending = address.Address
		case !pool.Verifies(address.Attribute):
			journal.From(ctx).Notice("no code was sent: AutoVerifiedAttributes of pool %s do not have %s", pool.Id, address.Attribute)
			continue
		}
		codes = append(codes, code)
	}
	return codes
}
