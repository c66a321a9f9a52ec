package store

import (
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"
)

// An entry is one value of a record in one index.
type entry struct {
	index, value string
}

func compareEntries(a, b entry) int {
	if c := strings.Compare(a.index, b.index); c != 0 {
		return c
	}
	return strings.Compare(a.value, b.value)
}

// entries returns the entries that a record should have, sorted and each once.
func (t Table[T]) entries(rec T) []entry {
	var all []entry
	for _, index := range slices.Sorted(maps.Keys(t.Indexes)) {
		for _, value := range t.Indexes[index](rec) {
			all = append(all, entry{index, value})
		}
	}
	slices.SortFunc(all, compareEntries)
	return slices.Compact(all)
}

// replaceEntries gives the record with this key the wanted entries instead of those that it has. It changes nothing if
// one of them belongs to another record.
func replaceEntries(tx *Tx, kind string, key []byte, wanted []entry) error {
	present, err := entriesOf(tx, kind, key)
	if err != nil {
		return err
	}
	if err := addEntries(tx, kind, key, without(wanted, present)); err != nil {
		return err
	}
	return removeEntries(tx, kind, without(present, wanted))
}

func entriesOf(tx *Tx, kind string, key []byte) ([]entry, error) {
	var all []entry
	err := tx.query(selectEntries, func(rows *sql.Rows) error {
		var e entry
		err := rows.Scan(&e.index, &e.value)
		all = append(all, e)
		return err
	}, kind, key)
	return all, err
}

// addEntries adds entries that the record doesn't have yet: all of them, or none if one belongs to another record.
func addEntries(tx *Tx, kind string, key []byte, entries []entry) error {
	for i, e := range entries {
		inserted, err := tx.exec(insertEntry, kind, e.index, []byte(e.value), key)
		if err != nil {
			return err
		}
		if inserted == 0 {
			taken := &ExistsError{Kind: kind, Index: e.index, Value: e.value}
			return firstOf(removeEntries(tx, kind, entries[:i]), taken)
		}
	}
	return nil
}

func removeEntries(tx *Tx, kind string, entries []entry) error {
	var errs []error
	for _, e := range entries {
		_, err := tx.exec(deleteEntry, kind, e.index, []byte(e.value))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// without returns what is in entries and not in others.
func without(entries, others []entry) []entry {
	var rest []entry
	for _, e := range entries {
		if !slices.Contains(others, e) {
			rest = append(rest, e)
		}
	}
	return rest
}
