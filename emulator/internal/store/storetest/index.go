package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func testIndex(t *testing.T, db *store.DB) {
	ada := person{Name: "ada", Sub: "1"}
	insert(t, db, ada, person{Name: "alan", Sub: "2"}, person{Name: "no sub"}, person{Name: "no sub either"})
	if got, err := getBy(t, db, "sub", "1"); err != nil || !cmp.Equal(ada, got) {
		t.Errorf("GetBy: %+v, %v, want %+v", got, err, ada)
	}
	for _, missing := range []string{"3", "", "ada"} {
		if got, err := getBy(t, db, "sub", missing); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("GetBy(%q): %+v, %v, want ErrNotFound", missing, got, err)
		}
	}
	if _, err := getBy(t, db, "email", "1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("GetBy of another index's value: %v, want ErrNotFound", err)
	}
}

func testIndexOfManyValues(t *testing.T, db *store.DB) {
	// A value that comes twice is in the index once; an empty value is a value.
	insert(t, db, person{Name: "ada", Emails: []string{"a@x", "b@x", "a@x", ""}}, person{Name: "alan", Emails: []string{"c@x"}})
	for value, want := range map[string]string{"a@x": "ada", "b@x": "ada", "": "ada", "c@x": "alan"} {
		if got, err := getBy(t, db, "email", value); err != nil || got.Name != want {
			t.Errorf("GetBy(%q) = %q, %v, want %q", value, got.Name, err, want)
		}
	}
}

func testIndexIsUnique(t *testing.T, db *store.DB) {
	insert(t, db, person{Name: "ada", Sub: "1", Emails: []string{"a@x"}}, person{Name: "alan", Sub: "2"})
	for _, test := range []struct {
		rec  person
		want store.ExistsError
	}{
		{person{Name: "eve", Sub: "1"}, store.ExistsError{Kind: "person", Index: "sub", Value: "1"}},
		{
			person{Name: "eve", Sub: "3", Emails: []string{"e@x", "a@x"}},
			store.ExistsError{Kind: "person", Index: "email", Value: "a@x"},
		},
		{person{Name: "alan", Sub: "1"}, store.ExistsError{Kind: "person", Index: "sub", Value: "1"}},
	} {
		err := tryUpdate(t, db, func(tx *store.Tx) error { return people.Put(tx, test.rec) })
		wantExists(t, err, test.want)
		if test.rec.Name != "alan" {
			err = tryUpdate(t, db, func(tx *store.Tx) error { return people.Insert(tx, test.rec) })
			wantExists(t, err, test.want)
		}
	}
	// The values of different indexes have nothing to do with one another.
	insert(t, db, person{Name: "eve", Sub: "a@x", Emails: []string{"1"}})
}

func testIndexReplacement(t *testing.T, db *store.DB) {
	insert(t, db, person{Name: "ada", Sub: "1", Emails: []string{"a@x", "b@x"}})
	update(t, db, func(tx *store.Tx) error {
		return people.Put(tx, person{Name: "ada", Sub: "1", Emails: []string{"b@x", "c@x"}})
	})
	for value, want := range map[string]error{"a@x": store.ErrNotFound, "b@x": nil, "c@x": nil} {
		if got, err := getBy(t, db, "email", value); !errors.Is(err, want) {
			t.Errorf("GetBy(%q) after Put: %+v, %v, want %v", value, got, err, want)
		}
	}
	// What one gives up, another can take, even in the same transaction.
	update(t, db, func(tx *store.Tx) error {
		if err := people.Put(tx, person{Name: "ada", Sub: "1", Emails: []string{"b@x"}}); err != nil {
			return err
		}
		return people.Insert(tx, person{Name: "alan", Emails: []string{"a@x", "c@x"}})
	})
	if got, err := getBy(t, db, "email", "c@x"); err != nil || got.Name != "alan" {
		t.Errorf("GetBy after the value changed hands: %+v, %v", got, err)
	}
}

func testIndexUnknown(t *testing.T, db *store.DB) {
	insert(t, db, person{Name: "ada"})
	if got, err := getBy(t, db, "shoe size", "38"); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("GetBy of an unknown index: %+v, %v, want another error than ErrNotFound", got, err)
	}
}

// testRefusalChangesNothing goes on after an ErrExists, and commits.
func testRefusalChangesNothing(t *testing.T, db *store.DB) {
	ada := person{Name: "ada", Sub: "1", Emails: []string{"a@x"}}
	alan := person{Name: "alan", Sub: "2", Emails: []string{"m@x"}}
	insert(t, db, ada, alan)
	update(t, db, func(tx *store.Tx) error {
		// Some of the values are free, and come before the one that isn't.
		wantExists(t, people.Insert(tx, person{Name: "eve", Emails: []string{"0@x", "m@x", "z@x"}}),
			store.ExistsError{Kind: "person", Index: "email", Value: "m@x"})
		wantExists(t, people.Put(tx, person{Name: "ada", Sub: "2", Emails: []string{"0@x", "z@x"}}),
			store.ExistsError{Kind: "person", Index: "sub", Value: "2"})
		return nil
	})
	if got := names(t, db, "", "", 0); !cmp.Equal(got, []string{"ada", "alan"}) {
		t.Errorf("after refused writes there are %q", got)
	}
	for _, free := range []string{"0@x", "z@x"} {
		if got, err := getBy(t, db, "email", free); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a refused write left %q to %+v, %v", free, got, err)
		}
	}
	for _, want := range []person{ada, alan} {
		if got, err := getBy(t, db, "email", want.Emails[0]); err != nil || !cmp.Equal(want, got) {
			t.Errorf("after refused writes: %+v, %v, want %+v", got, err, want)
		}
	}
	insert(t, db, person{Name: "eve", Sub: "3", Emails: []string{"0@x", "z@x"}})
}
