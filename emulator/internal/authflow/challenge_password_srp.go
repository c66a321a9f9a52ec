package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// askPasswordSRP asks for the SRP_A of who chose it without sending it along. That it has no parameters is assumed.
func (r *Runner) askPasswordSRP(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	return r.askNothing(ctx, a, api.ChallengeNameTypePasswordSrp)
}

// answerPasswordSRP takes SRP_A, which PASSWORD_VERIFIER follows. The answer may come in place of that to
// SELECT_CHALLENGE (documented).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) answerPasswordSRP(ctx context.Context, a *Attempt, in Answer) error {
	return r.answerChoice(ctx, a, in, api.ChallengeNameTypePasswordSrp)
}
