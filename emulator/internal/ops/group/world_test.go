package group_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/group"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

const (
	poolID  = "us-east-1_AppPool01"
	nowhere = "us-east-1_Nowhere01"
	role    = "arn:aws:iam::123456789012:role/admin"
)

// world is a pool without groups, on a clock that stands still.
type world struct {
	*group.Groups
	t     *testing.T
	clock *clock.Clock
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))}
	db, err := store.Open(store.Options{Clock: w.clock})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	w.Groups = &group.Groups{DB: db, Account: "123456789012"}
	w.update(func(tx *store.Tx) error {
		return directory.Pools.Put(tx, directory.Pool{UserPoolType: api.UserPoolType{
			Id: poolID, SchemaAttributes: directory.StandardSchema(), AliasAttributes: []api.AliasAttributeType{"preferred_username"},
		}})
	})
	return w
}

func (w *world) update(fn func(tx *store.Tx) error) {
	w.t.Helper()
	must(w.t, w.DB.Update(context.Background(), func(_ context.Context, tx *store.Tx) error { return fn(tx) }))
}

// add stores users, with their names as aliases.
func (w *world) add(names ...string) {
	w.t.Helper()
	for _, name := range names {
		sub, err := directory.Identifiers{Source: rand.Reader}.Sub()
		must(w.t, err)
		w.update(func(tx *store.Tx) error {
			pool, err := directory.FindPool(tx, poolID)
			if err != nil {
				return err
			}
			return directory.SaveUser(tx, pool, &directory.User{
				PoolID: poolID, Username: name, Sub: sub, Enabled: true, Status: "CONFIRMED", Attributes: map[string]string{"preferred_username": name + "-alias"},
			})
		})
	}
}

// create makes groups of these names.
func (w *world) create(names ...string) {
	w.t.Helper()
	for _, name := range names {
		_, err := w.CreateGroup(w.t.Context(), &api.CreateGroupRequest{UserPoolId: poolID, GroupName: name})
		must(w.t, err)
	}
}

func (w *world) join(user, name string) error {
	return w.AdminAddUserToGroup(w.t.Context(), &api.AdminAddUserToGroupRequest{UserPoolId: poolID, GroupName: name, Username: user})
}

func (w *world) leave(user, name string) error {
	return w.AdminRemoveUserFromGroup(w.t.Context(), &api.AdminRemoveUserFromGroupRequest{UserPoolId: poolID, GroupName: name, Username: user})
}

// groups reads all pages of ListGroups.
func (w *world) groups(limit *int64) []string {
	w.t.Helper()
	names := []string{}
	for in := (&api.ListGroupsRequest{UserPoolId: poolID, Limit: limit}); ; {
		out, err := w.ListGroups(w.t.Context(), in)
		must(w.t, err)
		for _, g := range out.Groups {
			names = append(names, g.GroupName)
		}
		if in.NextToken = out.NextToken; in.NextToken == "" {
			return names
		}
	}
}

// groupsOf reads all pages of AdminListGroupsForUser.
func (w *world) groupsOf(user string, limit *int64) []string {
	w.t.Helper()
	names := []string{}
	for in := (&api.AdminListGroupsForUserRequest{UserPoolId: poolID, Username: user, Limit: limit}); ; {
		out, err := w.AdminListGroupsForUser(w.t.Context(), in)
		must(w.t, err)
		for _, g := range out.Groups {
			names = append(names, g.GroupName)
		}
		if in.NextToken = out.NextToken; in.NextToken == "" {
			return names
		}
	}
}

// members reads all pages of ListUsersInGroup.
func (w *world) members(name string, limit *int64) []string {
	w.t.Helper()
	names := []string{}
	for in := (&api.ListUsersInGroupRequest{UserPoolId: poolID, GroupName: name, Limit: limit}); ; {
		out, err := w.ListUsersInGroup(w.t.Context(), in)
		must(w.t, err)
		for _, u := range out.Users {
			names = append(names, u.Username)
		}
		if in.NextToken = out.NextToken; in.NextToken == "" {
			return names
		}
	}
}

func expect(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
