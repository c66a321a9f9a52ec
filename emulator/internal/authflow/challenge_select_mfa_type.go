package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// askSelectMFA lets users choose who have several second factors and prefer none.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
func (r *Runner) askSelectMFA(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	return r.askToChoose(ctx, a, api.ChallengeNameTypeSelectMfaType, "MFAS_CAN_CHOOSE", a.Pool.ActiveFactors(a.User))
}

// answerSelectMFA records the choice. An answer that is none of them leaves the session usable (assumed).
func (r *Runner) answerSelectMFA(ctx context.Context, a *Attempt, in Answer) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	chosen := api.ChallengeNameType(in.Responses["ANSWER"])
	if chosen == "EMAIL_MFA" { // some pages of the documentation call it so; the challenge that follows is EMAIL_OTP
		chosen = api.ChallengeNameTypeEmailOtp
	}
	if active := a.Pool.ActiveFactors(a.User); !slices.Contains(active, chosen) {
		return rule.MfaTypeUnknown.Refuse().Because("ANSWER is %q; %s can choose %v", chosen, a.User.Username, active)
	}
	if err := r.spendSession(ctx, a); err != nil {
		return err
	}
	journal.From(ctx).Passed("mfa-type", "%s chose %s", a.User.Username, chosen)
	a.Factor = chosen
	return nil
}
