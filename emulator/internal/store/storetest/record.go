package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func testInsert(t *testing.T, db *store.DB) {
	if _, err := get(t, db, "ada"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get before Insert: %v, want ErrNotFound", err)
	}
	want := person{Name: "ada", Age: 36, Sub: "1", Emails: []string{"ada@example.com"}}
	insert(t, db, want)
	got, err := get(t, db, "ada")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Get after Insert (-want +got):\n%s", diff)
	}

	err = tryUpdate(t, db, func(tx *store.Tx) error { return people.Insert(tx, person{Name: "ada"}) })
	wantExists(t, err, store.ExistsError{Kind: "person", Value: "ada"})
	if again, _ := get(t, db, "ada"); !cmp.Equal(want, again) {
		t.Errorf("a refused Insert left %+v, want %+v", again, want)
	}
}

func testPut(t *testing.T, db *store.DB) {
	for _, want := range []person{{Name: "ada", Age: 36, Sub: "1"}, {Name: "ada", Age: 37}} {
		update(t, db, func(tx *store.Tx) error { return people.Put(tx, want) })
		if got, err := get(t, db, "ada"); err != nil || !cmp.Equal(want, got) {
			t.Errorf("Get after Put: %+v, %v, want %+v", got, err, want)
		}
	}
	if got := names(t, db, "", "", 0); !cmp.Equal(got, []string{"ada"}) {
		t.Errorf("two Puts of one key left the records %q", got)
	}
}

func testDelete(t *testing.T, db *store.DB) {
	insert(t, db, person{Name: "ada", Sub: "1", Emails: []string{"ada@example.com"}}, person{Name: "alan"})
	update(t, db, func(tx *store.Tx) error { return people.Delete(tx, "ada") })
	if _, err := get(t, db, "ada"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get after Delete: %v, want ErrNotFound", err)
	}
	if _, err := getBy(t, db, "sub", "1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("GetBy after Delete: %v, want ErrNotFound", err)
	}
	err := tryUpdate(t, db, func(tx *store.Tx) error { return people.Delete(tx, "ada") })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("second Delete: %v, want ErrNotFound", err)
	}
	if _, err := get(t, db, "alan"); err != nil {
		t.Errorf("Delete of another record: %v", err)
	}
	// The secondary keys are free again.
	insert(t, db, person{Name: "eve", Sub: "1", Emails: []string{"ada@example.com"}})
}

func testReturnsCopies(t *testing.T, db *store.DB) {
	p := person{Name: "ada", Emails: []string{"ada@example.com"}}
	insert(t, db, p)
	p.Emails[0] = "changed after Insert"
	first, _ := get(t, db, "ada")
	first.Emails[0] = "changed after Get"
	second, err := get(t, db, "ada")
	if err != nil || second.Emails[0] != "ada@example.com" {
		t.Errorf("the record changed with a copy of it: %+v, %v", second, err)
	}
}

func testEmptyKey(t *testing.T, db *store.DB) {
	for name, write := range map[string]func(*store.Tx, person) error{"Insert": people.Insert, "Put": people.Put} {
		if err := tryUpdate(t, db, func(tx *store.Tx) error { return write(tx, person{}) }); err == nil {
			t.Errorf("%s of a record without a key succeeded", name)
		}
	}
	if _, err := get(t, db, ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get without a key: %v, want ErrNotFound", err)
	}
}

func testUnencodableRecord(t *testing.T, db *store.DB) {
	table := store.Table[chan int]{Kind: "channel", Key: func(chan int) string { return "key" }}
	for name, write := range map[string]func(*store.Tx, chan int) error{"Insert": table.Insert, "Put": table.Put} {
		update(t, db, func(tx *store.Tx) error {
			if err := write(tx, nil); err == nil {
				t.Errorf("%s of a channel succeeded", name)
			}
			// It is the record's fault, not the transaction's.
			return counters.Put(tx, counter{Name: name})
		})
	}
}

func testUndecodableRecord(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error { return counters.Put(tx, counter{Name: "ada", N: 1}) })
	table := store.Table[[]string]{Kind: counters.Kind}
	view(t, db, func(tx *store.Tx) error {
		if got, err := table.Get(tx, "ada"); err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("Get of a record of another shape: %v, %v", got, err)
		}
		failures := 0
		for got, err := range table.Scan(tx, "", "", 0) {
			if err == nil {
				t.Errorf("Scan of a record of another shape: %v", got)
			}
			failures++
		}
		if failures != 1 {
			t.Errorf("Scan of one record of another shape: %d errors, want 1", failures)
		}
		return nil
	})
}

func testKinds(t *testing.T, db *store.DB) {
	insert(t, db, person{Name: "x", Age: 1})
	update(t, db, func(tx *store.Tx) error { return counters.Insert(tx, counter{Name: "x", N: 2}) })
	update(t, db, func(tx *store.Tx) error { return counters.Delete(tx, "x") })
	if got, err := get(t, db, "x"); err != nil || got.Age != 1 {
		t.Errorf("Get after Delete of the same key of another kind: %+v, %v", got, err)
	}
}

// testKeys has keys that are easily taken for others: by collations, patterns, C strings or number formats.
func testKeys(t *testing.T, db *store.DB) {
	keys := []string{
		" ", "  ", "a", "A", "a ", " a", "á", "a\u0301", "ß", "ss", "ı", "i", "I", "İ", "%", "_", "%%", "a%", "a_", "*", "?", "[a]",
		"\x00", "\x00\x00", "a\x00", "a\x00b", "\uffff", "\U0010ffff", "😀", "日本", "1", "01", "1.0", "1e0", "x'61'", "NULL", "null",
		"'", "''", `"`, `\`, "\n", "a/b", "a|b", "\u202e", "\u200b",
	}
	for _, key := range keys {
		insert(t, db, person{Name: key, Sub: key, Emails: []string{key + "@"}})
	}
	for _, key := range keys {
		if p, err := get(t, db, key); err != nil || p.Name != key {
			t.Errorf("Get(%q) = %q, %v", key, p.Name, err)
		}
		if p, err := getBy(t, db, "sub", key); err != nil || p.Name != key {
			t.Errorf("GetBy(%q) = %q, %v", key, p.Name, err)
		}
	}
	for _, key := range []string{"b", "aa", "Á", "SS", "a\x00b\x00", "2", "\x01"} {
		if p, err := get(t, db, key); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Get(%q) = %q, %v, want ErrNotFound", key, p.Name, err)
		}
	}
	for _, key := range keys {
		update(t, db, func(tx *store.Tx) error { return people.Delete(tx, key) })
	}
}

func wantExists(t testing.TB, err error, want store.ExistsError) {
	t.Helper()
	var exists *store.ExistsError
	if !errors.As(err, &exists) || *exists != want {
		t.Errorf("error %v, want %+v", err, want)
	}
	if !errors.Is(err, store.ErrExists) {
		t.Errorf("%v is not ErrExists", err)
	}
}
