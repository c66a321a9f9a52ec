package authflow

import (
	"context"
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// spent remembers sessions and secret blocks that did their work, so that each works once. That a secret block does
// is assumed: whether AWS takes one twice is not established.
type spent struct {
	Key   string
	Until time.Time // when the thing would have expired anyway
}

var spentTable = store.Table[spent]{Kind: "spent", Key: func(s spent) string { return s.Key }}

func isSpent(tx *store.Tx, key string) (bool, error) {
	_, err := spentTable.Get(tx, key)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// checkUnused refuses a session that has led on already.
func checkUnused(tx *store.Tx, session string) error {
	used, err := isSpent(tx, "session/"+session)
	if used {
		return rule.SessionUsed.Refuse()
	}
	return err
}

func spend(tx *store.Tx, key string, until time.Time, again *rule.Rule) error {
	err := spentTable.Insert(tx, spent{key, until})
	if errors.Is(err, store.ErrExists) {
		return again.Refuse().Because("it was used before")
	}
	return err
}

func (r *Runner) spend(ctx context.Context, key string, until time.Time, again *rule.Rule) error {
	return r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error { return spend(tx, key, until, again) })
}
