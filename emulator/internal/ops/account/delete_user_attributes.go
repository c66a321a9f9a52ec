package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DeleteUserAttributes removes attributes of the user who calls, all or none of them.
//
//  1. The app client may write them; sub and the _verified flags cannot be removed.
//  2. The schema has them, and does not require them or keep them from changing.
//  3. An email address or phone number goes with its flag and the codes that went there. Attributes that the user
//     does not have are removed already.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
func (o *Accounts) DeleteUserAttributes(ctx context.Context, in *api.DeleteUserAttributesRequest) (*api.DeleteUserAttributesResponse, error) {
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := o.holder(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		if err := directory.CheckWritable(&a.Client, in.UserAttributeNames); err != nil {
			return err
		}
		if err := directory.CheckDelete(a.Pool, in.UserAttributeNames); err != nil {
			return err
		}
		a.User.Remove(in.UserAttributeNames)
		if err := forgetCodes(tx, a.User, in.UserAttributeNames); err != nil {
			return err
		}
		return directory.SaveUser(tx, a.Pool, &a.User)
	})
	if err != nil {
		return nil, err
	}
	return &api.DeleteUserAttributesResponse{}, nil
}

func forgetCodes(tx *store.Tx, user directory.User, attributes []string) error {
	for _, attribute := range attributes {
		if err := directory.ForgetCodes(tx, user, attribute); err != nil {
			return err
		}
	}
	return nil
}
