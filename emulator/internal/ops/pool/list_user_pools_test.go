package pool_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestListUserPoolsShowsWhatIsNeeded(t *testing.T) {
	e := start(t)
	empty, err := e.ListUserPools(t.Context(), &api.ListUserPoolsRequest{MaxResults: 1})
	if err != nil || asJSON(t, empty) != `{"UserPools":[]}` {
		t.Errorf("got %s, %v", asJSON(t, empty), err)
	}
	p := e.create(t, `{}`)
	one, err := e.ListUserPools(t.Context(), &api.ListUserPoolsRequest{MaxResults: 1})
	want := `{"UserPools":[{"CreationDate":1.7672256E9,"Id":"` + p.Id + `","LambdaConfig":{},"LastModifiedDate":1.7672256E9,"Name":"app"}]}`
	if err != nil || asJSON(t, one) != want {
		t.Errorf("got %s, %v\nwant %s", asJSON(t, one), err, want)
	}
}

func TestListUserPoolsInPages(t *testing.T) {
	e := start(t)
	all := map[string]bool{}
	for range 7 {
		all[e.create(t, `{}`).Id] = true
	}
	rapid.Check(t, func(r *rapid.T) {
		var listed []string
		for token := ""; ; {
			limit := rapid.Int64Range(1, 8).Draw(r, "limit")
			out, err := e.ListUserPools(t.Context(), &api.ListUserPoolsRequest{MaxResults: limit, NextToken: token})
			if err != nil {
				r.Fatal(err)
			}
			for _, p := range out.UserPools {
				listed = append(listed, p.Id)
			}
			if token = out.NextToken; token == "" {
				break
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(all)), listed); diff != "" {
			r.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestListUserPoolsWithAForeignToken(t *testing.T) {
	_, err := start(t).ListUserPools(t.Context(), &api.ListUserPoolsRequest{MaxResults: 1, NextToken: "foreign"})
	refused(t, err, rule.PageTokenInvalid, rule.PageTokenInvalid.Wording)
}
