package mfa

import (
	"context"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// VerifySoftwareToken takes the first code of an authenticator app, from which on the app is the user's.
//
//  1. Who calls says an access token, or the session of AssociateSoftwareToken, and not both.
//  2. The pool must have software tokens, and a secret must wait for its verification.
//  3. The code must be one of that secret. It cannot be used again at a sign-in (recorded).
//  4. Nothing is switched on by it (observed): that is for SetUserMFAPreference. A pool with MFA ON asks for it anyway.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
func (o *Factors) VerifySoftwareToken(ctx context.Context, in *api.VerifySoftwareTokenRequest) (*api.VerifySoftwareTokenResponse, error) {
	if err := checkCaller(in.AccessToken, in.Session); err != nil {
		return nil, err
	}
	out := &api.VerifySoftwareTokenResponse{Status: api.VerifySoftwareTokenResponseTypeSuccess}
	if in.Session != "" {
		next, err := o.SignIns.Verify(ctx, in.Session, string(in.UserCode), in.FriendlyDeviceName)
		if err != nil {
			return nil, err
		}
		out.Session = next
		return out, nil
	}
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, user, err := o.holder(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		if err := checkSoftwareTokens(pool); err != nil {
			return err
		}
		token, err := verified(user, string(in.UserCode), tx.Now)
		if err != nil {
			return err
		}
		token.FriendlyName = in.FriendlyDeviceName
		user.Enrol(token)
		noteUnasked(ctx, pool, user)
		return directory.SaveUser(tx, pool, &user)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// verified is the token that a user is setting up, with the time step of its first code.
func verified(user directory.User, code string, now time.Time) (directory.SoftwareToken, error) {
	token, pending := user.PendingToken()
	if !pending {
		return token, rule.SoftwareTokenNotAssociated.Refuse().Because("%s has no secret that waits for its verification", user.Username)
	}
	var ok bool
	if token.LastStep, ok, _ = factor.CheckTOTP(token, code, now); !ok {
		return token, rule.SoftwareTokenNotEnabled.Refuse()
	}
	return token, nil
}

// noteUnasked says that no sign-in will ask for the token, which surprises many.
func noteUnasked(ctx context.Context, pool directory.Pool, user directory.User) {
	if pool.MfaConfiguration == api.UserPoolMfaTypeOptional && !user.MFA.On(api.ChallengeNameTypeSoftwareTokenMfa) {
		journal.From(ctx).Notice("no sign-in asks for the token yet: MFA of pool %s is OPTIONAL; call SetUserMFAPreference with SoftwareTokenMfaSettings {Enabled: true}", pool.Id)
	}
}
