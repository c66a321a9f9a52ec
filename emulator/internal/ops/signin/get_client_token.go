package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// GetClientToken gives an app client an access token for itself.
//
//  1. The client's secret is checked, and that the client is made for this.
//  2. Scopes are custom ones that the client allows; all of them where none are asked for.
//  3. ClientMetadata goes to PreTokenGeneration, which runs for machines in its version V3_0 only.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
func (o *SignIns) GetClientToken(ctx context.Context, in *api.GetClientTokenRequest) (*api.GetClientTokenResponse, error) {
	result, err := o.Runner.ClientToken(ctx, in)
	if err != nil {
		return nil, err
	}
	return &api.GetClientTokenResponse{ClientAuthenticationResult: result}, nil
}
