package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// SetUserMFAPreference says which second factors the user who calls has switched on, and which one is preferred.
//
//  1. A factor can be switched on by users who have what it needs: a phone number, an email address (verified or not),
//     or a verified software token.
//  2. One factor can be preferred, if it is on.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
func (o *Factors) SetUserMFAPreference(ctx context.Context, in *api.SetUserMFAPreferenceRequest) (*api.SetUserMFAPreferenceResponse, error) {
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, client, user, err := o.Tokens.Caller(tx, in.AccessToken)
		if err != nil {
			return err
		}
		trail := journal.From(ctx)
		trail.About(pool.Id, client.ClientId, user.Username)
		trail.Passed("access-token", "it is a token of %s", user.Username)
		return change(ctx, tx, pool, user, in)
	})
	if err != nil {
		return nil, err
	}
	return &api.SetUserMFAPreferenceResponse{}, nil
}

// change stores what a request makes of a user's preference.
func change(ctx context.Context, tx *store.Tx, pool directory.Pool, user directory.User, in *api.SetUserMFAPreferenceRequest) (err error) {
	if user.MFA, err = prefer(user, settingsOf(in)); err != nil {
		return err
	}
	if factor, asked := pool.SecondFactor(user); !asked && len(user.MFA.Enabled) > 0 {
		journal.From(ctx).Notice("%v is on, but no sign-in asks for it: MfaConfiguration of pool %s is %s, with text messages: %t, e-mail: %t",
			user.MFA.Enabled, pool.Id, pool.MfaConfiguration, pool.MFA.SMS, pool.MFA.Email != nil)
	} else if factor == api.ChallengeNameTypeSelectMfaType {
		journal.From(ctx).Notice("%v are on and none is preferred: sign-ins end with NotImplementedByEmulator, since SELECT_MFA_TYPE is not emulated yet", user.MFA.Enabled)
	}
	return directory.SaveUser(tx, pool, &user)
}
