package directory_test

import (
	"context"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// A lock of a time that the clock showed before it was set back is over, and so are its failures: else nobody could sign in
// until that time comes.
func TestLocksOfTheFuture(t *testing.T) {
	db, ticking := memory(t)
	ticking.Advance(365 * 24 * time.Hour)
	for range 12 {
		attemptPassword(t, db)
		ticking.Advance(time.Second)
	}
	if !attemptPassword(t, db) {
		t.Fatal("not locked")
	}
	ticking.Advance(-365 * 24 * time.Hour)
	for i := range 5 {
		if attemptPassword(t, db) {
			t.Fatalf("locked at failure %d after the clock was set back", i+1)
		}
	}
	if !attemptPassword(t, db) {
		t.Error("not locked after five new failures")
	}
}

// Setting the clock back a little ends no lock.
func TestLocksOfTheNearFuture(t *testing.T) {
	db, ticking := memory(t)
	for range 5 {
		attemptPassword(t, db)
	}
	ticking.Advance(-time.Minute)
	if !attemptPassword(t, db) {
		t.Error("setting the clock back ends a lock")
	}
}

// An hour of a time that the clock showed before counts no calls of now.
func TestBudgetsOfTheFuture(t *testing.T) {
	db, ticking := memory(t)
	spend := func() error {
		return db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
			return directory.Spend(tx, directory.BudgetResend, "pool", "bob")
		})
	}
	ticking.Advance(365 * 24 * time.Hour)
	for range directory.BudgetResend.Size {
		if err := spend(); err != nil {
			t.Fatal(err)
		}
	}
	if err := spend(); !rule.Is(err, rule.AttemptLimit) {
		t.Fatalf("one more call than allowed: %v", err)
	}
	ticking.Advance(-365 * 24 * time.Hour)
	if err := spend(); err != nil {
		t.Errorf("after the clock was set back: %v", err)
	}
}
