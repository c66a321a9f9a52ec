package conceal

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Hides reports whether an app client hides which users exist. A client without the setting does not.
func Hides(client directory.Client) bool {
	return client.PreventUserExistenceErrors == api.PreventUserExistenceErrorTypesEnabled
}

// Concealer replaces the answers of public operations that would tell whether a user exists.
type Concealer struct {
	DB *store.DB
}

// Outcome gives the answer that the caller gets: the operation's own, unless it refused for a reason that the app
// client hides.
func (c *Concealer) Outcome(ctx context.Context, operation string, in, out any, err error) (any, error) {
	refusal, refused := rule.As(err)
	entry, listed := table[operation]
	if !refused || !listed || !rule.Is(err, entry.hidden...) {
		return out, err
	}
	clientID, username := entry.subject(in)
	var reply any
	var shown error
	found := c.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		client, pool, err := directory.FindClient(tx, clientID)
		if err != nil {
			return err
		}
		if !Hides(client) {
			shown = refusal
			return nil
		}
		reply, shown = entry.answer(tx, pool, username, refusal)
		return nil
	})
	if found != nil {
		return nil, found
	}
	if shown == nil {
		journal.From(ctx).Simulated(refusal)
	}
	return reply, shown
}

// Imported gives what the caller must not learn about a user whose password has to be reset: with hidden users, an
// imported one takes the way of an unknown one, lockout and triggers included. It is nil if there is nothing to hide.
func Imported(client directory.Client, user directory.User) *rule.Refusal {
	if !Hides(client) || !user.Imported {
		return nil
	}
	return rule.ImportedHidden.Refuse().Because("user %s was imported and is %s; app client %s hides it", user.Username, user.Status, client.ClientId)
}
