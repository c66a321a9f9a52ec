package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// What the sessions of sign-up ask for. No answer to a challenge has these names.
const (
	toConfirm = api.ChallengeNameType("CONFIRM_SIGN_UP")
	toSignIn  = api.ChallengeNameType("SIGN_IN_AFTER_SIGN_UP")
)

// SignedUp gives the session that leads from SignUp to ConfirmSignUp, for app clients that allow USER_AUTH (observed:
// issue 6724 of aws-sdk-js-v3); "" for others.
func (r *Runner) SignedUp(ctx context.Context, pool directory.Pool, client directory.Client, user directory.User) (api.Secret, error) {
	if !client.Allows(flows[api.AuthFlowTypeUserAuth].allowedBy...) {
		return "", nil
	}
	a := newAttempt(pool, client)
	a.User, a.Sub = user, user.Sub
	session, err := r.session(ctx, a, toConfirm)
	return api.Secret(session), err
}

// Confirmed gives the session that leads from ConfirmSignUp to InitiateAuth, to app clients that allow USER_AUTH. The
// session of SignUp may come with the call (documented) or not (observed: aws-amplify leaves it out); with one that is not
// valid there is none, and the user is confirmed all the same (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
func (r *Runner) Confirmed(ctx context.Context, session api.Secret, pool directory.Pool, client directory.Client, user directory.User, attribute string) (api.Secret, error) {
	if !client.Allows(flows[api.AuthFlowTypeUserAuth].allowedBy...) {
		return "", nil
	}
	a := newAttempt(pool, client)
	a.User, a.Sub = user, user.Sub
	if session != "" {
		facts, err := r.openSession(a, Answer{Session: string(session), Challenge: toConfirm})
		if err != nil || facts.Sub != user.Sub || !r.Now().Before(facts.Expires) {
			journal.From(ctx).Notice("no Session was given: that of the request is none of SignUp's for this user, or older than AuthSessionValidity")
			return "", nil
		}
	}
	a.Choice = &Choice{Named: api.ChallengeNameTypeEmailOtp}
	if attribute == "phone_number" {
		a.Choice.Named = api.ChallengeNameTypeSmsOtp
	}
	next, err := r.session(ctx, a, toSignIn)
	return api.Secret(next), err
}

// takeSignUp takes the session of ConfirmSignUp in place of a one-time password: the user has just given a code that was
// sent to the same address. Who cannot begin with such a password has to choose as if there were no session (assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) takeSignUp(ctx context.Context, a *Attempt) (done bool, err error) {
	facts, err := r.openSession(a, Answer{Session: a.signUp, Challenge: toSignIn})
	switch {
	case rule.Is(err, rule.ChallengeNotSupported):
		return false, rule.ChoiceSignUpSession.Refuse().Because("the session asks for %s", facts.Asked)
	case err != nil:
		return false, err
	case a.hidden != nil || facts.Sub != a.Sub:
		return false, rule.ChoiceSignUpSession.Refuse().Because("the session is not that of %q", a.Choice.Name)
	case !r.Now().Before(facts.Expires):
		return false, rule.SessionExpired.Refuse().Because("the session of ConfirmSignUp expired")
	case !slices.Contains(a.Pool.FirstFactors(a.User), facts.Choice.Named):
		journal.From(ctx).Notice("Session has no effect: %s cannot begin with %s", a.Choice.Name, facts.Choice.Named)
		return false, nil
	}
	a.ID, a.Expires = facts.ID, facts.Expires
	if err := r.spendSession(ctx, a); err != nil {
		return false, err
	}
	journal.From(ctx).Passed("sign-up", "the code of ConfirmSignUp stands for a one-time password")
	a.First, a.Choice.Named = facts.Choice.Named, facts.Choice.Named
	a.method(methodOf[a.First])
	return true, nil
}
