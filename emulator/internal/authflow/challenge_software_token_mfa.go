package authflow

import (
	"context"
)

func (r *Runner) askSoftwareToken(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge SOFTWARE_TOKEN_MFA")
}

func (r *Runner) answerSoftwareToken(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge SOFTWARE_TOKEN_MFA")
}
