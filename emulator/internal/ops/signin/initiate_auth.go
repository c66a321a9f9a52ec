package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
)

// InitiateAuth opens a sign-in.
//
//  1. The client, the flow, its parameters and the secret hash are checked in this order.
//  2. The user is found, or migrated (password flows), or – where the client hides users – made up.
//  3. The answer is a challenge, or tokens.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
func (o *SignIns) InitiateAuth(ctx context.Context, in *api.InitiateAuthRequest) (*api.InitiateAuthResponse, error) {
	reply, err := o.Runner.Initiate(ctx, authflow.Request{
		ClientID: in.ClientId, Flow: in.AuthFlow, Params: in.AuthParameters, Metadata: in.ClientMetadata,
		Session: string(in.Session), Context: userContext(in.UserContextData),
	})
	if err != nil {
		return nil, err
	}
	return &api.InitiateAuthResponse{
		AuthenticationResult: reply.Tokens, ChallengeName: reply.Challenge, ChallengeParameters: reply.Params, Session: api.Secret(reply.Session),
		AvailableChallenges: reply.Available,
	}, nil
}
