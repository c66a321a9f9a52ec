// Package risk has the operations of threat protection: what a pool does about risks, and the events that it has seen.
//
// What makes an event, and what blocks a sign-in, is in package threat.
package risk

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Risks has the operations.
type Risks struct {
	DB *store.DB
}

// findPool finds a pool with threat protection.
func findPool(ctx context.Context, tx *store.Tx, poolID string) (directory.Pool, error) {
	pool, err := directory.FindPool(tx, poolID)
	if err != nil {
		return pool, err
	}
	journal.From(ctx).About(pool.Id, "", "")
	return pool, directory.CheckThreatProtection(pool)
}

// findUser finds a user of a pool with threat protection. That the pool is looked at first is assumed.
func findUser(ctx context.Context, tx *store.Tx, poolID, username string) (directory.Pool, directory.User, error) {
	pool, err := findPool(ctx, tx, poolID)
	if err != nil {
		return pool, directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, username)
	journal.From(ctx).About("", "", user.Username)
	return pool, user, err
}
