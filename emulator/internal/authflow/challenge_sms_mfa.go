package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// askSMS sends a code to the user's phone number.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html
func (r *Runner) askSMS(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	reply, err := r.sendCode(ctx, a, api.ChallengeNameTypeSmsMfa)
	if err == nil {
		reply.Params["USER_ID_FOR_SRP"] = a.User.Username
	}
	return reply, err
}

func (r *Runner) answerSMS(ctx context.Context, a *Attempt, in Answer) error {
	return r.takeCode(ctx, a, in, in.Responses["SMS_MFA_CODE"])
}
