package storetest

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// change does one of everything to a database that holds ada and alan.
func change(tx *store.Tx) error {
	return errors.Join(
		people.Insert(tx, person{Name: "eve", Sub: "3"}),
		people.Put(tx, person{Name: "ada", Sub: "4", Age: 99}),
		people.Delete(tx, "alan"),
	)
}

// testRollback checks that nothing is left of a change that abandon gives up.
func testRollback(t *testing.T, db *store.DB, abandon func(t *testing.T, db *store.DB)) {
	before := []person{{Name: "ada", Sub: "1", Age: 36}, {Name: "alan", Sub: "2"}}
	insert(t, db, before...)
	abandon(t, db)
	var after []person
	view(t, db, func(tx *store.Tx) error {
		for p, err := range people.Scan(tx, "", "", 0) {
			if err != nil {
				return err
			}
			after = append(after, p)
		}
		return nil
	})
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("an abandoned transaction left a trace (-before +after):\n%s", diff)
	}
	for sub, want := range map[string]error{"1": nil, "2": nil, "3": store.ErrNotFound, "4": store.ErrNotFound} {
		if _, err := getBy(t, db, "sub", sub); !errors.Is(err, want) {
			t.Errorf("an abandoned transaction left sub %s: %v, want %v", sub, err, want)
		}
	}
	update(t, db, change)
}

func testRollbackOnError(t *testing.T, db *store.DB) {
	testRollback(t, db, func(t *testing.T, db *store.DB) {
		boom := errors.New("boom")
		if err := tryUpdate(t, db, func(tx *store.Tx) error { return errors.Join(change(tx), boom) }); !errors.Is(err, boom) {
			t.Errorf("Update: %v, want the function's error", err)
		}
	})
}

func testRollbackOnPanic(t *testing.T, db *store.DB) {
	testRollback(t, db, func(t *testing.T, db *store.DB) {
		defer func() {
			if got := recover(); got != "boom" {
				t.Errorf("recovered %v, want the function's panic", got)
			}
		}()
		update(t, db, func(tx *store.Tx) error {
			if err := change(tx); err != nil {
				t.Error(err)
			}
			panic("boom")
		})
	})
}

// testRollbackOnGoexit is what t.Fatal in an Update does.
func testRollbackOnGoexit(t *testing.T, db *store.DB) {
	testRollback(t, db, func(t *testing.T, db *store.DB) {
		var wg sync.WaitGroup
		wg.Go(func() {
			_ = tryUpdate(t, db, func(tx *store.Tx) error {
				if err := change(tx); err != nil {
					t.Error(err)
				}
				runtime.Goexit()
				return nil
			})
		})
		wg.Wait()
	})
}

func testViewIsReadOnly(t *testing.T, db *store.DB) {
	testRollback(t, db, func(t *testing.T, db *store.DB) {
		view(t, db, func(tx *store.Tx) error {
			for name, err := range map[string]error{
				"Insert": people.Insert(tx, person{Name: "eve"}),
				"Put":    people.Put(tx, person{Name: "ada", Age: 99}),
				"Delete": people.Delete(tx, "alan"),
			} {
				if !errors.Is(err, store.ErrReadOnly) {
					t.Errorf("%s in a View: %v, want ErrReadOnly", name, err)
				}
			}
			return nil
		})
	})
}

