package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// firstCodeDigits is how long one-time passwords are (recorded).
const firstCodeDigits = 8

// sendFirstCode sends the one-time password that is a first factor. For who is hidden everything is done but sending.
func (r *Runner) sendFirstCode(ctx context.Context, a *Attempt, factor api.ChallengeNameType) (Reply, error) {
	attribute := directory.FirstFactorAttribute(factor)
	delivery := directory.Delivery{Attribute: attribute, Address: a.User.Attributes[attribute]}
	if a.hidden != nil {
		delivery = conceal.FirstFactorDelivery(a.Pool, a.Choice.Name, attribute)
	}
	return r.send(ctx, a, factor, delivery, firstCodeDigits)
}

// takeFirstCode compares the answer with the one-time password that was sent. Wrong ones are not counted (recorded: six
// of them showed no lock).
func (r *Runner) takeFirstCode(ctx context.Context, tx *store.Tx, a *Attempt, in Answer, text string) (wrong, err error) {
	code, err := directory.CheckCode(tx, a.User, a.Code, text)
	refusal, refused := rule.As(err)
	switch {
	case a.hidden != nil && (err == nil || refused):
		return rule.MfaCodeMismatch.Refuse().Hide(a.hidden), nil
	case refused:
		return rule.MfaCodeMismatch.Refuse().Because("%s", whyWrong(refusal, a)), nil
	case err != nil:
		return nil, err
	}
	if err := r.acceptCode(ctx, tx, a, code); err != nil {
		return nil, err
	}
	if !slices.Contains(a.Pool.FirstFactors(a.User), in.Challenge) {
		return nil, rule.MfaCodeMismatch.Refuse().Because("%s cannot begin with %s any more: what the pool allows, or what the user is asked for, has changed", a.User.Username, in.Challenge)
	}
	a.First = in.Challenge
	a.method(methodOf[in.Challenge])
	return nil, confirmByCode(ctx, tx, a)
}

// confirmByCode confirms a user who signs in with a one-time password (documented), without PostConfirmation (assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func confirmByCode(ctx context.Context, tx *store.Tx, a *Attempt) error {
	if a.User.Status != api.UserStatusTypeUnconfirmed {
		return nil
	}
	journal.From(ctx).Notice("the one-time password confirms %s, who was UNCONFIRMED; PostConfirmation does not run", a.User.Username)
	a.User.Status = api.UserStatusTypeConfirmed
	return directory.SaveUser(tx, a.Pool, &a.User)
}
