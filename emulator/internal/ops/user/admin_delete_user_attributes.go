package user

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminDeleteUserAttributes removes attributes of a user, all or none of them.
//
//  1. The schema has them, and does not require them or keep them from changing. The texts are those that were
//     recorded for DeleteUserAttributes; that they are the same here is assumed.
//  2. An email address or phone number goes with its flag and the codes that went there. The flags can be removed
//     alone (assumed: the schema lets them change). Attributes that the user does not have are removed already.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html
func (o *Users) AdminDeleteUserAttributes(ctx context.Context, in *api.AdminDeleteUserAttributesRequest) (*api.AdminDeleteUserAttributesResponse, error) {
	err := o.change(ctx, in.UserPoolId, in.Username, func(_ context.Context, tx *store.Tx, pool directory.Pool, user *directory.User) error {
		if err := checkRemoval(pool, in.UserAttributeNames); err != nil {
			return err
		}
		user.Remove(in.UserAttributeNames)
		return forgetCodes(tx, *user, in.UserAttributeNames)
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminDeleteUserAttributesResponse{}, nil
}

func checkRemoval(pool directory.Pool, names []string) error {
	return directory.CheckDelete(pool, slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return name == "email_verified" || name == "phone_number_verified"
	}))
}

// forgetCodes voids the codes that went to addresses which the user loses.
func forgetCodes(tx *store.Tx, user directory.User, attributes []string) error {
	for _, address := range []string{"email", "phone_number"} {
		if !slices.Contains(attributes, address) {
			continue
		}
		if err := directory.ForgetCodes(tx, user, address); err != nil {
			return err
		}
	}
	return nil
}
