package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// askEmail sends a code to the user's email address: as a first factor in USER_AUTH, else as a second one. Both have the
// same parameters (recorded).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html
func (r *Runner) askEmail(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	if a.begins() {
		return r.sendFirstCode(ctx, a, api.ChallengeNameTypeEmailOtp)
	}
	return r.sendCode(ctx, a, api.ChallengeNameTypeEmailOtp)
}

func (r *Runner) answerEmail(ctx context.Context, a *Attempt, in Answer) error {
	return r.takeCode(ctx, a, in, in.Responses["EMAIL_OTP_CODE"])
}
