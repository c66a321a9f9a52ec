package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
)

// AdminInitiateAuth is InitiateAuth for servers with AWS credentials: it names the pool, and takes
// ADMIN_USER_PASSWORD_AUTH in place of USER_PASSWORD_AUTH.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
func (o *SignIns) AdminInitiateAuth(ctx context.Context, in *api.AdminInitiateAuthRequest) (*api.AdminInitiateAuthResponse, error) {
	reply, err := o.Runner.Initiate(ctx, authflow.Request{
		PoolID: in.UserPoolId, ClientID: in.ClientId, Flow: in.AuthFlow, Params: in.AuthParameters, Metadata: in.ClientMetadata,
		Session: string(in.Session), Context: serverContext(in.ContextData),
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminInitiateAuthResponse{
		AuthenticationResult: reply.Tokens, ChallengeName: reply.Challenge, ChallengeParameters: reply.Params, Session: api.Secret(reply.Session),
		AvailableChallenges: reply.Available,
	}, nil
}
