package user

import (
	"context"
	"maps"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// AdminCreateUser makes a new user with a temporary password, or invites an existing one again.
//
//  1. User name and attributes fit the pool, with all required attributes. The _verified flags can be set for an
//     address that is given. Where email or phone_number stand in place of the user name, the name becomes the
//     attribute and the user is called by the sub.
//  2. The temporary password fits the policy; without one, it is made up. The user is FORCE_CHANGE_PASSWORD until the
//     first sign-in. In a pool with one-time passwords by email or SMS, a user without a temporary password has none,
//     is CONFIRMED, and needs an address.
//  3. The name is not taken. A verified alias is not taken either, unless ForceAliasCreation moves it.
//  4. The PreSignUp trigger may refuse; that it would confirm or verify the user is ignored.
//  5. The invitation goes to the DesiredDeliveryMediums, unless MessageAction is SUPPRESS. If the CustomMessage trigger,
//     which writes it, fails, so does the call, but the user exists (assumed). It does not get the ClientMetadata.
//  6. With the MessageAction RESEND see resend.
//
// The order of these checks is assumed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
func (o *Users) AdminCreateUser(ctx context.Context, in *api.AdminCreateUserRequest) (*api.AdminCreateUserResponse, error) {
	if in.MessageAction == api.MessageActionTypeResend {
		return o.resend(ctx, in)
	}
	var n newcomer
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		n, err = o.newcomer(ctx, tx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := o.askPreSignUp(ctx, n, in); err != nil {
		return nil, err
	}
	credential, err := o.credential(n.pool, n.user, n.password)
	if err != nil {
		return nil, err
	}
	user, drafts, err := o.enrol(ctx, n, credential)
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, n.pool, drafts...); err != nil {
		return nil, err
	}
	return &api.AdminCreateUserResponse{User: new(n.pool.Describe(user))}, nil
}

func (o *Users) askPreSignUp(ctx context.Context, n newcomer, in *api.AdminCreateUserRequest) error {
	var validation map[string]string // absent is null in the event
	if len(in.ValidationData) > 0 {
		validation = directory.Given(in.ValidationData)
	}
	answer, err := o.Triggers.PreSignUp(ctx, n.pool, trigger.PreSignUpRequest{
		Source: "PreSignUp_AdminCreateUser", UserName: n.user.Username, ClientID: trigger.NoClient,
		Attributes: maps.Clone(n.user.Attributes), ValidationData: validation, ClientMetadata: in.ClientMetadata,
	})
	if err == nil && answer != (trigger.PreSignUpAnswer{}) {
		journal.From(ctx).Notice("what PreSignUp returned, %+v, has no effect on users whom an administrator creates", answer)
	}
	return err
}

// credential hashes a password, which takes too long for a transaction.
func (o *Users) credential(pool directory.Pool, user directory.User, password string) (*directory.Credential, error) {
	if password == "" {
		return nil, nil
	}
	return o.Hasher.New(pool, user.Username, password)
}

// enrol stores the user and writes the invitations.
func (o *Users) enrol(ctx context.Context, n newcomer, credential *directory.Credential) (directory.User, []message.Draft, error) {
	var user directory.User
	var drafts []message.Draft
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		user = n.user
		if _, err := directory.FindPool(tx, n.pool.Id); err != nil {
			return err
		}
		if err := checkFree(tx, n); err != nil { // somebody may have taken the name meanwhile
			return err
		}
		moved, err := directory.Claim(tx, n.pool, user, n.force)
		if err != nil {
			return err
		}
		for _, alias := range moved {
			journal.From(ctx).Notice("the alias %s %q moved from %s to %s", alias.Attribute, alias.Value, alias.Owner.Username, user.Username)
		}
		if credential != nil {
			user.SetCredential(n.pool, credential, true, tx.Now)
		}
		if err := directory.SaveUser(tx, n.pool, &user); err != nil {
			return err
		}
		drafts = o.draftInvitations(ctx, tx, n.pool, user, n.invitations, n.password)
		return nil
	})
	return user, drafts, err
}
