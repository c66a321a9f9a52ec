package authflow

import (
	"context"
)

func (r *Runner) askSelectChallenge(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge SELECT_CHALLENGE")
}

func (r *Runner) answerSelectChallenge(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge SELECT_CHALLENGE")
}
