package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
)

// A Table is one kind of record. It has no state of its own: any number of databases can hold it.
type Table[T any] struct {
	// Kind tells the records of this table from all others.
	Kind string

	// Key returns the key of a record. It must not be empty.
	Key func(T) string

	// Indexes are the secondary keys, by name: a record may have none, one or several values in each index, and no
	// two records of the table share one.
	Indexes map[string]func(T) []string
}

// Get returns the record with this key, or ErrNotFound.
func (t Table[T]) Get(tx *Tx, key string) (T, error) {
	doc, found, err := document(tx, selectRecord, t.Kind, []byte(key))
	switch {
	case err != nil:
		return *new(T), err
	case !found:
		return *new(T), fmt.Errorf("%s %q: %w", t.Kind, key, ErrNotFound)
	}
	return t.decode(doc)
}

// GetBy returns the record that has this value in an index, or ErrNotFound.
func (t Table[T]) GetBy(tx *Tx, index, value string) (T, error) {
	if t.Indexes[index] == nil {
		return *new(T), fmt.Errorf("store: %s has no index %q", t.Kind, index)
	}
	doc, found, err := document(tx, selectRecordByEntry, t.Kind, index, []byte(value))
	switch {
	case err != nil:
		return *new(T), err
	case !found:
		return *new(T), fmt.Errorf("%s with %s %q: %w", t.Kind, index, value, ErrNotFound)
	}
	return t.decode(doc)
}

// Insert adds a record. If its key or one of its secondary keys is taken it changes nothing and returns an
// *ExistsError.
func (t Table[T]) Insert(tx *Tx, rec T) error {
	key, doc, err := t.encode(rec)
	if err != nil {
		return err
	}
	inserted, err := tx.exec(insertRecord, t.Kind, key, doc)
	if err != nil {
		return err
	}
	if inserted == 0 {
		return &ExistsError{Kind: t.Kind, Value: string(key)}
	}
	if err := addEntries(tx, t.Kind, key, t.entries(rec)); err != nil {
		_, undone := tx.exec(deleteRecord, t.Kind, key)
		return firstOf(undone, err)
	}
	return nil
}

// Put adds a record, or replaces the one with the same key. If one of its secondary keys is taken by another record it
// changes nothing and returns an *ExistsError.
func (t Table[T]) Put(tx *Tx, rec T) error {
	key, doc, err := t.encode(rec)
	if err != nil {
		return err
	}
	if len(t.Indexes) > 0 {
		if err := replaceEntries(tx, t.Kind, key, t.entries(rec)); err != nil {
			return err
		}
	}
	_, err = tx.exec(putRecord, t.Kind, key, doc)
	return err
}

// Delete removes the record with this key, or returns ErrNotFound: of those who delete the same record, one succeeds.
func (t Table[T]) Delete(tx *Tx, key string) error {
	deleted, err := tx.exec(deleteRecord, t.Kind, []byte(key))
	if err != nil {
		return err
	}
	if deleted == 0 {
		return fmt.Errorf("%s %q: %w", t.Kind, key, ErrNotFound)
	}
	if len(t.Indexes) > 0 {
		_, err = tx.exec(deleteEntries, t.Kind, []byte(key))
	}
	return err
}

func (t Table[T]) encode(rec T) (key []byte, doc string, err error) {
	key = []byte(t.Key(rec))
	if len(key) == 0 {
		return nil, "", fmt.Errorf("store: %s has no key", t.Kind)
	}
	text, err := json.Marshal(rec)
	if err != nil {
		return nil, "", fmt.Errorf("store: encode %s %q: %w", t.Kind, key, err)
	}
	return key, string(text), nil
}

func (t Table[T]) decode(doc []byte) (T, error) {
	var rec T
	if err := json.Unmarshal(doc, &rec); err != nil {
		return *new(T), fmt.Errorf("store: decode %s: %w", t.Kind, err)
	}
	return rec, nil
}

// document returns the document that a statement finds.
func document(tx *Tx, stmt statement, args ...any) (doc []byte, found bool, err error) {
	err = tx.query(stmt, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(&doc)
	}, args...)
	return doc, found, err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
