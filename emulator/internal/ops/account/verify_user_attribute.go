package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// VerifyUserAttribute verifies an email address or phone number of the user who calls, by the code that went there.
//
//  1. Only email and phone_number can be verified.
//  2. 15 calls an hour for each user, right or wrong.
//  3. The code is the latest one that was sent there, and not older than a day.
//  4. A new value that waited for its verification takes the place of the old one.
//  5. If the attribute becomes an alias which another user has, the call is refused and the code stays.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
func (o *Accounts) VerifyUserAttribute(ctx context.Context, in *api.VerifyUserAttributeRequest) (*api.VerifyUserAttributeResponse, error) {
	if err := checkVerifiable(in.AttributeName); err != nil {
		return nil, err
	}
	a, err := o.caller(ctx, in.AccessToken, directory.BudgetVerify)
	if err != nil {
		return nil, err
	}
	err = o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		user, err := directory.FindUserBySub(tx, a.Pool.Id, a.User.Sub)
		if err != nil {
			return err
		}
		code, err := directory.CheckCode(tx, user, directory.VerifyPurpose(in.AttributeName), in.Code)
		if err != nil {
			return err
		}
		journal.From(ctx).Passed("code", "it is the code that was sent to %s", code.Attribute)
		return verifyBy(ctx, tx, a.Pool, user, code)
	})
	if err != nil {
		return nil, err
	}
	return &api.VerifyUserAttributeResponse{}, nil
}

// verifyBy writes what a code proves.
func verifyBy(ctx context.Context, tx *store.Tx, pool directory.Pool, user directory.User, code directory.Code) error {
	if code.Pending != "" {
		user.Update(map[string]string{code.Attribute: code.Pending})
	}
	verify(&user, code.Attribute)
	if err := claim(ctx, tx, pool, user, false); err != nil {
		return err
	}
	if err := directory.SaveUser(tx, pool, &user); err != nil {
		return err
	}
	if code.Pending != "" {
		return directory.ForgetCodes(tx, user, code.Attribute)
	}
	return directory.UseCode(tx, code)
}
