package account

import (
	"context"
	"maps"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// SignUp makes a new user.
//
//  1. The pool lets users sign up by themselves.
//  2. User name, password and attributes fit the pool, and the app client may write the attributes. Where email or
//     phone_number stand in place of the user name, the name becomes the attribute and the user is called by the sub.
//  3. The name is not taken; this is not hidden from anybody. An alias is not taken before it is verified.
//  4. The PreSignUp trigger may refuse, confirm the user, and verify email and phone_number, which takes these
//     aliases from others. (That it runs after the checks above is assumed.)
//  5. A user whom the trigger did not confirm gets a code for ConfirmSignUp, by SMS if the pool verifies both; for
//     one whom it did, the PostConfirmation trigger runs; if that fails, the user stays confirmed.
//  6. Where the app client allows USER_AUTH there is a Session for ConfirmSignUp.
//  7. If the CustomMessage trigger, which writes the message with the code, fails, so does the call, but the user
//     exists (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
func (o *Accounts) SignUp(ctx context.Context, in *api.SignUpRequest) (*api.SignUpResponse, error) {
	noteUnused(ctx, in.AnalyticsMetadata, nil)
	var a directory.Admission
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		a, err = o.applicant(ctx, tx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	scene := threat.FromUser(ctx, a.Pool, a.Client, in.UserContextData)
	if err := o.Threats.Admit(ctx, scene, api.EventFilterTypeSignUp, in.Password); err != nil {
		return nil, err
	}
	answer, err := o.askPreSignUp(ctx, a, in)
	if err != nil {
		return nil, err
	}
	if in.Password != "" {
		if a.User.Credential, err = o.Hasher.New(a.Pool, a.User.Username, string(in.Password)); err != nil {
			return nil, err
		}
	}
	sent, err := o.enrol(ctx, &a, answer, in.ClientMetadata)
	err = o.Threats.SignedUp(ctx, scene, a.User, err)
	if err != nil {
		return nil, err
	}
	if err := o.Messages.Deliver(ctx, a.Pool, sent.drafts...); err != nil {
		return nil, err
	}
	if answer.AutoConfirmUser {
		if err := o.tellConfirmed(ctx, a.Pool, a.Client.ClientId, a.User, in.ClientMetadata); err != nil {
			return nil, err
		}
	}
	out := &api.SignUpResponse{UserConfirmed: answer.AutoConfirmUser, UserSub: a.User.Sub, CodeDeliveryDetails: sent.first()}
	if o.SignIns != nil && !answer.AutoConfirmUser {
		out.Session, err = o.SignIns.SignedUp(ctx, a.Pool, a.Client, a.User)
	}
	return out, err
}

func (o *Accounts) askPreSignUp(ctx context.Context, a directory.Admission, in *api.SignUpRequest) (trigger.PreSignUpAnswer, error) {
	var validation map[string]string // absent is null in the event
	if len(in.ValidationData) > 0 {
		validation = directory.Given(in.ValidationData)
	}
	return o.Triggers.PreSignUp(ctx, a.Pool, trigger.PreSignUpRequest{
		Source: "PreSignUp_SignUp", UserName: a.User.Username, ClientID: a.Client.ClientId,
		Attributes: maps.Clone(a.User.Attributes), ValidationData: validation, ClientMetadata: in.ClientMetadata,
	})
}

// enrol stores the user, confirmed or with a code to be sent.
func (o *Accounts) enrol(ctx context.Context, a *directory.Admission, answer trigger.PreSignUpAnswer, metadata map[string]string) (codes, error) {
	var sent codes
	unverified := maps.Clone(a.User.Attributes)
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		sent = codes{}
		if a.Client, a.Pool, err = directory.FindClient(tx, a.Client.ClientId); err != nil {
			return err
		}
		a.User.Attributes = maps.Clone(unverified)
		if err := checkFree(tx, a.Pool, a.User); err != nil { // somebody may have taken the name meanwhile
			return err
		}
		setFlags(&a.User, map[string]bool{"email": answer.AutoVerifyEmail, "phone_number": answer.AutoVerifyPhone})
		if err := claim(ctx, tx, a.Pool, a.User, true); err != nil {
			return err
		}
		a.User.Status = api.UserStatusTypeUnconfirmed
		if answer.AutoConfirmUser {
			a.User.Status = api.UserStatusTypeConfirmed
		}
		if err := directory.SaveUser(tx, a.Pool, &a.User); err != nil || answer.AutoConfirmUser {
			return err
		}
		return o.draftSignUpCode(ctx, tx, *a, metadata, &sent)
	})
	return sent, err
}

// setFlags says of each address whether it is verified.
func setFlags(user *directory.User, verified map[string]bool) {
	for attribute, is := range verified {
		switch {
		case user.Attributes[attribute] == "":
		case is:
			user.Attributes[attribute+"_verified"] = "true"
		default:
			user.Attributes[attribute+"_verified"] = "false"
		}
	}
}

func (o *Accounts) draftSignUpCode(ctx context.Context, tx *store.Tx, a directory.Admission, metadata map[string]string, sent *codes) error {
	delivery, ok := directory.SignUpDelivery(a.Pool, a.User)
	if !ok {
		journal.From(ctx).Notice("no code was sent: AutoVerifiedAttributes of pool %s are %v, and the user has none of them; AdminConfirmSignUp can confirm the user",
			a.Pool.Id, a.Pool.AutoVerifiedAttributes)
		return nil
	}
	return o.draft(tx, a.Pool, a.User, sent, message.Occasion{
		Trigger: message.SignUp, ClientID: a.Client.ClientId, Purpose: directory.CodeSignUp, Delivery: delivery, Metadata: metadata,
	})
}
