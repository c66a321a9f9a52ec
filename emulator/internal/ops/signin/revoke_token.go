package signin

import (
	"context"
	"crypto/subtle"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

// RevokeToken ends a refresh token and everything that was issued by it. Other sessions of the user go on.
//
//  1. A confidential client proves its secret. A client that does not exist is answered like a wrong secret: the model
//     declares no other exception for it (assumed).
//  2. The client has token revocation switched on.
//  3. Only refresh tokens can be revoked, those of the client; revoking one twice is no error.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
func (o *SignIns) RevokeToken(ctx context.Context, in *api.RevokeTokenRequest) (*api.RevokeTokenResponse, error) {
	var client directory.Client
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		client, _, err = directory.FindClient(tx, in.ClientId)
		return err
	})
	switch {
	case rule.Is(err, rule.ClientNotFound):
		return nil, rule.RevokeSecretMismatch.Refuse().Because("there is no app client %s", in.ClientId)
	case err != nil:
		return nil, err
	case client.Secret() != "" && subtle.ConstantTimeCompare([]byte(client.ClientSecret), []byte(in.ClientSecret)) != 1:
		return nil, rule.RevokeSecretMismatch.Refuse()
	case !client.Revokes():
		return nil, rule.RevocationOff.Refuse()
	}
	held, err := o.Tokens.Open(ctx, client.UserPoolId, in.Token)
	switch {
	case rule.Is(err, rule.RefreshTokenInvalid):
		return nil, rule.TokenTypeUnsupported.Refuse().Because("the text is no refresh token of pool %s", client.UserPoolId)
	case err != nil:
		return nil, err
	case held.ClientID != client.ClientId:
		return nil, rule.RevokeSecretMismatch.Refuse().Because("the token was given to client %s", held.ClientID)
	}
	return &api.RevokeTokenResponse{}, o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		return token.Revoke(tx, client.UserPoolId, held)
	})
}
