package client_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestListUserPoolClientsShowsWhatIsNeeded(t *testing.T) {
	e := start(t)
	list := func(members string) string {
		body := asJSON(t, object{"UserPoolId": thePool}.with(parse(t, members)))
		out, err := e.ListUserPoolClients(t.Context(), request[api.ListUserPoolClientsRequest](t, "ListUserPoolClients", body))
		if err != nil {
			t.Fatal(err)
		}
		return asJSON(t, out)
	}
	const none = `{"UserPoolClients":[]}`
	if got := list(`{}`); got != none {
		t.Errorf("got %s", got)
	}
	id := e.create(t, `{"GenerateSecret":true}`).ClientId
	one := `{"UserPoolClients":[{"ClientId":"` + id + `","ClientName":"web","UserPoolId":"us-east-1_aaaaaaaaa"}]}`
	for members, want := range map[string]string{
		`{}`: one, `{"ClientType":"REGULAR"}`: one, `{"ClientType":"DCR"}`: none, `{"UserPoolId":"` + otherPool + `"}`: none,
	} {
		if got := list(members); got != want {
			t.Errorf("%s: got %s, want %s", members, got, want)
		}
	}
}

func TestListUserPoolClientsInPages(t *testing.T) {
	e := start(t)
	all := map[string]bool{}
	for range 5 {
		all[e.create(t, `{}`).ClientId] = true
		e.create(t, `{"UserPoolId":"`+otherPool+`"}`)
	}
	rapid.Check(t, func(r *rapid.T) {
		var listed []string
		for token := ""; ; {
			in := &api.ListUserPoolClientsRequest{UserPoolId: thePool, NextToken: token, MaxResults: new(rapid.Int64Range(1, 6).Draw(r, "limit"))}
			out, err := e.ListUserPoolClients(t.Context(), in)
			if err != nil {
				r.Fatal(err)
			}
			for _, c := range out.UserPoolClients {
				listed = append(listed, c.ClientId)
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

func TestListUserPoolClientsIsRefused(t *testing.T) {
	e := start(t)
	_, err := e.ListUserPoolClients(t.Context(), &api.ListUserPoolClientsRequest{UserPoolId: "us-east-1_none"})
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_none does not exist.")

	e.create(t, `{}`)
	e.create(t, `{}`)
	first, err := e.ListUserPoolClients(t.Context(), &api.ListUserPoolClientsRequest{UserPoolId: thePool, MaxResults: new(int64(1))})
	if err != nil || first.NextToken == "" {
		t.Fatalf("no token, %v", err)
	}
	_, err = e.ListUserPoolClients(t.Context(), &api.ListUserPoolClientsRequest{UserPoolId: otherPool, NextToken: first.NextToken})
	refused(t, err, rule.PageTokenInvalid, rule.PageTokenInvalid.Wording)
}
