package directory_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// TestAuthEventsByPages: however time goes, pages of any size give each event of a user once, the newest first, and
// nobody else's.
func TestAuthEventsByPages(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db, ticking := memory(t)
		user := directory.User{PoolID: "pool", Sub: "sub"}
		var want []string
		count := rapid.IntRange(0, 12).Draw(rt, "events")
		for i := range count {
			ticking.Advance(time.Duration(rapid.IntRange(0, 2).Draw(rt, "seconds")) * time.Second)
			id := fmt.Sprint(rapid.IntRange(0, 9).Draw(rt, "random id"), "-", i)
			want = append([]string{id}, want...)
			put(t, db,
				directory.AuthEvent{PoolID: "pool", Sub: "sub", ID: id, Serial: int64(i), Created: ticking.Now()},
				directory.AuthEvent{PoolID: "pool", Sub: "sub2", ID: id, Serial: int64(i), Created: ticking.Now()})
		}
		if got := pages(t, db, user, rapid.IntRange(1, 5).Draw(rt, "limit")); !cmp.Equal(got, want) {
			rt.Errorf("got %v, want %v", got, want)
		}
	})
}

func put(t *testing.T, db *store.DB, events ...directory.AuthEvent) {
	t.Helper()
	err := db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		for _, e := range events {
			if err := directory.AuthEvents.Put(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pages gives the ids of all pages.
func pages(t *testing.T, db *store.DB, user directory.User, limit int) (ids []string) {
	t.Helper()
	for token, first := "", true; first || token != ""; first = false {
		err := db.View(t.Context(), func(tx *store.Tx) error {
			page, next, err := directory.AuthEventsOf(tx, user, directory.Paging{Limit: limit, Token: token, List: []string{"events"}})
			for _, e := range page {
				ids = append(ids, e.ID)
			}
			token = next
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

func TestOldEventsAreGone(t *testing.T) {
	db, ticking := memory(t)
	put(t, db, directory.AuthEvent{PoolID: "pool", Sub: "sub", ID: "1", Created: ticking.Now()})
	user := directory.User{PoolID: "pool", Sub: "sub"}
	ticking.Advance(directory.AuthEventLife - time.Second)
	if got := pages(t, db, user, 60); len(got) != 1 {
		t.Errorf("before two years are over: %v", got)
	}
	ticking.Advance(time.Second)
	if got := pages(t, db, user, 60); len(got) != 0 {
		t.Errorf("after two years: %v", got)
	}
}
