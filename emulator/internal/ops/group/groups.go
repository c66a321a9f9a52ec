// Package group has the operations on groups and memberships.
//
// What groups mean for tokens is in package token. Who is in a group stands with the users, in directory, which also
// keeps both sides in step.
package group

import (
	"cmp"
	"context"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Groups holds what the operations need.
type Groups struct {
	DB      *store.DB
	Account string // that the roles of groups belong to; "" is 000000000000
}

// checkRole refuses the role of another account, as the real service does because it could not be passed on.
func (o *Groups) checkRole(arn string) error {
	if arn == "" {
		return nil
	}
	account := cmp.Or(o.Account, "000000000000")
	parts := strings.Split(arn, ":") // arn:aws:iam::000000000000:role/name
	if len(parts) < 6 || parts[4] != account {
		return rule.GroupRoleAccount.Refuse().Because("RoleArn is %s, and the account here is %s", arn, account)
	}
	return nil
}

// find finds a group and its pool.
func find(ctx context.Context, tx *store.Tx, poolID, name string) (directory.Pool, directory.Group, error) {
	pool, err := directory.FindPool(tx, poolID)
	if err != nil {
		return directory.Pool{}, directory.Group{}, err
	}
	journal.From(ctx).About(pool.Id, "", "")
	group, err := directory.FindGroup(tx, pool.Id, name)
	return pool, group, err
}

// member finds a group, its pool and a user of the pool.
func member(ctx context.Context, tx *store.Tx, poolID, name, username string) (directory.User, directory.Group, error) {
	pool, group, err := find(ctx, tx, poolID, name)
	if err != nil {
		return directory.User{}, directory.Group{}, err
	}
	user, err := directory.FindUser(tx, pool, username)
	journal.From(ctx).About("", "", user.Username)
	return user, group, err
}

func shown(groups []directory.Group) []api.GroupType {
	list := []api.GroupType{}
	for _, g := range groups {
		list = append(list, g.GroupType)
	}
	return list
}