// testViewSeesOneState has a writer that keeps two records equal, and readers that must never see them differ.
func testViewSeesOneState(t *testing.T, db *store.DB) {
	set := func(tx *store.Tx, n int) error {
		return errors.Join(counters.Put(tx, counter{"left", n}), counters.Put(tx, counter{"right", n}))
	}
	update(t, db, func(tx *store.Tx) error { return set(tx, 0) })
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := range 300 {
			if err := tryUpdate(t, db, func(tx *store.Tx) error { return set(tx, n) }); err != nil {
				t.Error(err)
			}
		}
	})
	for range 2 {
		wg.Go(func() {
			for range 300 {
				if err := db.View(t.Context(), func(tx *store.Tx) error {
					left, errLeft := counters.Get(tx, "left")
					runtime.Gosched()
					right, errRight := counters.Get(tx, "right")
					if left.N != right.N {
						t.Errorf("one View saw %d and %d", left.N, right.N)
					}
					return errors.Join(errLeft, errRight)
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func testViewReturnsError(t *testing.T, db *store.DB) {
	boom := errors.New("boom")
	if err := db.View(t.Context(), func(*store.Tx) error { return boom }); !errors.Is(err, boom) {
		t.Errorf("View: %v, want the function's error", err)
	}
}

func testNested(t *testing.T, db *store.DB) {
	testRollback(t, db, func(t *testing.T, db *store.DB) {
		err := db.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if err := db.View(ctx, func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrNested) {
				t.Errorf("View in Update: %v, want ErrNested", err)
			}
			if err := change(tx); err != nil {
				t.Error(err)
			}
			return db.Update(ctx, func(context.Context, *store.Tx) error { return nil })
		})
		if !errors.Is(err, store.ErrNested) {
			t.Errorf("Update in Update: %v, want ErrNested", err)
		}
	})
}

func testInTransaction(t *testing.T, db *store.DB) {
	type key struct{}
	outer := context.WithValue(t.Context(), key{}, "value")
	err := db.Update(outer, func(ctx context.Context, _ *store.Tx) error {
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		if !store.InTransaction(inner) {
			t.Error("the context of an Update is not in a transaction")
		}
		if inner.Value(key{}) != "value" {
			t.Error("the context of an Update has lost a value")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if store.InTransaction(outer) {
		t.Error("a context without a transaction is in one")
	}
}

func testInstant(t *testing.T, db *store.DB) {
	var last time.Time
	check := func(now time.Time) {
		if now.Location() != time.UTC || now != now.Truncate(time.Millisecond) {
			t.Errorf("Now is %v, want UTC in whole milliseconds", now)
		}
		if now.Before(last) || now.IsZero() {
			t.Errorf("Now is %v, after a transaction at %v", now, last)
		}
		last = now
	}
	for range 3 {
		update(t, db, func(tx *store.Tx) error { check(tx.Now); return nil })
		view(t, db, func(tx *store.Tx) error { check(tx.Now); return nil })
	}
}

func testOnCommit(t *testing.T, db *store.DB) {
	var called []string
	on := func(tx *store.Tx, name string) {
		tx.OnCommit(func() { called = append(called, name) })
	}
	update(t, db, func(tx *store.Tx) error {
		on(tx, "first")
		on(tx, "second")
		if len(called) != 0 {
			t.Errorf("before the commit %q were called", called)
		}
		return people.Insert(tx, person{Name: "ada"})
	})
	if want := []string{"first", "second"}; !cmp.Equal(called, want) {
		t.Errorf("after the commit %q were called, want %q", called, want)
	}
	called = nil
	_ = tryUpdate(t, db, func(tx *store.Tx) error {
		on(tx, "rolled back")
		return errors.New("boom")
	})
	func() {
		defer func() { _ = recover() }()
		update(t, db, func(tx *store.Tx) error {
			on(tx, "panicked")
			panic("boom")
		})
	}()
	if len(called) != 0 {
		t.Errorf("without a commit %q were called", called)
	}
}

func testUseAfterEnd(t *testing.T, db *store.DB) {
	insert(t, db, person{Name: "ada"})
	var ended []*store.Tx
	keep := func(tx *store.Tx) error { ended = append(ended, tx); return nil }
	update(t, db, keep)
	view(t, db, keep)
	_ = tryUpdate(t, db, func(tx *store.Tx) error { return errors.Join(keep(tx), errors.New("boom")) })
	for _, tx := range ended {
		if _, err := people.Get(tx, "ada"); !errors.Is(err, store.ErrTxDone) {
			t.Errorf("Get after the end: %v, want ErrTxDone", err)
		}
		for _, err := range people.Scan(tx, "", "", 0) {
			if !errors.Is(err, store.ErrTxDone) {
				t.Errorf("Scan after the end: %v, want ErrTxDone", err)
			}
		}
	}
	if err := people.Delete(ended[0], "ada"); !errors.Is(err, store.ErrTxDone) {
		t.Errorf("Delete after the end: %v, want ErrTxDone", err)
	}
}

func testClose(t *testing.T, db *store.DB) {
	insert(t, db, person{Name: "ada"})
	for range 2 {
		if err := db.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	if err := tryUpdate(t, db, change); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Update after Close: %v, want ErrClosed", err)
	}
	if err := db.View(t.Context(), func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrClosed) {
		t.Errorf("View after Close: %v, want ErrClosed", err)
	}
}
