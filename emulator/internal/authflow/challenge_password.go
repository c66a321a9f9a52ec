package authflow

import (
	"context"
)

func (r *Runner) askPassword(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge PASSWORD")
}

func (r *Runner) answerPassword(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge PASSWORD")
}
