// Package storetest tests that a database behaves as package store promises, whatever it is kept in.
//
//	func TestMemory(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) *store.DB { … })
//	}
//
// What only a certain kind of database has, such as survival of a crash, is tested where that database is.
package storetest

import (
	"context"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Run tests databases. open returns a new, empty one, and closes it at the end of the test t.
func Run(t *testing.T, open func(t *testing.T) *store.DB) {
	for name, test := range map[string]func(*testing.T, *store.DB){
		"Insert":                testInsert,
		"Put":                   testPut,
		"Delete":                testDelete,
		"ReturnsCopies":         testReturnsCopies,
		"EmptyKey":              testEmptyKey,
		"UnencodableRecord":     testUnencodableRecord,
		"UndecodableRecord":     testUndecodableRecord,
		"Kinds":                 testKinds,
		"Keys":                  testKeys,
		"Index":                 testIndex,
		"IndexOfManyValues":     testIndexOfManyValues,
		"IndexIsUnique":         testIndexIsUnique,
		"IndexReplacement":      testIndexReplacement,
		"IndexUnknown":          testIndexUnknown,
		"RefusalChangesNothing": testRefusalChangesNothing,
		"ScanOrder":             testScanOrder,
		"ScanPages":             testScanPages,
		"ScanPrefix":            testScanPrefix,
		"ScanManyRecords":       testScanManyRecords,
		"ScanStopsEarly":        testScanStopsEarly,
		"ScanWhileDeleting":     testScanWhileDeleting,
		"Count":                 testCount,
		"RollbackOnError":       testRollbackOnError,
		"RollbackOnPanic":       testRollbackOnPanic,
		"RollbackOnGoexit":      testRollbackOnGoexit,
		"ViewIsReadOnly":        testViewIsReadOnly,
		"ViewSeesOneState":      testViewSeesOneState,
		"ViewReturnsError":      testViewReturnsError,
		"Nested":                testNested,
		"InTransaction":         testInTransaction,
		"Instant":               testInstant,
		"OnCommit":              testOnCommit,
		"UseAfterEnd":           testUseAfterEnd,
		"CancelledContext":      testCancelledContext,
		"ConcurrentUpdates":     testConcurrentUpdates,
		"ConcurrentInserts":     testConcurrentInserts,
		"Close":                 testClose,
		"Model":                 testModel,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// A person is the record that most tests use.
type person struct {
	Name   string
	Age    int      `json:",omitzero"`
	Sub    string   `json:",omitempty"`
	Emails []string `json:",omitempty"`
}

var people = store.Table[person]{
	Kind: "person",
	Key:  func(p person) string { return p.Name },
	Indexes: map[string]func(person) []string{
		"sub":   func(p person) []string { return some(p.Sub) },
		"email": func(p person) []string { return p.Emails },
	},
}

// A counter is a record without indexes.
type counter struct {
	Name string
	N    int
}

var counters = store.Table[counter]{Kind: "counter", Key: func(c counter) string { return c.Name }}

func some(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// update runs an Update that must succeed.
func update(t testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := tryUpdate(t, db, fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func tryUpdate(t testing.TB, db *store.DB, fn func(tx *store.Tx) error) error {
	t.Helper()
	return db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error { return fn(tx) })
}

// view runs a View that must succeed.
func view(t testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.View(t.Context(), fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

func insert(t testing.TB, db *store.DB, all ...person) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error {
		for _, p := range all {
			if err := people.Insert(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

func get(t testing.TB, db *store.DB, name string) (p person, err error) {
	t.Helper()
	view(t, db, func(tx *store.Tx) error {
		p, err = people.Get(tx, name)
		return nil
	})
	return p, err
}

func getBy(t testing.TB, db *store.DB, index, value string) (p person, err error) {
	t.Helper()
	view(t, db, func(tx *store.Tx) error {
		p, err = people.GetBy(tx, index, value)
		return nil
	})
	return p, err
}

// names returns the names of the people that Scan finds.
func names(t testing.TB, db *store.DB, prefix, after string, limit int) (found []string) {
	t.Helper()
	view(t, db, func(tx *store.Tx) error {
		for p, err := range people.Scan(tx, prefix, after, limit) {
			if err != nil {
				return err
			}
			found = append(found, p.Name)
		}
		return nil
	})
	return found
}
