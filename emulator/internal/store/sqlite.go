package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// This file is the SQLite dialect: all that another engine would do differently.

// fileName is the database in Options.Dir.
const fileName = "state.db"

// schemaVersion is kept in SQLite's user_version, which is 0 in a new file.
const schemaVersion = 1

// Keys are BLOBs, because SQL text can't hold every string everywhere and has collations; BLOBs compare like Go strings.
var schema = []string{
	`CREATE TABLE record (
		kind TEXT NOT NULL,
		key  BLOB NOT NULL,
		doc  TEXT NOT NULL,
		PRIMARY KEY (kind, key)
	)`,
	`CREATE TABLE entry (
		kind  TEXT NOT NULL,
		name  TEXT NOT NULL,
		value BLOB NOT NULL,
		key   BLOB NOT NULL,
		PRIMARY KEY (kind, name, value)
	)`,
	`CREATE INDEX entry_key ON entry (kind, key)`,
}

// beginUpdate takes the write lock at once, so that a transaction never fails half-way because it comes too late for it.
const beginUpdate = `BEGIN IMMEDIATE`

// fileSettings are for a database in a file.
//
//   - locking_mode: one process per directory, and no shared memory, which not every container's file system has.
//   - journal_mode, synchronous: a commit is one append to the log, handed to the operating system but not yet forced to
//     the disk. It survives the process (https://www.sqlite.org/pragma.html#pragma_synchronous).
//   - busy_timeout: the previous process may still be on its way out.
var fileSettings = []string{
	`PRAGMA locking_mode = EXCLUSIVE`,
	`PRAGMA busy_timeout = 2000`,
	`PRAGMA journal_mode = WAL`,
	`PRAGMA synchronous = NORMAL`,
}

// openSQLite opens the database in dir, or one in memory if dir is "", as a pool of a single connection: with the last
// connection, a database in memory is gone.
func openSQLite(ctx context.Context, dir string) (*sql.DB, *sql.Conn, error) {
	name, settings, err := locate(dir)
	if err != nil {
		return nil, nil, err
	}
	pool, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, nil, err
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	if err := setUp(ctx, conn, settings); err != nil {
		return nil, nil, errors.Join(err, conn.Close(), pool.Close())
	}
	return pool, conn, nil
}

// locate returns the data source name and the settings for the database in dir. It creates what is missing for the
// owner's eyes only, because the state includes secrets.
func locate(dir string) (name string, settings []string, err error) {
	if dir == "" {
		return ":memory:", nil, nil
	}
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return "", nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, err
	}
	if err := create(path); err != nil {
		return "", nil, err
	}
	// A URI, since in a plain name everything after a question mark would be taken for options.
	uri := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")}
	return uri.String(), fileSettings, nil
}

// create makes an empty file, which is an empty database. It doesn't touch an existing file: to open and close it would
// release the locks that this process has on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func setUp(ctx context.Context, conn *sql.Conn, settings []string) error {
	for _, setting := range settings {
		if _, err := conn.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	return migrate(ctx, conn)
}

// migrate creates the tables in a new database and refuses those of a later version.
func migrate(ctx context.Context, conn *sql.Conn) error {
	var version int
	if err := conn.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version > schemaVersion {
		return fmt.Errorf("written by a later release (schema %d, this one knows %d)", version, schemaVersion)
	}
	steps := []string{beginUpdate}
	if version == 0 {
		steps = append(steps, schema...)
	}
	steps = append(steps, fmt.Sprintf(`PRAGMA user_version = %d`, schemaVersion), `COMMIT`)
	for _, step := range steps {
		if _, err := conn.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// engineErrors are the failures of the engine that users can do something about.
var engineErrors = map[int]error{
	sqlite3.SQLITE_FULL: ErrFull,
	sqlite3.SQLITE_BUSY: ErrInUse,
}

// explain puts one of engineErrors, if it is one, in front of what SQLite says.
func explain(err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return err
	}
	// The low byte is the error's class, the rest tells the operation that met it.
	if known, ok := engineErrors[failure.Code()&0xff]; ok {
		return fmt.Errorf("%w: %w", known, err)
	}
	return err
}
