package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func testCancelledContext(t *testing.T, db *store.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Update(ctx, func(context.Context, *store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Update with a cancelled context: %v", err)
	}
	if err := db.View(ctx, func(*store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("View with a cancelled context: %v", err)
	}
	// Once begun, a transaction runs to its end.
	ctx, cancel = context.WithCancel(t.Context())
	if err := db.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		cancel()
		return people.Insert(tx, person{Name: "ada"})
	}); err != nil {
		t.Errorf("Update whose context was cancelled: %v", err)
	}
	if _, err := get(t, db, "ada"); err != nil {
		t.Errorf("Update whose context was cancelled was not committed: %v", err)
	}
}

func testConcurrentUpdates(t *testing.T, db *store.DB) {
	const workers, rounds = 8, 50
	update(t, db, func(tx *store.Tx) error { return counters.Insert(tx, counter{Name: "all"}) })
	concurrently(workers, func(int) {
		for range rounds {
			if err := tryUpdate(t, db, func(tx *store.Tx) error {
				c, err := counters.Get(tx, "all")
				if err != nil {
					return err
				}
				c.N++
				return counters.Put(tx, c)
			}); err != nil {
				t.Error(err)
			}
		}
	})
	view(t, db, func(tx *store.Tx) error {
		if c, err := counters.Get(tx, "all"); err != nil || c.N != workers*rounds {
			t.Errorf("%d goroutines counted %d times each to %d, %v", workers, rounds, c.N, err)
		}
		return nil
	})
}

// testConcurrentInserts has several goroutines that want the same key, and others that want the same secondary key.
func testConcurrentInserts(t *testing.T, db *store.DB) {
	const workers, rounds = 8, 30
	var won atomic.Int64
	concurrently(workers, func(worker int) {
		for round := range rounds {
			p := person{Name: fmt.Sprint("same ", round)}
			if worker%2 == 0 {
				p = person{Name: fmt.Sprint(worker, " ", round), Sub: fmt.Sprint("same ", round)}
			}
			switch err := tryUpdate(t, db, func(tx *store.Tx) error { return people.Insert(tx, p) }); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, store.ErrExists):
				t.Error(err)
			}
		}
	})
	if got, all := won.Load(), len(names(t, db, "", "", 0)); got != 2*rounds || all != 2*rounds {
		t.Errorf("%d inserts won and %d records are there, want %d", got, all, 2*rounds)
	}
}

// concurrently runs work in n goroutines and waits for them.
func concurrently(n int, work func(worker int)) {
	var wg sync.WaitGroup
	for worker := range n {
		wg.Go(func() { work(worker) })
	}
	wg.Wait()
}
