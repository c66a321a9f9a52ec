package store

import (
	"context"
	"time"
)

// SetPatience changes how long transactions wait, for tests that can't wait that long.
func (db *DB) SetPatience(d time.Duration) {
	db.patience = d
}

// Exec runs any SQL between transactions.
func (db *DB) Exec(ctx context.Context, sql string) error {
	s, err := db.acquire(ctx)
	if err != nil {
		return err
	}
	defer db.release(s)
	_, err = s.conn.ExecContext(ctx, sql)
	return err
}
