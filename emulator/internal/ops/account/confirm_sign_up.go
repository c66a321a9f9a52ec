package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ConfirmSignUp confirms a user by the code that was sent at sign-up.
//
//  1. 15 calls an hour for each user, right or wrong.
//  2. The user is UNCONFIRMED; this is checked before the code.
//  3. The code is the latest one that was sent, and not older than a day.
//  4. The attribute that the code went to is verified. If that makes it an alias which another user has, the call
//     is refused and the code stays, unless ForceAliasCreation moves the alias.
//  5. The PostConfirmation trigger runs; if it fails, the user stays confirmed.
//  6. Where the app client allows USER_AUTH there is a Session for InitiateAuth, which then asks for no other code.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
func (o *Accounts) ConfirmSignUp(ctx context.Context, in *api.ConfirmSignUpRequest) (*api.ConfirmSignUpResponse, error) {
	noteUnused(ctx, in.AnalyticsMetadata, in.UserContextData)
	a, err := o.admit(ctx, in.ClientId, in.Username, in.SecretHash, directory.BudgetConfirmSignUp)
	if err != nil {
		return nil, err
	}
	var user directory.User
	var code directory.Code
	err = o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		user, code, err = confirm(ctx, tx, a, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := o.tellConfirmed(ctx, a.Pool, a.Client.ClientId, user, in.ClientMetadata); err != nil {
		return nil, err
	}
	out := &api.ConfirmSignUpResponse{}
	if o.SignIns != nil {
		out.Session, err = o.SignIns.Confirmed(ctx, in.Session, a.Pool, a.Client, user, code.Attribute)
	}
	return out, err
}

func confirm(ctx context.Context, tx *store.Tx, a directory.Admission, in *api.ConfirmSignUpRequest) (user directory.User, code directory.Code, err error) {
	user, err = directory.FindUserBySub(tx, a.Pool.Id, a.User.Sub)
	if err != nil {
		return user, code, err
	}
	if err := checkConfirmable(user); err != nil {
		return user, code, err
	}
	code, err = directory.CheckCode(tx, user, directory.CodeSignUp, in.ConfirmationCode)
	if err != nil {
		return user, code, err
	}
	journal.From(ctx).Passed("code", "it is the code that was sent to %s", code.Attribute)
	verify(&user, code.Attribute)
	if err := claim(ctx, tx, a.Pool, user, in.ForceAliasCreation != nil && *in.ForceAliasCreation); err != nil {
		return user, code, err
	}
	user.Status = api.UserStatusTypeConfirmed
	if err := directory.SaveUser(tx, a.Pool, &user); err != nil {
		return user, code, err
	}
	return user, code, directory.UseCode(tx, code)
}
