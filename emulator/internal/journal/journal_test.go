package journal_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

var start = time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)

// entry is a closed trail.
func entry(id string) journal.Entry {
	_, trail := journal.With(context.Background(), id, "SignUp", start)
	return trail.Finish(200, "", "", 0)
}

func ids(entries []journal.Entry) []string {
	found := []string{}
	for _, e := range entries {
		found = append(found, e.ID)
	}
	return found
}

// A journal is the end of a list, newest first.
func TestJournalIsARing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(0, 5).Draw(t, "size")
		j := journal.New(size)
		var all []string // newest first
		for i := range rapid.IntRange(0, 20).Draw(t, "requests") {
			id := fmt.Sprint(i)
			j.Add(entry(id))
			all = slices.Insert(all, 0, id)

			kept := all[:min(len(all), max(size, 1))]
			limit := rapid.IntRange(-1, 7).Draw(t, "limit")
			want := kept
			if limit > 0 {
				want = kept[:min(limit, len(kept))]
			}
			if got := ids(j.Latest(limit)); !slices.Equal(got, want) {
				t.Fatalf("the latest %d are %v, want %v", limit, got, want)
			}
			asked := fmt.Sprint(rapid.IntRange(0, i).Draw(t, "asked"))
			if found, ok := j.Find(asked); ok != slices.Contains(kept, asked) || ok && found.ID != asked {
				t.Fatalf("%s was found: %t, as %s; kept are %v", asked, ok, found.ID, kept)
			}
		}
	})
}

func TestJournalOfManyRequestsAtOnce(t *testing.T) {
	j := journal.New(10)
	var requests sync.WaitGroup
	for i := range 50 {
		requests.Go(func() {
			ctx, trail := journal.With(t.Context(), fmt.Sprint(i), "SignUp", start)
			var checks sync.WaitGroup
			for range 4 {
				checks.Go(func() {
					journal.From(ctx).Passed("check", "%d", i)
					journal.From(ctx).Notice("notice")
					journal.From(ctx).About("pool", "", "")
					journal.From(ctx).Invoked(journal.Invocation{})
				})
			}
			checks.Wait()
			j.Add(trail.Finish(200, "", "", 0))
			j.Latest(0)
		})
	}
	requests.Wait()
	for _, e := range j.Latest(0) {
		if len(e.Explain.Checks) != 4 || len(e.Notices) != 4 || len(e.Triggers) != 4 || e.Pool != "pool" {
			t.Errorf("%+v", e)
		}
	}
}
