package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// sorted is in the order of bytes, which neither case nor language matters to.
var sorted = []string{"\x00", "\x00\x00", " ", "%", "B", "_", "a", "a\x00", "a\x00b", "a!", "aa", "b", "é", "\uffff", "😀"}

func insertShuffled(t *testing.T, db *store.DB, keys []string) {
	t.Helper()
	for i := range keys {
		insert(t, db, person{Name: keys[(i*7+3)%len(keys)]})
	}
}

func testScanOrder(t *testing.T, db *store.DB) {
	if got := names(t, db, "", "", 0); len(got) != 0 {
		t.Errorf("Scan of an empty table: %q", got)
	}
	insertShuffled(t, db, sorted)
	if got := names(t, db, "", "", 0); !cmp.Equal(got, sorted) {
		t.Errorf("Scan: %q, want %q", got, sorted)
	}
	for i, after := range sorted {
		if got, want := names(t, db, "", after, 0), sorted[i+1:]; !slices.Equal(got, want) {
			t.Errorf("Scan after %q: %q, want %q", after, got, want)
		}
	}
	if got := names(t, db, "", "aZ", 1); !cmp.Equal(got, []string{"aa"}) {
		t.Errorf("Scan after a key that doesn't exist: %q, want the next one", got)
	}
}

func testScanPages(t *testing.T, db *store.DB) {
	insertShuffled(t, db, sorted)
	for limit := 1; limit <= len(sorted)+1; limit++ {
		var all []string
		after := ""
		for {
			page := names(t, db, "", after, limit)
			if len(page) == 0 {
				break
			}
			if len(page) > limit {
				t.Fatalf("Scan with limit %d: %d records", limit, len(page))
			}
			all = append(all, page...)
			after = page[len(page)-1]
		}
		if !cmp.Equal(all, sorted) {
			t.Errorf("all pages of %d: %q, want %q", limit, all, sorted)
		}
	}
}

func testScanPrefix(t *testing.T, db *store.DB) {
	insertShuffled(t, db, sorted)
	for _, prefix := range []string{"a", "a\x00", "%", "_", "B", "b", "\x00", "\xc3", "\xff", "\uffff", "zz"} {
		for _, after := range append([]string{"", "aZ", "\xff\xff"}, sorted...) {
			var want []string
			for _, key := range sorted {
				if strings.HasPrefix(key, prefix) && key > after {
					want = append(want, key)
				}
			}
			if got := names(t, db, prefix, after, 0); !slices.Equal(got, want) {
				t.Errorf("Scan(%q, %q): %q, want %q", prefix, after, got, want)
			}
		}
	}
}

// testScanManyRecords has more records than a database reads at once, and limits around that number.
func testScanManyRecords(t *testing.T, db *store.DB) {
	var all []string
	update(t, db, func(tx *store.Tx) error {
		for i := range 1000 {
			all = append(all, fmt.Sprintf("%04d", i))
			if err := people.Insert(tx, person{Name: all[i]}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, limit := range []int{1, 63, 64, 65, 127, 128, 129, 255, 256, 257, 999, 1000, 1001} {
		if got, want := names(t, db, "", "", limit), all[:min(limit, 1000)]; !cmp.Equal(got, want) {
			t.Errorf("Scan with limit %d: %d records, want %d", limit, len(got), len(want))
		}
	}
	if got := names(t, db, "", "", 0); !cmp.Equal(got, all) {
		t.Errorf("Scan without limit: %d records, want %d", len(got), len(all))
	}
	if got, want := names(t, db, "03", "0349", 30), all[350:380]; !cmp.Equal(got, want) {
		t.Errorf("Scan with everything: %q, want %q", got, want)
	}
}

func testScanStopsEarly(t *testing.T, db *store.DB) {
	insertShuffled(t, db, sorted)
	update(t, db, func(tx *store.Tx) error {
		for p, err := range people.Scan(tx, "", "", 0) {
			if err != nil || p.Name == "B" {
				break
			}
		}
		// The transaction can go on.
		return people.Delete(tx, "B")
	})
}

func testScanWhileDeleting(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error {
		for i := range 500 {
			if err := people.Insert(tx, person{Name: fmt.Sprint(i), Sub: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	update(t, db, func(tx *store.Tx) error {
		for p, err := range people.Scan(tx, "1", "", 0) {
			if err != nil {
				return err
			}
			if err := people.Delete(tx, p.Name); err != nil {
				return err
			}
		}
		return nil
	})
	if got := names(t, db, "1", "", 0); len(got) != 0 {
		t.Errorf("still there: %q", got)
	}
	if got := len(names(t, db, "", "", 0)); got != 500-111 {
		t.Errorf("%d records left, want %d", got, 500-111)
	}
}

func testCount(t *testing.T, db *store.DB) {
	insertShuffled(t, db, sorted)
	for prefix, want := range map[string]int{"": len(sorted), "a": 5, "a\x00": 2, "\x00": 2, "zz": 0, "\xf0": 1, "\xff": 0} {
		view(t, db, func(tx *store.Tx) error {
			if got, err := people.Count(tx, prefix); err != nil || got != want {
				t.Errorf("Count(%q) = %d, %v, want %d", prefix, got, err, want)
			}
			return nil
		})
	}
}
