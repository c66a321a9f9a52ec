package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// askCustom has the pool's function make a challenge. The caller gets its public parameters; the private ones wait in
// the session for the answer.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html
func (r *Runner) askCustom(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	if lambdas(a.Pool).CreateAuthChallenge == "" {
		return Reply{}, rule.CustomAuthIncomplete.Refuse().Because("DefineAuthChallenge wants a CUSTOM_CHALLENGE, and pool %s has no CreateAuthChallenge", a.Pool.Id)
	}
	request := challengeRequest(a)
	request.ChallengeName = string(api.ChallengeNameTypeCustomChallenge)
	answer, err := r.Triggers.CreateAuthChallenge(ctx, a.Pool, request)
	if err != nil {
		return Reply{}, err
	}
	a.Custom.Private, a.Custom.Metadata = answer.Private, answer.Metadata
	session, err := r.session(ctx, a, api.ChallengeNameTypeCustomChallenge)
	params := Params{}
	for name, value := range answer.Public {
		params[name] = value
	}
	params["USERNAME"] = a.User.Username
	return Reply{Session: session, Params: params}, err
}

// answerCustom has the pool's function judge an answer. It uses the session up whatever comes of it, even when a
// function fails (observed): who limits the tries is DefineAuthChallenge, which sees the wrong ones in the history.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-verify-auth-challenge-response.html
func (r *Runner) answerCustom(ctx context.Context, a *Attempt, in Answer) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	if lambdas(a.Pool).VerifyAuthChallengeResponse == "" {
		return rule.CustomAuthIncomplete.Refuse().Because("pool %s has no VerifyAuthChallengeResponse", a.Pool.Id)
	}
	if err := r.spendSession(ctx, a); err != nil {
		return err
	}
	told := toldOf(a, a.Custom.Name)
	right, err := r.Triggers.VerifyAuthChallengeResponse(ctx, a.Pool, trigger.VerifyAuthChallengeRequest{
		UserName: told.name, ClientID: a.Client.ClientId, Attributes: told.attributes, UserNotFound: told.notFound,
		Private: a.Custom.Private, Answer: in.Responses["ANSWER"], ClientMetadata: a.Metadata,
	})
	if err != nil {
		return err
	}
	a.Custom.record(api.ChallengeNameTypeCustomChallenge, right)
	return nil
}
