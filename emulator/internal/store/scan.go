package store

import (
	"database/sql"
	"iter"
	"math"
)

// pageSize is how many records Scan reads at a time.
const pageSize = 128

// Scan returns the records whose keys start with prefix and come after the key after, in the order of their keys. At
// most limit of them, or all if limit is 0. The sequence ends with the first error.
//
// The loop over it may write to the table: records that it adds or changes further on may be seen or not, for Scan
// reads ahead.
func (t Table[T]) Scan(tx *Tx, prefix, after string, limit int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		left := limit
		if limit <= 0 {
			left = math.MaxInt
		}
		keys := keysAfter(prefix, after)
		for left > 0 {
			size := min(left, pageSize)
			rows, err := page(tx, t.Kind, keys, size)
			if err != nil {
				yield(*new(T), err)
				return
			}
			for _, row := range rows {
				rec, err := t.decode(row.doc)
				if !yield(rec, err) || err != nil {
					return
				}
			}
			if len(rows) < size {
				return
			}
			left -= size
			keys.from = next(rows[size-1].key)
		}
	}
}

// Count returns the number of records whose keys start with prefix.
func (t Table[T]) Count(tx *Tx, prefix string) (int, error) {
	keys := keysAfter(prefix, "")
	stmt, args := countRecordsFrom, []any{t.Kind, keys.from}
	if keys.to != nil {
		stmt, args = countRecordsBetween, append(args, keys.to)
	}
	var n int
	err := tx.query(stmt, func(rows *sql.Rows) error { return rows.Scan(&n) }, args...)
	return n, err
}

// A keyRange holds the keys k with from <= k < to, or all from a key on if to is nil.
type keyRange struct {
	from, to []byte
}

// keysAfter returns the range of the keys that have prefix and are greater than after.
func keysAfter(prefix, after string) keyRange {
	r := keyRange{from: []byte(prefix), to: pastPrefix(prefix)}
	if after >= prefix && after != "" {
		r.from = next([]byte(after))
	}
	return r
}

// next returns the key that follows key immediately.
func next(key []byte) []byte {
	return append(key, 0)
}

// pastPrefix returns the first key after all that start with prefix, or nil if there is none.
func pastPrefix(prefix string) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			past := []byte(prefix[:i+1])
			past[i]++
			return past
		}
	}
	return nil
}

// A row is a record as it is stored.
type row struct {
	key, doc []byte
}

func page(tx *Tx, kind string, keys keyRange, size int) ([]row, error) {
	stmt, args := selectRecordsFrom, []any{kind, keys.from}
	if keys.to != nil {
		stmt, args = selectRecordsBetween, append(args, keys.to)
	}
	var all []row
	err := tx.query(stmt, func(rows *sql.Rows) error {
		var r row
		err := rows.Scan(&r.key, &r.doc)
		all = append(all, r)
		return err
	}, append(args, size)...)
	return all, err
}
