package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// account is about as large as a user with its attributes.
type account struct {
	Name, Email, Sub, Verifier string
	Attributes                 map[string]string
}

var accounts = store.Table[account]{
	Kind: "account",
	Key:  func(a account) string { return a.Name },
	Indexes: map[string]func(account) []string{
		"email": func(a account) []string { return []string{a.Email} },
		"sub":   func(a account) []string { return []string{a.Sub} },
	},
}

// session is a record without indexes.
type session struct{ ID, Data string }

var sessions = store.Table[session]{Kind: "session", Key: func(s session) string { return s.ID }}

const population = 1000

func numbered(i int) account {
	return account{
		Name:     fmt.Sprintf("pool/user-%07d", i),
		Email:    fmt.Sprintf("user-%07d@example.com", i),
		Sub:      fmt.Sprintf("11111111-2222-3333-4444-%012d", i),
		Verifier: strings.Repeat("c0ffee00", 96),
		Attributes: map[string]string{
			"given_name": "Ada", "family_name": "Lovelace", "phone_number": "+15555550100",
			"phone_number_verified": "true", "email_verified": "true",
		},
	}
}

// onBoth runs a benchmark on a populated database in memory and on one in a file.
func onBoth(b *testing.B, bench func(b *testing.B, db *store.DB)) {
	for _, where := range []string{"memory", "file"} {
		b.Run(where, func(b *testing.B) {
			dir := ""
			if where == "file" {
				dir = b.TempDir()
			}
			db, err := store.Open(store.Options{Dir: dir})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			update(b, db, func(tx *store.Tx) error {
				for i := range population {
					if err := accounts.Insert(tx, numbered(i)); err != nil {
						return err
					}
				}
				return nil
			})
			b.ReportAllocs()
			bench(b, db)
		})
	}
}

func update(tb testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	tb.Helper()
	if err := db.Update(tb.Context(), func(_ context.Context, tx *store.Tx) error { return fn(tx) }); err != nil {
		tb.Fatal(err)
	}
}

func view(tb testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	tb.Helper()
	if err := db.View(tb.Context(), fn); err != nil {
		tb.Fatal(err)
	}
}

func BenchmarkEmptyView(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for b.Loop() {
			view(b, db, func(*store.Tx) error { return nil })
		}
	})
}

func BenchmarkGet(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for i := 0; b.Loop(); i++ {
			view(b, db, func(tx *store.Tx) error {
				_, err := accounts.Get(tx, numbered(i%population).Name)
				return err
			})
		}
	})
}

func BenchmarkGetSmall(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		update(b, db, func(tx *store.Tx) error { return sessions.Put(tx, session{ID: "one", Data: "small"}) })
		for b.Loop() {
			view(b, db, func(tx *store.Tx) error {
				_, err := sessions.Get(tx, "one")
				return err
			})
		}
	})
}

func BenchmarkGetBy(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for i := 0; b.Loop(); i++ {
			view(b, db, func(tx *store.Tx) error {
				_, err := accounts.GetBy(tx, "email", numbered(i%population).Email)
				return err
			})
		}
	})
}

func BenchmarkGetParallel(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				view(b, db, func(tx *store.Tx) error {
					_, err := accounts.Get(tx, numbered(i%population).Name)
					return err
				})
			}
		})
	})
}

func BenchmarkScan100(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for b.Loop() {
			view(b, db, func(tx *store.Tx) error {
				for _, err := range accounts.Scan(tx, "pool/", "", 100) {
					if err != nil {
						return err
					}
				}
				return nil
			})
		}
	})
}

func BenchmarkEmptyUpdate(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for b.Loop() {
			update(b, db, func(*store.Tx) error { return nil })
		}
	})
}

func BenchmarkPutIndexed(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for i := 0; b.Loop(); i++ {
			update(b, db, func(tx *store.Tx) error { return accounts.Put(tx, numbered(i%population)) })
		}
	})
}

func BenchmarkInsertIndexed(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for i := population; b.Loop(); i++ {
			update(b, db, func(tx *store.Tx) error { return accounts.Insert(tx, numbered(i)) })
		}
	})
}

func BenchmarkUpdateOf3Puts(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		for i := 0; b.Loop(); i++ {
			update(b, db, func(tx *store.Tx) error {
				for n := range 3 {
					if err := sessions.Put(tx, session{ID: fmt.Sprint(i%population, n), Data: "small"}); err != nil {
						return err
					}
				}
				return nil
			})
		}
	})
}

// A sign-in reads the pool, the client and the user, and writes a session.
func BenchmarkSignIn(b *testing.B) {
	onBoth(b, func(b *testing.B, db *store.DB) {
		var n atomic.Int64
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				i := int(n.Add(1))
				view(b, db, func(tx *store.Tx) error {
					for k := range 3 {
						if _, err := accounts.Get(tx, numbered((i+k)%population).Name); err != nil {
							return err
						}
					}
					return nil
				})
				update(b, db, func(tx *store.Tx) error {
					return sessions.Put(tx, session{ID: fmt.Sprint(i % population), Data: "small"})
				})
			}
		})
	})
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		db, err := store.Open(store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
