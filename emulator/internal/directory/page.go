package directory

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"iter"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Paging is what the caller of a list operation asks for.
type Paging struct {
	Limit int      // how many items a page holds, 1 or more
	Token string   // the one that came with the page before; "" for the first page
	List  []string // what is listed: the operation and its parameters. A token is good for that list only.
}

// Page cuts one page out of a list that is ordered by unique keys, and gives the token of the next page: "" at the
// end of the list. The function after gives the items behind a key, all of them for "".
//
// A token holds the last key of its page, so a list that changes in the meantime is neither repeated nor cut short.
func Page[T any](p Paging, key func(T) string, after func(key string) iter.Seq2[T, error]) ([]T, string, error) {
	last, err := p.last()
	if err != nil {
		return nil, "", err
	}
	page := []T{}
	for item, err := range after(last) {
		switch {
		case err != nil:
			return nil, "", err
		case len(page) == max(p.Limit, 1):
			return page, p.token(key(page[len(page)-1])), nil
		}
		page = append(page, item)
	}
	return page, "", nil
}

// PageOfTable cuts one page out of the records whose keys have a prefix.
func PageOfTable[T any](tx *store.Tx, table store.Table[T], prefix string, p Paging) ([]T, string, error) {
	return Page(p, table.Key, func(key string) iter.Seq2[T, error] { return table.Scan(tx, prefix, key, max(p.Limit, 1)+1) })
}

// PageOfSlice cuts one page out of items that are already at hand, in any order. It sorts them by their keys.
func PageOfSlice[T any](items []T, key func(T) string, p Paging) ([]T, string, error) {
	sorted := slices.SortedStableFunc(slices.Values(items), func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return Page(p, key, func(last string) iter.Seq2[T, error] {
		return func(yield func(T, error) bool) {
			for _, item := range sorted {
				if (last == "" || key(item) > last) && !yield(item, nil) {
					return
				}
			}
		}
	})
}

// markSize is the length of what a token says about its list.
const markSize = 9

// token writes the last key of a page down for the next one.
func (p Paging) token(last string) string {
	return base64.RawURLEncoding.EncodeToString(append(p.mark(), last...))
}

// last reads the key out of a token. Tokens are not signed: who makes one up reads nothing that the list would not
// show anyway.
func (p Paging) last() (string, error) {
	if p.Token == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(p.Token)
	switch {
	case err != nil || len(raw) <= markSize:
		return "", rule.PageTokenInvalid.Refuse().Because("the token is not one of this emulator")
	case !bytes.Equal(raw[:markSize], p.mark()):
		return "", rule.PageTokenInvalid.Refuse().Because("the token came with another list than %s", strings.Join(p.List, " "))
	}
	return string(raw[markSize:]), nil
}

// mark is short for the list: 9 bytes become 12 characters of base64 without a rest.
func (p Paging) mark() []byte {
	hash := sha256.New()
	for _, part := range p.List {
		digest := sha256.Sum256([]byte(part)) // of fixed length, so that no two lists read alike
		hash.Write(digest[:])
	}
	return hash.Sum(nil)[:markSize]
}
