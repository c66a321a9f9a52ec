package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestReopen(t *testing.T) {
	for _, name := range []string{"plain", "with space", "50%", "a?mode=memory", "#", "%20", "ünï"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new", name)
			for i := range 3 {
				db, err := store.Open(store.Options{Dir: dir})
				if err != nil {
					t.Fatal(err)
				}
				update(t, db, func(tx *store.Tx) error { return accounts.Insert(tx, numbered(i)) })
				view(t, db, func(tx *store.Tx) error {
					if n, err := accounts.Count(tx, ""); n != i+1 || err != nil {
						t.Errorf("opened the %d. time: %d records, %v", i+1, n, err)
					}
					_, err := accounts.GetBy(tx, "email", numbered(0).Email)
					return err
				})
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := os.Stat(filepath.Join(dir, "state.db")); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDirectoryInUse(t *testing.T) {
	dir := t.TempDir()
	first := open(t, store.Options{Dir: dir})
	_, err := store.Open(store.Options{Dir: dir})
	if !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second Open: %v, want ErrInUse and the directory", err)
	}
	update(t, first, func(tx *store.Tx) error { return sessions.Put(tx, session{ID: "one"}) })
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, store.Options{Dir: dir})
	view(t, second, func(tx *store.Tx) error {
		_, err := sessions.Get(tx, "one")
		return err
	})
}

func TestOpenRefuses(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string) (want string){
		"a file as directory": func(t *testing.T, dir string) string {
			write(t, dir, "")
			return dir
		},
		"a file that isn't a database": func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "state.db"), strings.Repeat("not a database ", 100))
			return "file is not a database"
		},
		"a later schema": func(t *testing.T, dir string) string {
			db := open(t, store.Options{Dir: dir})
			if err := errors.Join(db.Exec(t.Context(), `PRAGMA user_version = 99`), db.Close()); err != nil {
				t.Fatal(err)
			}
			return "written by a later release (schema 99"
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			want := prepare(t, dir)
			db, err := store.Open(store.Options{Dir: dir})
			if err == nil {
				_ = db.Close()
				t.Fatal("Open succeeded")
			}
			if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("Open: %v, want %q and the directory", err, want)
			}
		})
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFullDisk lets SQLite run into a limit, which it reports like a full disk, and then raises the limit.
func TestFullDisk(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		t.Run("dir="+dir, func(t *testing.T) {
			db := open(t, store.Options{Dir: dir})
			limit := func(pages int) {
				if err := db.Exec(t.Context(), fmt.Sprint(`PRAGMA max_page_count = `, pages)); err != nil {
					t.Fatal(err)
				}
			}
			limit(50)
			fit := fillUp(t, db)
			view(t, db, func(tx *store.Tx) error {
				if n, err := accounts.Count(tx, ""); n != fit || err != nil {
					t.Errorf("%d records were committed, %d are there, %v", fit, n, err)
				}
				for i := range fit {
					if _, err := accounts.GetBy(tx, "email", numbered(i).Email); err != nil {
						t.Errorf("record %d is lost: %v", i, err)
					}
				}
				return nil
			})
			limit(1000)
			update(t, db, func(tx *store.Tx) error { return accounts.Insert(tx, numbered(fit)) })
		})
	}
}

// fillUp inserts records until the disk is full, and returns how many there was space for.
func fillUp(t *testing.T, db *store.DB) (fit int) {
	t.Helper()
	for ; fit < population; fit++ {
		err := db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error { return accounts.Insert(tx, numbered(fit)) })
		if errors.Is(err, store.ErrFull) {
			return fit
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the disk was never full")
	return 0
}
