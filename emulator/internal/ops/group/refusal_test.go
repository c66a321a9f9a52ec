package group_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// calls are the operations, with a pool, a group and a user.
var calls = map[string]func(w *world, pool, group, user string) error{
	"CreateGroup": func(w *world, pool, group, _ string) error {
		_, err := w.CreateGroup(w.t.Context(), &api.CreateGroupRequest{UserPoolId: pool, GroupName: group})
		return err
	},
	"GetGroup": func(w *world, pool, group, _ string) error {
		_, err := w.GetGroup(w.t.Context(), &api.GetGroupRequest{UserPoolId: pool, GroupName: group})
		return err
	},
	"UpdateGroup": func(w *world, pool, group, _ string) error {
		_, err := w.UpdateGroup(w.t.Context(), &api.UpdateGroupRequest{UserPoolId: pool, GroupName: group})
		return err
	},
	"DeleteGroup": func(w *world, pool, group, _ string) error {
		return w.DeleteGroup(w.t.Context(), &api.DeleteGroupRequest{UserPoolId: pool, GroupName: group})
	},
	"ListGroups": func(w *world, pool, _, _ string) error {
		_, err := w.ListGroups(w.t.Context(), &api.ListGroupsRequest{UserPoolId: pool})
		return err
	},
	"ListUsersInGroup": func(w *world, pool, group, _ string) error {
		_, err := w.ListUsersInGroup(w.t.Context(), &api.ListUsersInGroupRequest{UserPoolId: pool, GroupName: group})
		return err
	},
	"AdminListGroupsForUser": func(w *world, pool, _, user string) error {
		_, err := w.AdminListGroupsForUser(w.t.Context(), &api.AdminListGroupsForUserRequest{UserPoolId: pool, Username: user})
		return err
	},
	"AdminAddUserToGroup": func(w *world, pool, group, user string) error {
		return w.AdminAddUserToGroup(w.t.Context(), &api.AdminAddUserToGroupRequest{UserPoolId: pool, GroupName: group, Username: user})
	},
	"AdminRemoveUserFromGroup": func(w *world, pool, group, user string) error {
		return w.AdminRemoveUserFromGroup(w.t.Context(), &api.AdminRemoveUserFromGroupRequest{UserPoolId: pool, GroupName: group, Username: user})
	},
}

// What is missing is named in the same words everywhere.
func TestMissing(t *testing.T) {
	w := newWorld(t)
	w.create("staff")
	w.add("alice")
	all := []string{}
	for operation := range calls {
		all = append(all, operation)
	}
	for _, c := range []struct {
		pool, group, user string
		rule              *rule.Rule
		message           string
		operations        []string
	}{
		{nowhere, "staff", "alice", rule.PoolNotFound, "User pool us-east-1_Nowhere01 does not exist.", all},
		{poolID, "new", "alice", rule.GroupNotFound, "Group not found.", []string{
			"GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup", "AdminAddUserToGroup", "AdminRemoveUserFromGroup",
		}},
		{poolID, "Staff", "alice", rule.GroupNotFound, "Group not found.", []string{"GetGroup"}}, // case counts
		{poolID, "staff", "nobody", rule.UserNotFound, "User does not exist.", []string{
			"AdminListGroupsForUser", "AdminAddUserToGroup", "AdminRemoveUserFromGroup",
		}},
	} {
		for _, operation := range c.operations {
			t.Run(operation+" "+c.rule.ID, func(t *testing.T) {
				refused(t, calls[operation](w, c.pool, c.group, c.user), c.rule, c.message)
			})
		}
	}
	expect(t, []string{"staff"}, w.groups(nil))
}

func TestCreateGroupTwice(t *testing.T) {
	w := newWorld(t)
	w.create("staff")
	refused(t, calls["CreateGroup"](w, poolID, "staff", ""), rule.GroupExists, "A group with the name already exists.")
}

// Roles belong to the emulator's account, which is 000000000000 unless it is told otherwise.
func TestGroupRoles(t *testing.T) {
	w := newWorld(t)
	w.create("staff")
	const crossed = "Cross-account pass role is not allowed."
	for account, foreign := range map[string]string{"": role, "123456789012": "arn:aws:iam::000000000000:role/admin"} {
		w.Account = account
		for _, arn := range []string{foreign, "123456789012", "arn:aws:iam::"} {
			_, err := w.CreateGroup(t.Context(), &api.CreateGroupRequest{UserPoolId: poolID, GroupName: "new", RoleArn: arn})
			refused(t, err, rule.GroupRoleAccount, crossed)
			_, err = w.UpdateGroup(t.Context(), &api.UpdateGroupRequest{UserPoolId: poolID, GroupName: "staff", RoleArn: arn})
			refused(t, err, rule.GroupRoleAccount, crossed)
		}
	}
	w.Account = ""
	_, err := w.UpdateGroup(t.Context(), &api.UpdateGroupRequest{UserPoolId: poolID, GroupName: "staff", RoleArn: "arn:aws:iam::000000000000:role/admin"})
	must(t, err)
}

func TestWrongTokens(t *testing.T) {
	w := newWorld(t)
	w.create("staff")
	w.add("alice")
	_, groups := w.ListGroups(t.Context(), &api.ListGroupsRequest{UserPoolId: poolID, NextToken: "x"})
	_, ofUser := w.AdminListGroupsForUser(t.Context(), &api.AdminListGroupsForUserRequest{UserPoolId: poolID, Username: "alice", NextToken: "x"})
	_, members := w.ListUsersInGroup(t.Context(), &api.ListUsersInGroupRequest{UserPoolId: poolID, GroupName: "staff", NextToken: "x"})
	for _, err := range []error{groups, ofUser, members} {
		refused(t, err, rule.PageTokenInvalid, "Invalid pagination token")
	}
}

// refused checks that a call was refused by a rule, with the message of AWS.
func refused(t *testing.T, err error, r *rule.Rule, message string) {
	t.Helper()
	refusal, ok := rule.As(err)
	if !ok || refusal.Rule != r || refusal.Answer.Message != message {
		t.Fatalf("%v, want %s: %s", err, r.ID, message)
	}
}
