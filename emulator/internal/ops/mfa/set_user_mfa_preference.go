package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// SetUserMFAPreference says which second factors the user who calls has switched on, and which one is preferred.
//
//  1. A factor can be switched on by users who have what it needs: a phone number, an email address (verified or not),
//     or a verified software token.
//  2. One factor can be preferred, if it is on.
//  3. Passkeys can be switched on by users who have one, beside another factor (documented). Sign-ins that begin with
//     a passkey then need nothing else; no sign-in that begins with something else asks for it.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
func (o *Factors) SetUserMFAPreference(ctx context.Context, in *api.SetUserMFAPreferenceRequest) (*api.SetUserMFAPreferenceResponse, error) {
	err := o.changeOwn(ctx, in.AccessToken, func(ctx context.Context, pool directory.Pool, user *directory.User) error {
		return setPreference(ctx, pool, user, in)
	})
	if err != nil {
		return nil, err
	}
	return &api.SetUserMFAPreferenceResponse{}, nil
}

// setPreference is what a request makes of a user's preference.
func setPreference(ctx context.Context, pool directory.Pool, user *directory.User, in *api.SetUserMFAPreferenceRequest) (err error) {
	if err := checkPasskey(pool, *user, settingsOf(in)); err != nil {
		return err
	}
	if user.MFA, err = prefer(*user, settingsOf(in)); err != nil {
		return err
	}
	if _, asked := pool.SecondFactor(*user); !asked && len(user.MFA.Enabled) > 0 {
		journal.From(ctx).Notice("%v is on, but no sign-in asks for it: MfaConfiguration of pool %s is %s, with text messages: %t, e-mail: %t",
			user.MFA.Enabled, pool.Id, pool.MfaConfiguration, pool.MFA.SMS, pool.MFA.Email != nil)
	}
	return nil
}
