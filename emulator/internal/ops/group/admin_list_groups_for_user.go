package group

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminListGroupsForUser lists the groups that a user is in, by name (the real order is not established), 60 at most.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
func (o *Groups) AdminListGroupsForUser(ctx context.Context, in *api.AdminListGroupsForUserRequest) (*api.AdminListGroupsForUserResponse, error) {
	out := &api.AdminListGroupsForUserResponse{}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		user, err := directory.FindUser(tx, pool, in.Username)
		journal.From(ctx).About(pool.Id, "", user.Username)
		if err != nil {
			return err
		}
		groups, err := directory.GroupsOf(tx, user)
		if err != nil {
			return err
		}
		page, next, err := directory.PageOfSlice(groups, func(g directory.Group) string { return g.GroupName }, directory.Paging{
			Limit: directory.ListLimit(in.Limit), Token: in.NextToken, List: []string{"AdminListGroupsForUser", pool.Id, user.Sub},
		})
		out.Groups, out.NextToken = shown(page), next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
