package user_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// list reads all pages and gives the user names.
func (w *world) list(in api.ListUsersRequest) ([]string, error) {
	names := []string{}
	for in.UserPoolId = poolID; ; {
		out, err := w.ListUsers(w.ctx, &in)
		if err != nil {
			return nil, err
		}
		for _, u := range out.Users {
			names = append(names, u.Username)
		}
		if in.PaginationToken = out.PaginationToken; in.PaginationToken == "" {
			return names, nil
		}
	}
}

func TestListUsersFilters(t *testing.T) {
	w := newWorld(t)
	w.add("carol", "email", "CAROL@example.com", "family_name", "Abel")
	w.add("alice", "email", "zoe@example.com", "family_name", "abel")
	w.add("bob", "email", "bob@example.com", "family_name", "Zorn")
	dave := w.add("dave")
	dave.Enabled, dave.Status = false, "UNCONFIRMED"
	w.save(dave)
	w.update(func(tx *store.Tx) error { // of another pool whose id begins alike
		return directory.Users.Put(tx, directory.User{PoolID: poolID + "2", Username: "eve", Sub: "1", Logins: []string{"eve"}})
	})
	for filter, want := range map[string][]string{
		``:                                  {"alice", "bob", "carol", "dave"},
		` `:                                 {"alice", "bob", "carol", "dave"},
		`email ^= ""`:                       {"bob", "carol", "alice"}, // by the address, whatever its case
		`"email"="carol@example.com"`:       {"carol"},
		`family_name = "ABEL"`:              {"alice", "carol"},
		`family_name ^= "z"`:                {"bob"},
		`status = "Disabled"`:               {"dave"},
		`status ^= ""`:                      {"dave", "alice", "bob", "carol"},
		`cognito:user_status = "confirmed"`: {"alice", "bob", "carol"},
		`username = "bob"`:                  {"bob"},
		`username = "Bob"`:                  {},
		`sub = "` + dave.Sub + `"`:          {"dave"},
	} {
		for _, limit := range []*int64{nil, new(int64(0)), new(int64(1)), new(int64(60))} {
			got, err := w.list(api.ListUsersRequest{Filter: filter, Limit: limit})
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q: (-want +got)\n%s", filter, diff)
			}
		}
	}
}

func TestListUsersShowsUsers(t *testing.T) {
	w := newWorld(t)
	alice := w.add("alice", "email", "a@example.com", "name", "Alice")
	entry := func(shown ...string) []api.UserType {
		now := api.NewTime(w.clock.Now())
		return []api.UserType{{
			Username: "alice", Attributes: attributes(shown...), Enabled: new(true), UserStatus: "CONFIRMED", UserCreateDate: now, UserLastModifiedDate: now,
		}}
	}
	for _, c := range []struct {
		names []string
		want  []api.UserType
	}{
		{nil, entry("sub", alice.Sub, "name", "Alice", "email", "a@example.com")},
		{[]string{}, entry("sub", alice.Sub, "name", "Alice", "email", "a@example.com")},
		{[]string{"email"}, entry("email", "a@example.com")},
		{[]string{"email", "sub", "email"}, entry("sub", alice.Sub, "email", "a@example.com")},
	} {
		out, err := w.ListUsers(w.ctx, &api.ListUsersRequest{UserPoolId: poolID, AttributesToGet: c.names})
		must(t, err)
		if diff := cmp.Diff(&api.ListUsersResponse{Users: c.want}, out); diff != "" {
			t.Errorf("%v: (-want +got)\n%s", c.names, diff)
		}
	}
}

func TestListUsersRefusals(t *testing.T) {
	w := newWorld(t, schema("custom:team", true, false))
	w.add("alice", "email", "a@example.com", "custom:team", "red")
	w.add("bob")
	const unknown = "One or more requested attributes do not exist."
	for name, c := range map[string]struct {
		in      api.ListUsersRequest
		rule    *rule.Rule
		message string
	}{
		"a filter that is none":         {api.ListUsersRequest{Filter: "email"}, rule.FilterSyntax, "Error while parsing filter"},
		"a filter by another attribute": {api.ListUsersRequest{Filter: `custom:team = "red"`}, rule.FilterAttribute, "Invalid search attribute: custom:team"},
		"an attribute unknown here":     {api.ListUsersRequest{AttributesToGet: []string{"custom:x"}}, rule.AttributesToGetUnknown, unknown},
		"an attribute bob has not":      {api.ListUsersRequest{AttributesToGet: []string{"custom:team"}}, rule.AttributesToGetUnknown, unknown},
		"a token of nobody":             {api.ListUsersRequest{PaginationToken: "token"}, rule.PageTokenInvalid, "Invalid pagination token"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.list(c.in)
			refused(t, err, c.rule, c.message)
		})
	}
	if got, err := w.list(api.ListUsersRequest{AttributesToGet: []string{"custom:team"}, Filter: `username = "alice"`}); err != nil || len(got) != 1 {
		t.Errorf("of alice alone: %v, %v", got, err)
	}
	_, err := w.ListUsers(w.ctx, &api.ListUsersRequest{UserPoolId: "us-east-1_Nowhere01"})
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_Nowhere01 does not exist.")
}

// A token is good for the list that it came with.
func TestListUsersTokenOfAnotherList(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"alice", "bob", "carol"} {
		w.add(name, "email", name+"@example.com")
	}
	first, err := w.ListUsers(w.ctx, &api.ListUsersRequest{UserPoolId: poolID, Limit: new(int64(1)), Filter: `email ^= ""`})
	must(t, err)
	for _, in := range []api.ListUsersRequest{{}, {Filter: `email ^= "a"`}, {Filter: `email ^= ""`, AttributesToGet: []string{"email"}}} {
		in.PaginationToken = first.PaginationToken
		_, err := w.list(in)
		refused(t, err, rule.PageTokenInvalid, "Invalid pagination token")
	}
}

// A page holds 60 users.
func TestListUsersDefaultLimit(t *testing.T) {
	w := newWorld(t)
	for i := range 61 {
		w.add(fmt.Sprintf("user-%02d", i))
	}
	out, err := w.ListUsers(w.ctx, &api.ListUsersRequest{UserPoolId: poolID})
	must(t, err)
	if len(out.Users) != 60 || out.PaginationToken == "" {
		t.Errorf("%d users, token %q", len(out.Users), out.PaginationToken)
	}
}

// Whatever the names and limits are, the pages together are the users whom the filter finds, in its order.
func TestListUsersPages(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		name := rapid.StringMatching(`[abAB/é]{1,3}`)
		var matching []directory.User
		for _, username := range rapid.SliceOfNDistinct(name, 0, 12, rapid.ID).Draw(rt, "users") {
			user := w.add(username, "name", name.Draw(rt, "name"))
			if strings.HasPrefix(strings.ToLower(user.Attributes["name"]), "a") {
				matching = append(matching, user)
			}
		}
		slices.SortFunc(matching, func(a, b directory.User) int {
			key := func(u directory.User) string { return strings.ToLower(u.Attributes["name"]) + "\x00" + u.Username }
			return strings.Compare(key(a), key(b))
		})
		want := []string{}
		for _, user := range matching {
			want = append(want, user.Username)
		}
		got, err := w.list(api.ListUsersRequest{Filter: `name ^= "A"`, Limit: new(rapid.Int64Range(0, 5).Draw(rt, "limit"))})
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got)\n%s", diff)
		}
	})
}
