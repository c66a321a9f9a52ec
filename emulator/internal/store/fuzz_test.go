package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// A name is a record whose key needs no valid UTF-8, since JSON keeps bytes as they are.
type name struct{ Bytes []byte }

var names = store.Table[name]{
	Kind:    "name",
	Key:     func(n name) string { return string(n.Bytes) },
	Indexes: map[string]func(name) []string{"reverse": func(n name) []string { return []string{reverse(string(n.Bytes))} }},
}

func reverse(s string) string {
	var b strings.Builder
	for i := len(s) - 1; i >= 0; i-- {
		b.WriteByte(s[i])
	}
	return b.String()
}

// FuzzKeys puts two keys into a table and compares how they are found with what Go says about strings.
func FuzzKeys(f *testing.F) {
	for _, seed := range [][4]string{
		{"ada", "alan", "a", ""},
		{"\x00", "", "\x00", "\x00"},
		{"a\x00", "a", "a", "a"},
		{"\xff\xff", "\xff", "\xff", "\xff"},
		{"%", "_", "%", "$"},
		{"ADA", "ada", "A", "ADA"},
		{"\u0061\u0301", "\u00e1", "", "z"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	db := open(f, store.Options{})
	rollBack := errors.New("roll back")
	f.Fuzz(func(t *testing.T, one, other, prefix, after string) {
		err := db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
			for _, key := range []string{one, other} {
				if err := names.Put(tx, name{[]byte(key)}); (err == nil) != (key != "") {
					t.Errorf("Put(%q): %v", key, err)
				}
			}
			checkGet(t, tx, one, other, prefix)
			checkScan(t, tx, one, other, prefix, after)
			return rollBack
		})
		if !errors.Is(err, rollBack) {
			t.Error(err)
		}
	})
}

func checkGet(t *testing.T, tx *store.Tx, one, other, third string) {
	t.Helper()
	for _, key := range []string{one, other, third} {
		exists := key != "" && (key == one || key == other)
		if got, err := names.Get(tx, key); string(got.Bytes) != key && exists || (err == nil) != exists {
			t.Errorf("Get(%q) = %q, %v", key, got.Bytes, err)
		}
		if got, err := names.GetBy(tx, "reverse", reverse(key)); string(got.Bytes) != key && exists || (err == nil) != exists {
			t.Errorf("GetBy(%q) = %q, %v", reverse(key), got.Bytes, err)
		}
	}
}

func checkScan(t *testing.T, tx *store.Tx, one, other, prefix, after string) {
	t.Helper()
	var want []string
	for _, key := range []string{min(one, other), max(one, other)} {
		if key != "" && strings.HasPrefix(key, prefix) && key > after && (len(want) == 0 || want[0] != key) {
			want = append(want, key)
		}
	}
	var got []string
	for rec, err := range names.Scan(tx, prefix, after, 0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(rec.Bytes))
	}
	if !slices.Equal(got, want) {
		t.Errorf("Scan(%q, %q) = %q, want %q", prefix, after, got, want)
	}
	if n, err := names.Count(tx, prefix); err != nil || after == "" && n != len(want) {
		t.Errorf("Count(%q) = %d, %v, want %d", prefix, n, err, len(want))
	}
}
