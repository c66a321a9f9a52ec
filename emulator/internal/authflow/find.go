package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// find looks the user up. On a miss the migration, where the flow has one, may bring the user; else a client that
// hides users gets a phantom, and one that does not gets the refusal.
func (r *Runner) find(ctx context.Context, a *Attempt, username string, migrate func() (directory.User, error)) error {
	err := r.DB.View(ctx, func(tx *store.Tx) (err error) {
		a.User, err = directory.FindUser(tx, a.Pool, username)
		return err
	})
	if rule.Is(err, rule.UserNotFound) && migrate != nil {
		a.User, err = migrate()
	}
	refusal, refused := rule.As(err)
	if refused && rule.Is(err, rule.UserNotFound, rule.MigrationEmptyResponse) && conceal.Hides(a.Client) {
		a.User, a.hidden = conceal.Phantom(a.Pool, username), refusal
		err = nil
	}
	a.Sub = a.User.Sub
	journal.From(ctx).About(a.Pool.Id, a.Client.ClientId, username)
	return err
}

// preAuthentication runs the trigger. A client that hides users has it run for phantoms, too, and tells it.
func (r *Runner) preAuthentication(ctx context.Context, a *Attempt, typed string) error {
	request := trigger.PreAuthenticationRequest{
		UserName: a.User.Username, ClientID: a.Client.ClientId, ValidationData: a.Metadata, Attributes: trigger.UserAttributes(a.User),
	}
	if a.User.Phantom {
		request.UserName, request.Attributes = typed, map[string]string{}
	}
	if conceal.Hides(a.Client) {
		request.UserNotFound = &a.User.Phantom
	}
	return r.Triggers.PreAuthentication(ctx, a.Pool, request)
}
