package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// openCustom is CUSTOM_AUTH: the pool's functions decide what is asked, and when it is enough. With CHALLENGE_NAME SRP_A
// the sign-in begins with the password. Any other CHALLENGE_NAME, such as CUSTOM_CHALLENGE, changes nothing (assumed).
//
// Users who may not sign in are refused here (observed for unconfirmed ones). A temporary password is no obstacle as
// long as the sign-in does without passwords (observed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
func (r *Runner) openCustom(ctx context.Context, a *Attempt, params Params) error {
	if lambdas(a.Pool).DefineAuthChallenge == "" {
		return rule.CustomAuthNotConfigured.Refuse().Because("pool %s (%s) has no DefineAuthChallenge in its LambdaConfig", a.Pool.Id, a.Pool.Name)
	}
	a.Custom = &Custom{Name: params["USERNAME"], History: []trigger.ChallengeResult{}}
	if params["CHALLENGE_NAME"] == string(startedWithSRP) {
		if _, err := params.need("SRP_A"); err != nil {
			return err
		}
		a.Custom.record(startedWithSRP, true)
	}
	if err := r.find(ctx, a, params["USERNAME"], nil); err != nil {
		return err
	}
	if err := checkState(a); err != nil {
		return err
	}
	if r.Triggers.Choices.NoPreAuthenticationInCustomAuth {
		return nil
	}
	return r.preAuthentication(ctx, a, params["USERNAME"])
}

// define asks the pool's function what comes next.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
func (r *Runner) define(ctx context.Context, a *Attempt) error {
	answer, err := r.Triggers.DefineAuthChallenge(ctx, a.Pool, challengeRequest(a))
	if err != nil {
		return err
	}
	if answer.FailAuthentication {
		return refuseCustom(a, "DefineAuthChallenge answered failAuthentication")
	}
	a.Custom.decide(answer)
	return nil
}

// challengeRequest is what the functions of custom challenges are told.
func challengeRequest(a *Attempt) trigger.ChallengeRequest {
	told := toldOf(a, a.Custom.Name)
	return trigger.ChallengeRequest{
		UserName: told.name, ClientID: a.Client.ClientId, Attributes: told.attributes, UserNotFound: told.notFound,
		Session: a.Custom.History, ClientMetadata: a.Metadata,
	}
}

// refuseCustom ends an attempt by CUSTOM_AUTH. To the caller a user who is hidden looks like one who failed.
func refuseCustom(a *Attempt, reason string) error {
	if a.hidden != nil {
		return rule.CustomAuthFailed.Refuse().Hide(a.hidden)
	}
	return rule.CustomAuthFailed.Refuse().Because("%s", reason)
}

// lambdas are a pool's triggers.
func lambdas(pool directory.Pool) api.LambdaConfigType {
	if pool.LambdaConfig == nil {
		return api.LambdaConfigType{}
	}
	return *pool.LambdaConfig
}
