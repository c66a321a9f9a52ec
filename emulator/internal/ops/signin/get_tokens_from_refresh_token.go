package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// GetTokensFromRefreshToken renews tokens, and rotates the refresh token where the client says so.
//
//  1. The client's secret is checked before the token; one that is sent to a public client is ignored.
//  2. ClientMetadata goes to PreTokenGeneration.
//  3. Where refresh tokens rotate, the answer has a new one; the old one can be retried within the grace period only.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
func (o *SignIns) GetTokensFromRefreshToken(ctx context.Context, in *api.GetTokensFromRefreshTokenRequest) (*api.GetTokensFromRefreshTokenResponse, error) {
	tokens, err := o.Runner.Renew(ctx, in.ClientId, in.ClientSecret, in.RefreshToken, in.DeviceKey, in.ClientMetadata)
	if err != nil {
		return nil, err
	}
	return &api.GetTokensFromRefreshTokenResponse{AuthenticationResult: tokens}, nil
}
