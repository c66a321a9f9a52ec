package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/clock"
)

// patience is how long a transaction waits for its turn. Others take microseconds, so running out of it is a deadlock.
const patience = 10 * time.Second

// Options say where the state is kept. The zero value is a database in memory, on the system's time.
type Options struct {
	Dir   string       // directory of the database, created if missing; "" keeps it in memory
	Clock *clock.Clock // gives each transaction its instant; nil is clock.New()
}

// A DB is an open database. It is safe for concurrent use.
type DB struct {
	clock    *clock.Clock
	patience time.Duration
	idle     chan *session // holds the session while no transaction runs, and is closed with the DB
}

// Open opens the database, and creates it if it doesn't exist. The caller closes it.
func Open(o Options) (*DB, error) {
	s, err := openSession(context.Background(), o.Dir)
	if err != nil {
		return nil, fmt.Errorf("store: open %s: %w", place(o.Dir), explain(err))
	}
	db := &DB{clock: o.Clock, patience: patience, idle: make(chan *session, 1)}
	if db.clock == nil {
		db.clock = clock.New()
	}
	db.idle <- s
	return db, nil
}

func place(dir string) string {
	if dir == "" {
		return "in memory"
	}
	return dir
}

// Close waits for the running transaction and closes the database. Transactions that come later get ErrClosed.
func (db *DB) Close() error {
	s, err := db.acquire(context.Background())
	if errors.Is(err, ErrClosed) {
		return nil
	}
	if err != nil {
		return err
	}
	close(db.idle)
	return s.close()
}

// View calls fn with a transaction that can only read. ctx bounds the wait for its turn.
func (db *DB) View(ctx context.Context, fn func(tx *Tx) error) error {
	s, err := db.acquire(ctx)
	if err != nil {
		return err
	}
	defer db.release(s)
	// Nobody else can write meanwhile, so there is nothing to begin.
	tx := &Tx{Now: db.clock.Now(), session: s}
	defer tx.end()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.failure
}

// Update calls fn with a transaction, which is committed if fn returns nil and leaves no trace if it returns an error,
// panics, or ends its goroutine. ctx bounds the wait for its turn; once begun a transaction runs to its end. The context
// given to fn is ctx with the mark that InTransaction looks for.
func (db *DB) Update(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	s, err := db.acquire(ctx)
	if err != nil {
		return err
	}
	defer db.release(s)
	if _, err := s.exec(begin); err != nil {
		return fmt.Errorf("store: begin: %w", err)
	}
	tx := &Tx{Now: db.clock.Now(), session: s, writable: true}
	defer tx.rollback()
	if err := fn(mark(ctx), tx); err != nil {
		return err
	}
	return tx.commit()
}

// acquire takes the session, as soon as no other transaction has it.
func (db *DB) acquire(ctx context.Context) (*session, error) {
	if InTransaction(ctx) {
		return nil, ErrNested
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case s, open := <-db.idle:
		return opened(s, open)
	default:
		return db.wait(ctx)
	}
}

func (db *DB) wait(ctx context.Context) (*session, error) {
	timer := time.NewTimer(db.patience)
	defer timer.Stop()
	select {
	case s, open := <-db.idle:
		return opened(s, open)
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, ErrBusy
	}
}

func opened(s *session, open bool) (*session, error) {
	if !open {
		return nil, ErrClosed
	}
	return s, nil
}

func (db *DB) release(s *session) {
	db.idle <- s
}
