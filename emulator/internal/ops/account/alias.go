package account

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// claim gives the user the logins that the record says, and notes who lost one of them.
func claim(ctx context.Context, tx *store.Tx, pool directory.Pool, user directory.User, force bool) error {
	moved, err := directory.Claim(tx, pool, user, force)
	if err != nil {
		return err
	}
	for _, alias := range moved {
		journal.From(ctx).Notice("the alias %s %q moved from %s to %s", alias.Attribute, alias.Value, alias.Owner.Username, user.Username)
	}
	return nil
}
