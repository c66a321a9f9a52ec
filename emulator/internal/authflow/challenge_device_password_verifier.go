package authflow

import (
	"context"
)

func (r *Runner) askDeviceVerifier(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge DEVICE_PASSWORD_VERIFIER")
}

func (r *Runner) answerDeviceVerifier(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge DEVICE_PASSWORD_VERIFIER")
}
