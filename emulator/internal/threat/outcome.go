package threat

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// failing are the exceptions of attempts that failed. The others are mistakes in a request, or of functions: they are no
// events (assumed).
var failing = []string{
	"NotAuthorizedException", "PasswordResetRequiredException", "UserNotConfirmedException", "CodeMismatchException",
	"ExpiredCodeException", "UserLambdaValidationException",
}

// Fails reports whether a refusal is the end of an attempt. That of a session is not: nobody knows whose it was.
func Fails(err error) bool {
	refusal, refused := rule.As(err)
	return refused && slices.Contains(failing, refusal.Rule.Exception()) && !rule.Is(err, rule.SessionInvalid, rule.SessionUsed, rule.SessionExpired)
}

// Nobody stands for a user who was not found, so that the call takes as long as others.
func Nobody(username string) directory.User {
	return directory.User{Sub: "name:" + username, Phantom: true}
}

// Outcome records what came of a call that is no sign-in: its success, or how it failed. It gives the error back.
func (g *Guard) Outcome(ctx context.Context, s Scene, user directory.User, kind api.EventType, success api.EventResponseType, err error) error {
	h := Happening{ID: journal.From(ctx).ID(), Type: kind, Response: success, Risk: Risk("", rule.Is(err, rule.ThreatAddressBlocked), false)}
	switch {
	case Fails(err):
		h.Response = api.EventResponseTypeFail
	case err != nil && !user.Phantom:
		return err
	}
	if rule.Is(err, rule.PasswordWrong) {
		h.Challenges = []api.ChallengeResponseType{{ChallengeName: api.ChallengeNamePassword, ChallengeResponse: api.ChallengeResponseFailure}}
	}
	if failure := g.Record(ctx, s, user, h); failure != nil {
		return failure
	}
	return err
}

// SignedUp records a sign-up: in progress, as long as the user is not confirmed (assumed).
func (g *Guard) SignedUp(ctx context.Context, s Scene, user directory.User, err error) error {
	success := api.EventResponseTypeInProgress
	if user.Status == api.UserStatusTypeConfirmed {
		success = api.EventResponseTypePass
	}
	return g.Outcome(ctx, s, user, api.EventTypeSignUp, success, err)
}

// Admit checks where a call comes from, and a password that it sets.
func (g *Guard) Admit(ctx context.Context, s Scene, occasion api.EventFilterType, password api.Secret) error {
	if err := g.CheckAddress(ctx, s); err != nil {
		return err
	}
	return g.CheckPassword(ctx, s, occasion, password)
}
