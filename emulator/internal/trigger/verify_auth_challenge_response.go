package trigger

import (
	"context"
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// VerifyAuthChallengeRequest is what the trigger is asked.
type VerifyAuthChallengeRequest struct {
	UserName       string
	ClientID       string
	Attributes     map[string]string
	Private        map[string]string // what CreateAuthChallenge kept from the client
	Answer         string
	ClientMetadata map[string]string
	UserNotFound   *bool // nil where the client does not hide unknown users
}

type verified bool

func (v verified) verdict() string { return fmt.Sprintf("answerCorrect %t", bool(v)) }

type verifyAuthChallengeRequest struct {
	UserAttributes  attributes        `json:"userAttributes"`
	Private         map[string]string `json:"privateChallengeParameters"`
	ChallengeAnswer string            `json:"challengeAnswer"`
	ClientMetadata  map[string]string `json:"clientMetadata,omitempty"`
	UserNotFound    *bool             `json:"userNotFound,omitempty"`
}

type verifyAuthChallengeResponse struct {
	AnswerCorrect *bool `json:"answerCorrect"`
}

// VerifyAuthChallengeResponse judges the answer to a custom challenge. No answer is correct without the trigger.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-verify-auth-challenge-response.html
func (t *Triggers) VerifyAuthChallengeResponse(ctx context.Context, pool directory.Pool, r VerifyAuthChallengeRequest) (bool, error) {
	arn := configured(pool).VerifyAuthChallengeResponse
	if arn == "" {
		return false, nil
	}
	event := verifyAuthChallengeEvent(ctx, pool, r)
	r.Answer = "***" // as the request has it in the journal
	correct, err := ask(ctx, t, question{"VerifyAuthChallengeResponse", arn, event, verifyAuthChallengeEvent(ctx, pool, r)}, readVerifyAuthChallenge)
	return bool(correct), err
}

func verifyAuthChallengeEvent(ctx context.Context, pool directory.Pool, r VerifyAuthChallengeRequest) envelope {
	return newEvent(ctx, pool, subject{"VerifyAuthChallengeResponse_Authentication", r.UserName, r.ClientID},
		verifyAuthChallengeRequest{attributesOf(pool, r.Attributes), r.Private, r.Answer, r.ClientMetadata, r.UserNotFound}, verifyAuthChallengeResponse{})
}

// readVerifyAuthChallenge takes an answerCorrect that is not set for false.
func readVerifyAuthChallenge(r *reply) (verified, *rule.Refusal) {
	members, refusal := r.response()
	if refusal != nil {
		return false, refusal
	}
	var correct bool
	problem := read(members, "answerCorrect", &correct)
	return verified(correct), wrongType(problem)
}
