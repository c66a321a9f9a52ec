package store

import (
	"context"
	"database/sql"
	"errors"
)

// A statement is one of the SQL statements below. Except for beginUpdate they keep to what SQLite and PostgreSQL share, but
// for the placeholders, which are $1, $2, … there.
type statement int

const (
	begin statement = iota
	commit
	rollback
	selectRecord
	selectRecordByEntry
	insertRecord
	putRecord
	deleteRecord
	selectRecordsFrom
	selectRecordsBetween
	countRecordsFrom
	countRecordsBetween
	selectEntries
	insertEntry
	deleteEntry
	deleteEntries
	statementCount
)

var statements = [statementCount]string{
	begin:    beginUpdate,
	commit:   `COMMIT`,
	rollback: `ROLLBACK`,

	selectRecord: `SELECT doc FROM record WHERE kind = ? AND key = ?`,
	selectRecordByEntry: `SELECT record.doc FROM entry JOIN record ON record.kind = entry.kind AND record.key = entry.key
		WHERE entry.kind = ? AND entry.name = ? AND entry.value = ?`,
	insertRecord: `INSERT INTO record (kind, key, doc) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO NOTHING`,
	putRecord: `INSERT INTO record (kind, key, doc) VALUES (?, ?, ?)
		ON CONFLICT (kind, key) DO UPDATE SET doc = excluded.doc`,
	deleteRecord: `DELETE FROM record WHERE kind = ? AND key = ?`,

	selectRecordsFrom:    `SELECT key, doc FROM record WHERE kind = ? AND key >= ? ORDER BY key LIMIT ?`,
	selectRecordsBetween: `SELECT key, doc FROM record WHERE kind = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?`,
	countRecordsFrom:     `SELECT count(*) FROM record WHERE kind = ? AND key >= ?`,
	countRecordsBetween:  `SELECT count(*) FROM record WHERE kind = ? AND key >= ? AND key < ?`,

	selectEntries: `SELECT name, value FROM entry WHERE kind = ? AND key = ?`,
	insertEntry:   `INSERT INTO entry (kind, name, value, key) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name, value) DO NOTHING`,
	deleteEntry:   `DELETE FROM entry WHERE kind = ? AND name = ? AND value = ?`,
	deleteEntries: `DELETE FROM entry WHERE kind = ? AND key = ?`,
}

// A session is a connection with its prepared statements. Whoever has it has the database to himself.
type session struct {
	pool     *sql.DB
	conn     *sql.Conn
	prepared [statementCount]*sql.Stmt
}

func openSession(ctx context.Context, dir string) (*session, error) {
	pool, conn, err := openSQLite(ctx, dir)
	if err != nil {
		return nil, err
	}
	s := &session{pool: pool, conn: conn}
	for i, text := range statements {
		if s.prepared[i], err = conn.PrepareContext(ctx, text); err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	return s, nil
}

// exec runs a statement and returns how many rows it changed. It isn't cancelled by anybody's context: a statement takes
// microseconds, and a context that can be cancelled would cost the driver a goroutine each time.
func (s *session) exec(stmt statement, args ...any) (int64, error) {
	result, err := s.prepared[stmt].ExecContext(context.Background(), args...)
	if err != nil {
		return 0, explain(err)
	}
	return result.RowsAffected()
}

// query runs a statement and calls scan for each of its rows.
func (s *session) query(stmt statement, scan func(*sql.Rows) error, args ...any) error {
	rows, err := s.prepared[stmt].QueryContext(context.Background(), args...)
	if err != nil {
		return explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return explain(rows.Err())
}

func (s *session) close() error {
	var errs []error
	for _, stmt := range s.prepared {
		if stmt != nil {
			errs = append(errs, stmt.Close())
		}
	}
	return errors.Join(append(errs, s.conn.Close(), s.pool.Close())...)
}
