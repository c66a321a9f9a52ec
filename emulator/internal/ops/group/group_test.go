package group_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestCreateGetUpdateGroup(t *testing.T) {
	w := newWorld(t)
	created := api.NewTime(w.clock.Now())
	want := api.GroupType{
		UserPoolId: poolID, GroupName: "admins", Description: "They may all", Precedence: new(int64(0)), RoleArn: role, CreationDate: created, LastModifiedDate: created,
	}
	made, err := w.CreateGroup(t.Context(), &api.CreateGroupRequest{
		UserPoolId: poolID, GroupName: "admins", Description: "They may all", Precedence: new(int64(0)), RoleArn: role,
	})
	must(t, err)
	expect(t, want, *made.Group)

	w.clock.Advance(time.Hour)
	want.Precedence, want.LastModifiedDate = new(int64(5)), api.NewTime(w.clock.Now())
	changed, err := w.UpdateGroup(t.Context(), &api.UpdateGroupRequest{UserPoolId: poolID, GroupName: "admins", Precedence: new(int64(5))})
	must(t, err)
	expect(t, want, *changed.Group)

	want.Description, want.RoleArn = "New", role+"2"
	_, err = w.UpdateGroup(t.Context(), &api.UpdateGroupRequest{UserPoolId: poolID, GroupName: "admins", Description: "New", RoleArn: role + "2"})
	must(t, err)
	got, err := w.GetGroup(t.Context(), &api.GetGroupRequest{UserPoolId: poolID, GroupName: "admins"})
	must(t, err)
	expect(t, want, *got.Group)
}

// What was not set is absent.
func TestCreateGroupBare(t *testing.T) {
	w := newWorld(t)
	now := api.NewTime(w.clock.Now())
	made, err := w.CreateGroup(t.Context(), &api.CreateGroupRequest{UserPoolId: poolID, GroupName: "staff"})
	must(t, err)
	expect(t, api.GroupType{UserPoolId: poolID, GroupName: "staff", CreationDate: now, LastModifiedDate: now}, *made.Group)
}

func TestMembership(t *testing.T) {
	w := newWorld(t)
	w.create("staff", "admins")
	w.add("alice", "bob")
	w.clock.Advance(time.Hour)
	for _, m := range [][2]string{{"alice", "staff"}, {"alice-alias", "staff"}, {"alice", "admins"}, {"bob", "staff"}} {
		must(t, w.join(m[0], m[1]))
	}
	expect(t, []string{"admins", "staff"}, w.groupsOf("alice-alias", nil))
	expect(t, []string{"alice", "bob"}, w.members("staff", nil))

	must(t, w.leave("alice", "staff"))
	must(t, w.leave("alice", "staff")) // again
	expect(t, []string{"admins"}, w.groupsOf("alice", nil))
	expect(t, []string{"bob"}, w.members("staff", nil))
}

// Members are shown with all their attributes; what they were changed last is not their membership.
func TestListUsersInGroupShowsUsers(t *testing.T) {
	w := newWorld(t)
	w.create("staff")
	w.add("alice")
	created := api.NewTime(w.clock.Now())
	w.clock.Advance(time.Hour)
	must(t, w.join("alice", "staff"))
	out, err := w.ListUsersInGroup(t.Context(), &api.ListUsersInGroupRequest{UserPoolId: poolID, GroupName: "staff"})
	must(t, err)
	var sub string
	w.update(func(tx *store.Tx) error {
		user, err := directory.Users.Get(tx, poolID+"/alice")
		sub = user.Sub
		return err
	})
	expect(t, &api.ListUsersInGroupResponse{Users: []api.UserType{{
		Username: "alice", Enabled: new(true), UserStatus: "CONFIRMED", UserCreateDate: created, UserLastModifiedDate: created,
		Attributes: []api.AttributeType{{Name: "sub", Value: sub}, {Name: "preferred_username", Value: "alice-alias"}},
	}}}, out)
}

// Deleting a group leaves its members, and nothing of it with them: not even for a new group of the same name.
func TestDeleteGroup(t *testing.T) {
	w := newWorld(t)
	w.create("staff", "admins")
	w.add("alice", "bob", "carol")
	for _, user := range []string{"alice", "bob"} {
		must(t, w.join(user, "staff"))
		must(t, w.join(user, "admins"))
	}
	must(t, w.DeleteGroup(t.Context(), &api.DeleteGroupRequest{UserPoolId: poolID, GroupName: "staff"}))
	expect(t, []string{"admins"}, w.groups(nil))
	expect(t, []string{"admins"}, w.groupsOf("alice", nil))
	w.create("staff")
	expect(t, []string{}, w.members("staff", nil))
	expect(t, []string{"alice", "bob"}, w.members("admins", nil))
}

// Lists come in pages of the size that is asked for.
func TestPages(t *testing.T) {
	w := newWorld(t)
	names := []string{}
	for i := range 65 {
		names = append(names, fmt.Sprintf("n%02d", i))
	}
	w.create(names...)
	w.add(names...)
	for _, name := range names {
		must(t, w.join("n00", name))
		if name != "n00" {
			must(t, w.join(name, "n01"))
		}
	}
	for _, limit := range []*int64{nil, new(int64(0)), new(int64(7)), new(int64(60))} {
		expect(t, names, w.groups(limit))
		expect(t, names, w.groupsOf("n00", limit))
		expect(t, names, w.members("n01", limit))
	}
	out, err := w.ListGroups(t.Context(), &api.ListGroupsRequest{UserPoolId: poolID})
	must(t, err)
	if len(out.Groups) != 60 || out.NextToken == "" {
		t.Errorf("a page of %d, token %q", len(out.Groups), out.NextToken)
	}
	_, err = w.AdminListGroupsForUser(t.Context(), &api.AdminListGroupsForUserRequest{UserPoolId: poolID, Username: "n00", NextToken: out.NextToken})
	if !rule.Is(err, rule.PageTokenInvalid) {
		t.Errorf("a token of another list: %v", err)
	}
}

func TestQuotas(t *testing.T) {
	w := newWorld(t)
	w.add("alice")
	w.update(func(tx *store.Tx) error {
		for i := range directory.GroupsPerPool - 1 {
			g := directory.Group{GroupType: api.GroupType{UserPoolId: poolID, GroupName: fmt.Sprintf("g%04d", i)}}
			if err := directory.Groups.Insert(tx, g); err != nil {
				return err
			}
		}
		return nil
	})
	w.create("last")
	_, err := w.CreateGroup(t.Context(), &api.CreateGroupRequest{UserPoolId: poolID, GroupName: "one-too-many"})
	refusal, _ := rule.As(err)
	if refusal == nil || refusal.Rule != rule.GroupTooMany || refusal.Answer.Code != "LimitExceededException" {
		t.Errorf("the 10,001st group: %v", err)
	}
	for i := range directory.GroupsPerUser {
		must(t, w.join("alice", fmt.Sprintf("g%04d", i)))
	}
	if err := w.join("alice", "last"); !rule.Is(err, rule.GroupLimit) {
		t.Errorf("the 101st group of a user: %v", err)
	}
	must(t, w.join("alice", "g0000")) // is in it already
}
