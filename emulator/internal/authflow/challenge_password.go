package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// askPassword asks for the password of who chose it without sending it along. That it has no parameters is assumed.
func (r *Runner) askPassword(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	return r.askNothing(ctx, a, api.ChallengeNameTypePassword)
}

// answerPassword checks the password. The answer may come in place of that to SELECT_CHALLENGE (documented).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) answerPassword(ctx context.Context, a *Attempt, in Answer) error {
	return r.answerChoice(ctx, a, in, api.ChallengeNameTypePassword)
}
