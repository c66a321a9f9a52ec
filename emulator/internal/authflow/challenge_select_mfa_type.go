package authflow

import (
	"context"
)

func (r *Runner) askSelectMFA(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge SELECT_MFA_TYPE")
}

func (r *Runner) answerSelectMFA(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge SELECT_MFA_TYPE")
}
