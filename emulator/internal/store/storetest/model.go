package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// testModel compares random histories with a map.
func testModel(t *testing.T, db *store.DB) {
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		table := people
		table.Kind = fmt.Sprint("person ", round) // so that each history starts with an empty table
		m := &machine{ctx: t.Context(), db: db, table: table, committed: model{}}
		rt.Repeat(map[string]func(*rapid.T){
			"update": m.update,
			"":       m.check,
		})
	})
}

// A machine is a table, and what should be in it.
type machine struct {
	ctx       context.Context
	db        *store.DB
	table     store.Table[person]
	committed model
}

// update makes some writes in one transaction, each of which must have the model's outcome, and commits them or not.
func (m *machine) update(t *rapid.T) {
	boom := errors.New("boom")
	outcome := rapid.SampledFrom([]error{nil, nil, nil, boom}).Draw(t, "outcome")
	draft := maps.Clone(m.committed)
	err := m.db.Update(m.ctx, func(_ context.Context, tx *store.Tx) error {
		for range rapid.IntRange(0, 4).Draw(t, "writes") {
			m.write(t, tx, draft)
		}
		m.compare(t, tx, draft)
		return outcome
	})
	if !errors.Is(err, outcome) {
		t.Fatalf("Update: %v, want %v", err, outcome)
	}
	if outcome == nil {
		m.committed = draft
	}
}

func (m *machine) write(t *rapid.T, tx *store.Tx, draft model) {
	p := somebody.Draw(t, "record")
	writes := map[string]func() (got, want error){
		"insert": func() (error, error) { return m.table.Insert(tx, p), draft.insert(p) },
		"put":    func() (error, error) { return m.table.Put(tx, p), draft.put(p) },
		"delete": func() (error, error) { return m.table.Delete(tx, p.Name), draft.delete(p.Name) },
	}
	kind := rapid.SampledFrom(slices.Sorted(maps.Keys(writes))).Draw(t, "write")
	got, want := writes[kind]()
	if !errors.Is(got, want) {
		t.Fatalf("%s %+v: %v, want %v", kind, p, got, want)
	}
}

func (m *machine) check(t *rapid.T) {
	if err := m.db.View(m.ctx, func(tx *store.Tx) error {
		m.compare(t, tx, m.committed)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// compare looks at all records, and at some of them in every other way.
func (m *machine) compare(t *rapid.T, tx *store.Tx, want model) {
	m.compareScan(t, tx, want, "", "", 0)
	m.compareScan(t, tx, want, someName.Draw(t, "prefix"), someName.Draw(t, "after"), rapid.IntRange(0, 3).Draw(t, "limit"))

	name := someName.Draw(t, "name")
	got, err := m.table.Get(tx, name)
	if wanted, ok := want[name]; !cmp.Equal(got, wanted) || (err == nil) != ok {
		t.Fatalf("Get(%q): %+v, %v, want %+v", name, got, err, wanted)
	}

	email := someValue.Draw(t, "email")
	got, err = m.table.GetBy(tx, "email", email)
	if owner := want.owner("email", email); got.Name != owner || (err == nil) != (owner != "") {
		t.Fatalf("GetBy(%q): %+v, %v, want %q", email, got, err, owner)
	}
}

func (m *machine) compareScan(t *rapid.T, tx *store.Tx, want model, prefix, after string, limit int) {
	var got []person
	for p, err := range m.table.Scan(tx, prefix, after, limit) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p)
	}
	if wanted := want.scan(prefix, after, limit); !cmp.Equal(got, wanted) {
		t.Fatalf("Scan(%q, %q, %d): %+v, want %+v", prefix, after, limit, got, wanted)
	}
	if n, err := m.table.Count(tx, prefix); err != nil || n != len(want.scan(prefix, "", 0)) {
		t.Fatalf("Count(%q): %d, %v, want %d", prefix, n, err, len(want.scan(prefix, "", 0)))
	}
}

// There are few names and values, so that histories have conflicts. The empty name is for looking only: it is no key.
var (
	someName  = rapid.SampledFrom([]string{"", "a", "a\x00", "ab", "b", "%", "\U0010ffff"})
	someValue = rapid.SampledFrom([]string{"", "1", "2", "3", "4"})

	somebody = rapid.Custom(func(t *rapid.T) person {
		return person{
			Name:   someName.Filter(func(name string) bool { return name != "" }).Draw(t, "name"),
			Age:    rapid.IntRange(0, 3).Draw(t, "age"),
			Sub:    someValue.Draw(t, "sub"),
			Emails: rapid.SliceOfN(someValue, 0, 3).Draw(t, "emails"),
		}
	})
)

// A model is a table as a map. It does everything by looking at all records.
type model map[string]person

func (m model) insert(p person) error {
	if _, ok := m[p.Name]; ok {
		return store.ErrExists
	}
	return m.put(p)
}

func (m model) put(p person) error {
	for index, values := range people.Indexes {
		for _, value := range values(p) {
			if owner := m.owner(index, value); owner != "" && owner != p.Name {
				return store.ErrExists
			}
		}
	}
	if len(p.Emails) == 0 {
		p.Emails = nil // as JSON returns it
	}
	m[p.Name] = p
	return nil
}

func (m model) delete(name string) error {
	if _, ok := m[name]; !ok {
		return store.ErrNotFound
	}
	delete(m, name)
	return nil
}

// owner returns the name of the person who has a value in an index, or "".
func (m model) owner(index, value string) string {
	for name, p := range m {
		if slices.Contains(people.Indexes[index](p), value) {
			return name
		}
	}
	return ""
}

func (m model) scan(prefix, after string, limit int) (found []person) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if strings.HasPrefix(name, prefix) && name > after && (limit == 0 || len(found) < limit) {
			found = append(found, m[name])
		}
	}
	return found
}
