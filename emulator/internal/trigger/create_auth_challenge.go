package trigger

import (
	"context"
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// CreateAuthChallengeAnswer is a challenge: what the client gets to see, what VerifyAuthChallengeResponse gets to
// see, and what stands in the session afterwards ("" for nothing).
type CreateAuthChallengeAnswer struct {
	Public   map[string]string
	Private  map[string]string
	Metadata string
}

func (a CreateAuthChallengeAnswer) verdict() string {
	return fmt.Sprintf("a challenge with %d public and %d private parameters, challengeMetadata %q", len(a.Public), len(a.Private), a.Metadata)
}

type createAuthChallengeRequest struct {
	UserAttributes attributes        `json:"userAttributes"`
	ChallengeName  string            `json:"challengeName"`
	Session        []ChallengeResult `json:"session"`
	ClientMetadata map[string]string `json:"clientMetadata,omitempty"`
	UserNotFound   *bool             `json:"userNotFound,omitempty"`
}

type createAuthChallengeResponse struct {
	Public   map[string]string `json:"publicChallengeParameters"`
	Private  map[string]string `json:"privateChallengeParameters"`
	Metadata *string           `json:"challengeMetadata"`
}

// CreateAuthChallenge makes the challenge that DefineAuthChallenge asked for with CUSTOM_CHALLENGE. Without the
// trigger the challenge has no parameters.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html
func (t *Triggers) CreateAuthChallenge(ctx context.Context, pool directory.Pool, r ChallengeRequest) (CreateAuthChallengeAnswer, error) {
	arn := configured(pool).CreateAuthChallenge
	if arn == "" {
		return CreateAuthChallengeAnswer{}, nil
	}
	return ask(ctx, t, question{name: "CreateAuthChallenge", arn: arn, event: createAuthChallengeEvent(ctx, pool, r)}, readCreateAuthChallenge)
}

func createAuthChallengeEvent(ctx context.Context, pool directory.Pool, r ChallengeRequest) envelope {
	return newEvent(ctx, pool, subject{"CreateAuthChallenge_Authentication", r.UserName, r.ClientID},
		createAuthChallengeRequest{attributesOf(pool, r.Attributes), r.ChallengeName, steps(r.Session), r.ClientMetadata, r.UserNotFound}, createAuthChallengeResponse{})
}

func readCreateAuthChallenge(r *reply) (CreateAuthChallengeAnswer, *rule.Refusal) {
	var a CreateAuthChallengeAnswer
	members, refusal := r.response()
	if refusal != nil {
		return a, refusal
	}
	problem := firstOf(read(members, "publicChallengeParameters", &a.Public),
		read(members, "privateChallengeParameters", &a.Private), read(members, "challengeMetadata", &a.Metadata))
	return a, wrongType(problem)
}
