package authflow

import (
	"context"
)

func (r *Runner) askSMSOTP(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge SMS_OTP")
}

func (r *Runner) answerSMSOTP(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge SMS_OTP")
}
