package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// askSelectChallenge asks what to prove first: one of the AvailableChallenges, which the reply gets in proceed.
func (r *Runner) askSelectChallenge(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	return r.askNothing(ctx, a, api.ChallengeNameTypeSelectChallenge)
}

// answerSelectChallenge takes the choice. With PASSWORD or SRP_A beside it the choice is a proof, too; a wrong password
// leaves the session usable (assumed), as a choice that is not available does. A CREDENTIAL beside it is not looked at:
// nobody was told the options to make one with.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
func (r *Runner) answerSelectChallenge(ctx context.Context, a *Attempt, in Answer) error {
	return r.answerChoice(ctx, a, in, api.ChallengeNameType(in.Responses["ANSWER"]))
}

// answerChoice takes an answer that says, by its name or by ANSWER, what the caller proves first.
func (r *Runner) answerChoice(ctx context.Context, a *Attempt, in Answer, chosen api.ChallengeNameType) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	available, err := a.firstFactors()
	if err != nil {
		return err
	}
	if !slices.Contains(available, chosen) {
		return notAvailable(chosen, available)
	}
	if in.Responses["CREDENTIAL"] != "" && a.Passkey == nil {
		journal.From(ctx).Notice("CREDENTIAL was not looked at: there was no challenge to make it with")
	}
	if err := r.choose(ctx, a, chosen, in.Responses); err != nil {
		return err
	}
	return r.spendSession(ctx, a)
}

// notAvailable refuses what the user cannot begin with. There is a text for who has to begin with the password: those with
// a temporary one, and those with a second factor (observed).
func notAvailable(chosen api.ChallengeNameType, available []api.ChallengeNameType) error {
	refused := rule.ChoiceNotAvailable
	passwordless := []api.ChallengeNameType{api.ChallengeNameTypeEmailOtp, api.ChallengeNameTypeSmsOtp, api.ChallengeNameTypeWebAuthn}
	if slices.Contains(passwordless, chosen) && slices.Contains(available, api.ChallengeNameTypePassword) {
		refused = rule.ChoicePasswordRequired
	}
	return refused.Refuse().Because("%q is none of %v", chosen, available)
}

// askNothing asks for a challenge that has no parameters.
func (r *Runner) askNothing(ctx context.Context, a *Attempt, name api.ChallengeNameType) (Reply, error) {
	session, err := r.session(ctx, a, name)
	return Reply{Session: session, Params: Params{}}, err
}
