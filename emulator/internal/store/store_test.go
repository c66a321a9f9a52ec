package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.DB { return open(t, store.Options{}) })
}

func TestFile(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.DB { return open(t, store.Options{Dir: t.TempDir()}) })
}

func TestMemoriesAreSeparate(t *testing.T) {
	one, other := open(t, store.Options{}), open(t, store.Options{})
	update(t, one, func(tx *store.Tx) error { return sessions.Put(tx, session{ID: "one"}) })
	view(t, other, func(tx *store.Tx) error {
		if _, err := sessions.Get(tx, "one"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a record of another database: %v, want ErrNotFound", err)
		}
		return nil
	})
}

func TestNowIsTheClocksAndStandsStill(t *testing.T) {
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	clk := clock.NewFrozen(noon)
	db := open(t, store.Options{Clock: clk})
	update(t, db, func(tx *store.Tx) error {
		clk.Advance(time.Hour)
		if !tx.Now.Equal(noon) {
			t.Errorf("Now = %v, want the beginning of the transaction, %v", tx.Now, noon)
		}
		return nil
	})
	view(t, db, func(tx *store.Tx) error {
		if want := noon.Add(time.Hour); !tx.Now.Equal(want) {
			t.Errorf("Now of the next transaction = %v, want %v", tx.Now, want)
		}
		return nil
	})
}

func TestUpdateInViewGivesUp(t *testing.T) {
	db := open(t, store.Options{})
	db.SetPatience(10 * time.Millisecond)
	view(t, db, func(*store.Tx) error {
		err := db.Update(t.Context(), func(context.Context, *store.Tx) error { return nil })
		if !errors.Is(err, store.ErrBusy) {
			t.Errorf("Update in View: %v, want ErrBusy", err)
		}
		if err := db.Close(); !errors.Is(err, store.ErrBusy) {
			t.Errorf("Close in View: %v, want ErrBusy", err)
		}
		return nil
	})
}

func TestContextEndsTheWait(t *testing.T) {
	db := open(t, store.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	view(t, db, func(*store.Tx) error {
		err := db.View(ctx, func(*store.Tx) error { return nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("View while another one runs: %v, want DeadlineExceeded", err)
		}
		return nil
	})
}

// TestFailureIsFinal has a function that takes no notice of an error of the engine.
func TestFailureIsFinal(t *testing.T) {
	db := open(t, store.Options{})
	if err := db.Exec(t.Context(), `CREATE TRIGGER refuse BEFORE INSERT ON record WHEN NEW.doc LIKE '%bad%'
		BEGIN SELECT RAISE(ROLLBACK, 'refused by the engine'); END`); err != nil {
		t.Fatal(err)
	}
	err := db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		for _, id := range []string{"first", "bad", "last"} {
			_ = sessions.Put(tx, session{ID: id})
		}
		return nil
	})
	if err == nil {
		t.Error("Update whose statement failed succeeded")
	}
	view(t, db, func(tx *store.Tx) error {
		if n, err := sessions.Count(tx, ""); n != 0 || err != nil {
			t.Errorf("a failed Update left %d records, %v", n, err)
		}
		return nil
	})
	update(t, db, func(tx *store.Tx) error { return sessions.Put(tx, session{ID: "good"}) })
}

func TestExistsErrorText(t *testing.T) {
	for want, err := range map[string]error{
		`user "ada": record exists`:            &store.ExistsError{Kind: "user", Value: "ada"},
		`user with email "a@x": record exists`: &store.ExistsError{Kind: "user", Index: "email", Value: "a@x"},
		`user with sub "\x00": record exists`:  &store.ExistsError{Kind: "user", Index: "sub", Value: "\x00"},
	} {
		if got := err.Error(); got != want {
			t.Errorf("Error() = %s, want %s", got, want)
		}
	}
}

// open opens a database and closes it at the end of the test.
func open(tb testing.TB, o store.Options) *store.DB {
	tb.Helper()
	db, err := store.Open(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	return db
}
