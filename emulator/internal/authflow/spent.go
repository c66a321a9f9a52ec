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

// spentTable is in the order in which things expire: see tidy.
var spentTable = store.Table[spent]{
	Kind: "spent",
	Key:  func(s spent) string { return s.Until.UTC().Format("2006-01-02T15:04:05.000Z") + "/" + s.Key },
}

// longestBlock is more than any secret block is good for: the longest AuthSessionValidity.
const longestBlock = 15 * time.Minute

// spentSession is what a session leaves behind.
func spentSession(facts Facts) spent { return spent{"session/" + facts.ID, facts.Expires} }

// checkUnused refuses a session that has led on already.
func checkUnused(tx *store.Tx, facts Facts) error {
	_, err := spentTable.Get(tx, spentTable.Key(spentSession(facts)))
	switch {
	case err == nil:
		return rule.SessionUsed.Refuse()
	case errors.Is(err, store.ErrNotFound):
		return nil
	}
	return err
}

// useSession uses a session up, so that it works once, also for answers that come at the same time.
func useSession(tx *store.Tx, a *Attempt) error {
	if err := spend(tx, spentSession(a.Facts), rule.SessionUsed); err != nil {
		return err
	}
	return forget(tx, a.ID)
}

func spend(tx *store.Tx, thing spent, again *rule.Rule) error {
	err := spentTable.Insert(tx, thing)
	if errors.Is(err, store.ErrExists) {
		return again.Refuse().Because("it was used before")
	}
	if err != nil {
		return err
	}
	return tidy(tx, spentTable, "", func(s spent) time.Time { return s.Until })
}

// spendBlock uses a secret block up.
func (r *Runner) spendBlock(ctx context.Context, id string, issued time.Time) error {
	return r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		return spend(tx, spent{"block/" + id, issued.Add(longestBlock)}, rule.PasswordWrong)
	})
}

// Nobody comes back for what sign-ins leave behind. So each record that is added removes some that are of no use any more:
// not more than tidied, lest a call takes long, and not before outlived, since the clock may be set back.
const (
	tidied   = 4
	outlived = 24 * time.Hour
)

// tidy removes records that come after a key and expired long ago.
func tidy[T any](tx *store.Tx, table store.Table[T], after string, expires func(T) time.Time) error {
	for record, err := range table.Scan(tx, "", after, tidied) {
		switch {
		case err != nil:
			return err
		case tx.Now.Sub(expires(record)) < outlived:
			continue
		}
		if err := table.Delete(tx, table.Key(record)); err != nil {
			return err
		}
	}
	return nil
}
