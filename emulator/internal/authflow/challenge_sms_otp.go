package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// askSMSOTP sends a one-time password to the user's phone number. It is a first factor only.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) askSMSOTP(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	return r.sendFirstCode(ctx, a, api.ChallengeNameTypeSmsOtp)
}

func (r *Runner) answerSMSOTP(ctx context.Context, a *Attempt, in Answer) error {
	return r.takeCode(ctx, a, in, in.Responses["SMS_OTP_CODE"])
}
