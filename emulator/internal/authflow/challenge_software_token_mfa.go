package authflow

import (
	"context"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// askSoftwareToken asks for a code of the user's authenticator app. DefineAuthChallenge may name the challenge for users who
// have none; that ends the sign-in like a text message that cannot be sent (assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
func (r *Runner) askSoftwareToken(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	if !a.User.HasSoftwareToken() {
		return Reply{}, rule.MfaMethodMissing.Refuse().Because("%s has no verified software token", a.User.Username)
	}
	params := Params{"USER_ID_FOR_SRP": a.User.Username}
	if name := a.User.SoftwareToken.FriendlyName; name != "" {
		params["FRIENDLY_DEVICE_NAME"] = name
	}
	session, err := r.session(ctx, a, api.ChallengeNameTypeSoftwareTokenMfa)
	return Reply{Session: session, Params: params}, err
}

// answerSoftwareToken takes a code. A wrong one leaves the session usable (recorded) and is counted like those of text
// messages; one that was used before leaves it usable, too, and is not counted (assumed). The right one uses the session
// and itself up.
func (r *Runner) answerSoftwareToken(ctx context.Context, a *Attempt, in Answer) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	var wrong error
	var step int64
	err := r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if err := checkUnused(tx, a.Facts); err != nil { // another answer may have come at the same time
			return err
		}
		attempts, err := directory.CheckCodeLock(tx, a.Pool.Id, a.Sub)
		if rule.Is(err, rule.MfaAttemptsExceeded) {
			wrong = err
			return directory.Touch(tx, attempts)
		}
		if err != nil {
			return err
		}
		if err := readAgain(tx, a); err != nil {
			return err
		}
		if step, err = checkSoftwareToken(a.User, in.Responses["SOFTWARE_TOKEN_MFA_CODE"], tx.Now); rule.Is(err, rule.SoftwareTokenMismatch) {
			wrong = err
			return directory.CountFailure(tx, attempts)
		}
		if err != nil {
			return err
		}
		return acceptSoftwareToken(tx, a, attempts, step)
	})
	if err != nil {
		return err
	}
	if wrong != nil {
		return wrong
	}
	journal.From(ctx).Passed("mfa", "the code is that of time step %d, which ends at %s", step, factor.StepEnds(step).Format(time.RFC3339))
	a.MFA = true
	a.method("otp", "mfa")
	return nil
}

// checkSoftwareToken checks a code, and gives its time step.
func checkSoftwareToken(user directory.User, code string, now time.Time) (int64, error) {
	if !user.HasSoftwareToken() {
		return 0, rule.SoftwareTokenMissing.Refuse()
	}
	step, ok, replay := factor.CheckTOTP(*user.SoftwareToken, code, now)
	switch {
	case ok:
		return step, nil
	case replay:
		return 0, rule.SoftwareTokenUsed.Refuse().Because("the newest code that was taken is that of time step %d, and it is time step %d", user.SoftwareToken.LastStep, factor.TimeStep(now))
	}
	return 0, rule.SoftwareTokenMismatch.Refuse().Because("the code is not that of %s for time step %d, nor for the one before or after it", user.Username, factor.TimeStep(now))
}

func acceptSoftwareToken(tx *store.Tx, a *Attempt, attempts directory.Attempts, step int64) error {
	if err := useSession(tx, a); err != nil {
		return err
	}
	if err := directory.ClearFailures(tx, attempts); err != nil {
		return err
	}
	return directory.UseSoftwareToken(tx, &a.User, step)
}
