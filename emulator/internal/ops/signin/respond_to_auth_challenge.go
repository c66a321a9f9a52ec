package signin

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
)

// RespondToAuthChallenge answers a challenge of InitiateAuth, or of AdminInitiateAuth: the sessions of both work.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
func (o *SignIns) RespondToAuthChallenge(ctx context.Context, in *api.RespondToAuthChallengeRequest) (*api.RespondToAuthChallengeResponse, error) {
	reply, err := o.Runner.Respond(ctx, authflow.Answer{
		ClientID: in.ClientId, Challenge: in.ChallengeName, Session: string(in.Session), Responses: in.ChallengeResponses, Metadata: in.ClientMetadata,
		Context: userContext(in.UserContextData),
	})
	if err != nil {
		return nil, err
	}
	return &api.RespondToAuthChallengeResponse{
		AuthenticationResult: reply.Tokens, ChallengeName: reply.Challenge, ChallengeParameters: reply.Params, Session: api.Secret(reply.Session),
		AvailableChallenges: reply.Available,
	}, nil
}
