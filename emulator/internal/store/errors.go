package store

import (
	"errors"
	"fmt"
)

// Errors to test for with errors.Is.
var (
	// ErrNotFound says that there is no record with that key.
	ErrNotFound = errors.New("record not found")

	// ErrExists says that a key or a secondary key is taken. The error is an *ExistsError, which says which one.
	ErrExists = errors.New("record exists")

	// ErrNested says that the context belongs to a transaction, so no other can start with it.
	ErrNested = errors.New("store: transaction inside a transaction")

	// ErrReadOnly says that a View tried to write.
	ErrReadOnly = errors.New("store: write in a View")

	// ErrTxDone says that a Tx was used after its transaction.
	ErrTxDone = errors.New("store: transaction is over")

	// ErrBusy says that the transactions before this one did not end in time. Most likely a transaction was started inside
	// a View, where no marked context prevents it.
	ErrBusy = errors.New("store: gave up waiting for another transaction to end")

	// ErrClosed says that the database was closed.
	ErrClosed = errors.New("store: closed")

	// ErrInUse says that another process, or another DB of this one, has the directory open.
	ErrInUse = errors.New("directory is in use by another process")

	// ErrFull says that there was no space left for what was to be written. The transaction left no trace, and
	// everything committed before is intact.
	ErrFull = errors.New("store: disk is full")
)

// An ExistsError says which key of a record is taken by another one. It is an ErrExists.
type ExistsError struct {
	Kind  string
	Index string // name of the index, or "" for the record's key
	Value string
}

func (e *ExistsError) Error() string {
	if e.Index == "" {
		return fmt.Sprintf("%s %q: %v", e.Kind, e.Value, ErrExists)
	}
	return fmt.Sprintf("%s with %s %q: %v", e.Kind, e.Index, e.Value, ErrExists)
}

// Unwrap returns ErrExists.
func (e *ExistsError) Unwrap() error {
	return ErrExists
}
