// Package store keeps the emulator's state: records, as JSON, in an SQL database.
//
// A Table describes one kind of record: its key, and the secondary keys under which there is at most one record of it.
// DB.Update reads and writes tables in one transaction, which has one instant (Tx.Now) and happens entirely or not at
// all; DB.View only reads.
//
//	var users = store.Table[User]{
//		Kind:    "user",
//		Key:     func(u User) string { return u.Pool + "/" + u.Name },
//		Indexes: map[string]func(User) []string{"sub": func(u User) []string { return []string{u.Sub} }},
//	}
//
//	err := db.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
//		u, err := users.Get(tx, key)
//		if err != nil {
//			return err
//		}
//		u.Modified = tx.Now
//		return users.Put(tx, u)
//	})
//
// # Transactions
//
// Transactions run one at a time: the database is SQLite on a single connection, where a transaction takes microseconds
// and waiting for the previous one costs less than sharing would. So a transaction must not do anything slow:
// no network, no password hashing, no key generation. It must not start another one either. Update marks its context,
// which makes a second transaction an error instead of a deadlock, and InTransaction tells the mark to those who must
// not run in a transaction, such as Lambda triggers. View gives no context to mark: a transaction started inside it
// waits until it gives up with ErrBusy. A function given to Update should have no effect but on the transaction: engines
// with several writers may have to run it again.
//
// # Keys
//
// Keys, secondary keys and prefixes are compared byte by byte. They may contain anything: any script, '%', NUL, or no
// text at all. Only the empty key is refused. The records themselves go through [encoding/json] and hold what it
// preserves; above all it replaces invalid UTF-8 in strings.
//
// # Durability
//
// With a directory the state is the file state.db in it, which any SQLite tool can read after Close. What Update has
// committed survives the death of the process, by SIGKILL too, but for the sake of speed not necessarily a power
// failure, which can lose the latest commits but never a part of one. One process at a time can open a directory.
//
// # What is elsewhere
//
// What the records are and which invariants hold between them is up to package directory, the time comes from package
// clock, and storetest has the tests that every database must pass.
package store
