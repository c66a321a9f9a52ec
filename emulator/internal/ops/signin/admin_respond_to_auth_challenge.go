package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
)

// AdminRespondToAuthChallenge is RespondToAuthChallenge for servers with AWS credentials.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html
func (o *SignIns) AdminRespondToAuthChallenge(ctx context.Context, in *api.AdminRespondToAuthChallengeRequest) (*api.AdminRespondToAuthChallengeResponse, error) {
	reply, err := o.Runner.Respond(ctx, authflow.Answer{
		PoolID: in.UserPoolId, ClientID: in.ClientId, Challenge: in.ChallengeName, Session: string(in.Session),
		Responses: in.ChallengeResponses, Metadata: in.ClientMetadata,
		Context: serverContext(in.ContextData),
	})
	if err != nil {
		return nil, err
	}
	return &api.AdminRespondToAuthChallengeResponse{
		AuthenticationResult: reply.Tokens, ChallengeName: reply.Challenge, ChallengeParameters: reply.Params, Session: api.Secret(reply.Session),
		AvailableChallenges: reply.Available,
	}, nil
}
