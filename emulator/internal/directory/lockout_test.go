package directory_test

import (
	"context"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// attemptPassword is one wrong password; it says whether the user was locked, in which case nothing is counted.
func attemptPassword(t *testing.T, db *store.DB) (locked bool) {
	t.Helper()
	err := db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		attempts, err := directory.CheckLock(tx, "pool", "bob")
		if err != nil {
			return err
		}
		return directory.CountFailure(tx, attempts)
	})
	if err != nil && !rule.Is(err, rule.PasswordAttemptsExceeded) {
		t.Fatal(err)
	}
	return err != nil
}

func memory(t *testing.T) (*store.DB, *clock.Clock) {
	ticking := clock.NewFrozen(time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC))
	db, err := store.Open(store.Options{Clock: ticking})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db, ticking
}

func TestLocksDouble(t *testing.T) {
	db, ticking := memory(t)
	for range 5 {
		if attemptPassword(t, db) {
			t.Fatal("locked before the fifth failure")
		}
	}
	lock := time.Second
	for range 14 {
		ticking.Advance(lock - time.Millisecond)
		if !attemptPassword(t, db) {
			t.Fatalf("not locked for %s", lock)
		}
		ticking.Advance(time.Millisecond)
		if attemptPassword(t, db) {
			t.Fatalf("locked for longer than %s", lock)
		}
		lock = min(2*lock, 15*time.Minute)
		if lock == 15*time.Minute {
			break // a wait that long forgets the failures, too
		}
	}
}

func TestFailuresAreForgotten(t *testing.T) {
	db, ticking := memory(t)
	for range 5 {
		attemptPassword(t, db)
	}
	ticking.Advance(15 * time.Minute)
	for i := range 5 {
		if attemptPassword(t, db) {
			t.Fatalf("locked at failure %d after a quiet quarter of an hour", i+1)
		}
	}
	if !attemptPassword(t, db) {
		t.Error("not locked after five new failures")
	}
}
