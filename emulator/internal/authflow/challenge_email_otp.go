package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// askEmail sends a code to the user's email address. As a first factor, which it is not here, the challenge has the same
// parameters (recorded).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html
func (r *Runner) askEmail(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	return r.sendCode(ctx, a, api.ChallengeNameTypeEmailOtp)
}

func (r *Runner) answerEmail(ctx context.Context, a *Attempt, in Answer) error {
	return r.takeCode(ctx, a, in, in.Responses["EMAIL_OTP_CODE"])
}
