//go:build unix

package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestStateIsTheOwnersOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	db := open(t, store.Options{Dir: dir})
	update(t, db, func(tx *store.Tx) error { return sessions.Put(tx, session{ID: "secret"}) })
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %q, %v, want the database and its log", files, err)
	}
	for _, path := range append(files, dir) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			t.Errorf("%s has mode %v", path, mode)
		}
	}
}
