package user

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ListUsers lists the users of a pool, or those whom a filter lets through.
//
//  1. With a filter the users are sorted by its attribute; without, by name (the real order is not established).
//  2. AttributesToGet are in the schema, and all users on the page have them. Without any, all attributes are shown.
//  3. 60 users at most. PaginationToken must be one that came with the same parameters. (That the real ones expire
//     after an hour is not emulated.)
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
func (o *Users) ListUsers(ctx context.Context, in *api.ListUsersRequest) (*api.ListUsersResponse, error) {
	filter, err := directory.ParseFilter(in.Filter)
	if err != nil {
		return nil, err
	}
	out := &api.ListUsersResponse{Users: []api.UserType{}}
	err = o.DB.View(ctx, func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, "", "")
		if err := checkRequested(pool, in.AttributesToGet); err != nil {
			return err
		}
		page, next, err := pageOf(tx, pool, filter, in)
		if err != nil {
			return err
		}
		out.PaginationToken = next
		for _, user := range page {
			shown, err := describe(pool, user, in.AttributesToGet)
			if err != nil {
				return err
			}
			out.Users = append(out.Users, shown)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func pageOf(tx *store.Tx, pool directory.Pool, filter *directory.Filter, in *api.ListUsersRequest) ([]directory.User, string, error) {
	paging := directory.Paging{
		Limit: directory.ListLimit(in.Limit), Token: in.PaginationToken,
		List: append([]string{"ListUsers", pool.Id, in.Filter}, in.AttributesToGet...),
	}
	if filter == nil {
		return directory.PageOfTable(tx, directory.Users, pool.Id+"/", paging)
	}
	users, err := directory.UsersOf(tx, pool.Id)
	if err != nil {
		return nil, "", err
	}
	matching := slices.DeleteFunc(users, func(u directory.User) bool { return !filter.Matches(u) })
	return directory.PageOfSlice(matching, func(u directory.User) string { return filter.SortKey(u) + "\x00" + u.Username }, paging)
}

func checkRequested(pool directory.Pool, names []string) error {
	for _, name := range names {
		if _, known := pool.Attribute(name); !known {
			return rule.AttributesToGetUnknown.Refuse().Because("the schema of pool %s has no attribute %s", pool.Id, name)
		}
	}
	return nil
}

// describe shows a user with the requested attributes only.
func describe(pool directory.Pool, user directory.User, names []string) (api.UserType, error) {
	shown := pool.Describe(user)
	if len(names) == 0 {
		return shown, nil
	}
	for _, name := range names {
		if !slices.ContainsFunc(shown.Attributes, func(a api.AttributeType) bool { return a.Name == name }) {
			return shown, rule.AttributesToGetUnknown.Refuse().Because("%s has no %s", user.Username, name)
		}
	}
	shown.Attributes = slices.DeleteFunc(shown.Attributes, func(a api.AttributeType) bool { return !slices.Contains(names, a.Name) })
	return shown, nil
}
