package authflow

import (
	"context"
)

func (r *Runner) askPasskey(_ context.Context, _ *Attempt, _ Params) (Reply, error) {
	return Reply{}, notEmulated("the challenge WEB_AUTHN")
}

func (r *Runner) answerPasskey(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge WEB_AUTHN")
}
