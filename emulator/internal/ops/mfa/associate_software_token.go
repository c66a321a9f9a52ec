package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// AssociateSoftwareToken gives out the secret of an authenticator app.
//
//  1. Who calls says an access token, or the session of MFA_SETUP, and not both.
//  2. The pool must have software tokens.
//  3. A token that the user has stays in force until the new one is verified; a secret that waits for that is replaced.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
func (o *Factors) AssociateSoftwareToken(ctx context.Context, in *api.AssociateSoftwareTokenRequest) (*api.AssociateSoftwareTokenResponse, error) {
	if err := checkCaller(in.AccessToken, in.Session); err != nil {
		return nil, err
	}
	if in.Session != "" {
		text, next, err := o.SignIns.Associate(ctx, in.Session)
		if err != nil {
			return nil, err
		}
		return &api.AssociateSoftwareTokenResponse{SecretCode: api.Secret(text), Session: next}, nil
	}
	secret, err := factor.NewSoftwareToken(o.Random)
	if err != nil {
		return nil, err
	}
	err = o.changeOwn(ctx, in.AccessToken, func(_ context.Context, pool directory.Pool, user *directory.User) error {
		user.Associate(secret)
		return checkSoftwareTokens(pool)
	})
	if err != nil {
		return nil, err
	}
	return &api.AssociateSoftwareTokenResponse{SecretCode: api.Secret(factor.SecretText(secret))}, nil
}

func checkCaller(accessToken, session api.Secret) error {
	if (accessToken == "") == (session == "") {
		return rule.SoftwareTokenCaller.Refuse().Because("the request has an AccessToken: %t, a Session: %t", accessToken != "", session != "")
	}
	return nil
}

func checkSoftwareTokens(pool directory.Pool) error {
	if !pool.MFA.HasSoftwareToken() {
		return rule.SoftwareTokenOff.Refuse().Because("SoftwareTokenMfaConfiguration of pool %s is not enabled", pool.Id)
	}
	return nil
}
