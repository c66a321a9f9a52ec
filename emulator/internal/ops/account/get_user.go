package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GetUser shows users what is known of them.
//
//  1. The attributes are those that the app client may read now: standard ones, custom ones, and always sub, last.
//  2. The members about MFA are absent for users who switched no factor on.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
func (o *Accounts) GetUser(ctx context.Context, in *api.GetUserRequest) (*api.GetUserResponse, error) {
	var out *api.GetUserResponse
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		a, err := o.holder(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		shown := a.Pool.Show(a.User, a.Client.Readable)
		out = &api.GetUserResponse{
			Username: a.User.Username, UserAttributes: append(shown, api.AttributeType{Name: "sub", Value: a.User.Sub}),
			UserMFASettingList: a.User.MFA.SettingList(), PreferredMfaSetting: string(a.User.MFA.Preferred), MFAOptions: a.User.MFA.Options(),
		}
		return nil
	})
	return out, err
}
