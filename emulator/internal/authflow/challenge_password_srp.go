package authflow

import (
	"context"
)

func (r *Runner) askPasswordSRP(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge PASSWORD_SRP")
}

func (r *Runner) answerPasswordSRP(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge PASSWORD_SRP")
}
