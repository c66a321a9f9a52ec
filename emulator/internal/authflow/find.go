package authflow

import (
	"context"

	"github.com/google/uuid"

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
	a.Sub = subject(a)
	journal.From(ctx).About(a.Pool.Id, a.Client.ClientId, username)
	return err
}

// subject is the user's sub as sessions have it. A phantom's is as long as others: the length of a session tells nothing.
func subject(a *Attempt) string {
	if !a.User.Phantom {
		return a.User.Sub
	}
	key := conceal.PoolKey(a.Pool, "sub of a phantom "+a.User.Username)
	return uuid.UUID(key[:16]).String()
}

// preAuthentication runs the trigger. A client that hides users has it run for phantoms, too, and tells it.
func (r *Runner) preAuthentication(ctx context.Context, a *Attempt, typed string) error {
	told := toldOf(a, typed)
	return r.Triggers.PreAuthentication(ctx, a.Pool, trigger.PreAuthenticationRequest{
		UserName: told.name, ClientID: a.Client.ClientId, ValidationData: a.Validation, Attributes: told.attributes, UserNotFound: told.notFound,
	})
}

// told is what a trigger learns about the user of an attempt.
type told struct {
	name       string
	attributes map[string]string
	notFound   *bool // nil where the client does not hide who exists
}

func toldOf(a *Attempt, typed string) told {
	missing := a.User.Phantom || a.User.Sub == ""
	t := told{name: a.User.Username, attributes: trigger.UserAttributes(a.User)}
	if missing {
		t.name, t.attributes = typed, map[string]string{}
	}
	if conceal.Hides(a.Client) {
		t.notFound = &missing
	}
	return t
}
