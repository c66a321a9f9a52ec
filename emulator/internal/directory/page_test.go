package directory_test

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func itself(s string) string { return s }

// Whatever the limits are, the pages together are the list.
func TestPagesAreTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := slices.Collect(maps.Keys(rapid.MapOf(rapid.StringN(1, 20, -1), rapid.Bool()).Draw(t, "keys")))
		read := []string{}
		for p := (directory.Paging{List: []string{"List", "a"}}); ; {
			p.Limit = rapid.IntRange(1, 10).Draw(t, "limit")
			page, token, err := directory.PageOfSlice(keys, itself, p)
			if err != nil {
				t.Fatal(err)
			}
			if token != "" && len(page) != p.Limit {
				t.Fatalf("a page of %d items with limit %d, and more to come", len(page), p.Limit)
			}
			read = append(read, page...)
			if p.Token = token; token == "" {
				break
			}
		}
		if want := slices.Sorted(slices.Values(keys)); !slices.Equal(read, want) {
			t.Fatalf("read %q, want %q", read, want)
		}
	})
}

// What stays in the list while it is read is read exactly once.
func TestPagesOfAChangingList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfNDistinct(rapid.IntRange(0, 99), 0, 30, rapid.ID).Draw(t, "list")
		present := map[int]bool{}
		for _, n := range list {
			present[n] = true
		}
		key := func(n int) string { return string(rune('A' + n)) }
		stayed, read := maps.Clone(present), map[int]int{}
		for p := (directory.Paging{Limit: 3, List: []string{"List"}}); ; {
			page, token, err := directory.PageOfSlice(slices.Collect(maps.Keys(present)), key, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range page {
				read[n]++
			}
			if p.Token = token; token == "" {
				break
			}
			gone, come := rapid.IntRange(0, 99).Draw(t, "gone"), rapid.IntRange(0, 99).Draw(t, "come")
			delete(stayed, gone)
			delete(present, gone)
			present[come] = true
		}
		for n, times := range read {
			if times > 1 && stayed[n] {
				t.Fatalf("%d was read %d times", n, times)
			}
		}
		for n := range stayed {
			if read[n] != 1 {
				t.Fatalf("%d was read %d times", n, read[n])
			}
		}
	})
}

func TestPageOfTable(t *testing.T) {
	db, err := store.Open(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var names []string
	err = db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		for _, g := range []api.GroupType{
			{UserPoolId: "p", GroupName: "a"},
			{UserPoolId: "p", GroupName: "b"},
			{UserPoolId: "p", GroupName: "c"},
			{UserPoolId: "o", GroupName: "z"},
			{UserPoolId: "q", GroupName: "a"},
		} {
			if err := directory.Groups.Put(tx, directory.Group{GroupType: g}); err != nil {
				return err
			}
		}
		for p := (directory.Paging{Limit: 2}); ; {
			page, token, err := directory.PageOfTable(tx, directory.Groups, "p/", p)
			if err != nil {
				return err
			}
			for _, g := range page {
				names = append(names, g.GroupName)
			}
			names = append(names, "|")
			if p.Token = token; token == "" {
				return nil
			}
		}
	})
	if err != nil || !slices.Equal(names, []string{"a", "b", "|", "c", "|"}) {
		t.Errorf("pages %q, %v", names, err)
	}
}

func TestPageEndsExactlyAtTheLimit(t *testing.T) {
	page, token, err := directory.PageOfSlice([]string{"b", "a"}, itself, directory.Paging{Limit: 2})
	if err != nil || token != "" || !slices.Equal(page, []string{"a", "b"}) {
		t.Errorf("got %q, %q, %v", page, token, err)
	}
}

func TestEmptyPageIsNoNull(t *testing.T) {
	page, token, err := directory.PageOfSlice(nil, itself, directory.Paging{Limit: 2})
	if page == nil || len(page) > 0 || token != "" || err != nil {
		t.Errorf("got %#v, %q, %v", page, token, err)
	}
}

func TestPagePassesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	_, _, err := directory.Page(directory.Paging{Limit: 2}, itself, func(string) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) { yield("", broken) }
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestTokenIsGoodForItsListOnly(t *testing.T) {
	items := []string{"a", "b", "c"}
	token := func(list ...string) string {
		_, token, err := directory.PageOfSlice(items, itself, directory.Paging{Limit: 1, List: list})
		if err != nil || token == "" {
			t.Fatalf("no token: %v", err)
		}
		return token
	}
	for name, wrong := range map[string]string{
		"garbage":           "garbage",
		"not base64":        "!",
		"of no key":         token("ListX", "p")[:12],
		"of another list":   token("ListX", "q"),
		"of joined parts":   token("ListXp"),
		"of shifted parts":  token("ListXp", ""),
		"cut":               token("ListX", "p")[:5],
		"of nothing at all": token(),
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := directory.PageOfSlice(items, itself, directory.Paging{Limit: 1, Token: wrong, List: []string{"ListX", "p"}})
			if !rule.Is(err, rule.PageTokenInvalid) {
				t.Errorf("got %v, want %s", err, rule.PageTokenInvalid.ID)
			}
		})
	}
}

// Whoever invents a token gets a refusal or a page, in order.
func FuzzPageToken(f *testing.F) {
	items := []string{"a", "b", "c"}
	p := directory.Paging{Limit: 2, List: []string{"List"}}
	_, token, err := directory.PageOfSlice(items, itself, p)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add("")
	f.Add("AAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, token string) {
		p.Token = token
		page, _, err := directory.PageOfSlice(items, itself, p)
		if err != nil && !rule.Is(err, rule.PageTokenInvalid) {
			t.Errorf("%q: %v", token, err)
		}
		if err == nil && !slices.IsSorted(page) {
			t.Errorf("%q gives %q", token, page)
		}
	})
}
