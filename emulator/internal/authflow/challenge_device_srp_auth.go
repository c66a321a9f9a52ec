package authflow

import (
	"context"
)

func (r *Runner) askDevice(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge DEVICE_SRP_AUTH")
}

func (r *Runner) answerDevice(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge DEVICE_SRP_AUTH")
}
