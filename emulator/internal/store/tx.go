package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A Tx is a running transaction. Only the goroutine that runs it may use it, and only until its function returns.
type Tx struct {
	// Now is the instant at which everything in the transaction happens.
	Now time.Time

	session  *session // nil when the transaction is over
	writable bool
	after    []func() // what OnCommit was given
	failure  error    // of a statement: the engine may have rolled back already, so nothing may follow
}

type inTransaction struct{}

func mark(ctx context.Context) context.Context {
	return context.WithValue(ctx, inTransaction{}, true)
}

// InTransaction tells whether ctx was given to the function of an Update, so that whoever takes long or calls out can
// refuse to do it while a transaction waits.
func InTransaction(ctx context.Context) bool {
	return ctx.Value(inTransaction{}) != nil
}

// exec runs a statement that writes, and returns how many rows it changed.
func (tx *Tx) exec(stmt statement, args ...any) (int64, error) {
	if !tx.writable {
		return 0, ErrReadOnly
	}
	if err := tx.usable(); err != nil {
		return 0, err
	}
	n, err := tx.session.exec(stmt, args...)
	return n, tx.note(err)
}

// query runs a statement that reads, and calls scan for each row.
func (tx *Tx) query(stmt statement, scan func(*sql.Rows) error, args ...any) error {
	if err := tx.usable(); err != nil {
		return err
	}
	return tx.note(tx.session.query(stmt, scan, args...))
}

func (tx *Tx) usable() error {
	if tx.session == nil {
		return ErrTxDone
	}
	return tx.failure
}

// note makes an error of the engine the end of the transaction, whatever its function makes of it.
func (tx *Tx) note(err error) error {
	if err != nil {
		tx.failure = fmt.Errorf("store: %w", err)
	}
	return tx.failure
}

func (tx *Tx) commit() error {
	if err := tx.usable(); err != nil {
		return err
	}
	if _, err := tx.session.exec(commit); err != nil {
		return fmt.Errorf("store: commit: %w", err)
	}
	after := tx.after
	tx.end()
	for _, fn := range after {
		fn()
	}
	return nil
}

// OnCommit has fn called once the transaction is committed, and not at all if it is rolled back. fn must be quick and
// must not start a transaction.
func (tx *Tx) OnCommit(fn func()) { tx.after = append(tx.after, fn) }

// rollback undoes the transaction unless it was committed.
func (tx *Tx) rollback() {
	if tx.session == nil {
		return
	}
	// It can only fail because the engine has rolled back by itself, as it does when the disk is full.
	_, _ = tx.session.exec(rollback)
	tx.end()
}

func (tx *Tx) end() {
	tx.session = nil
}
