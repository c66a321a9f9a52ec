package group

import (
	"context"
	"iter"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ListUsersInGroup lists the members of a group with all their attributes, by name (the real order is not
// established), 60 at most.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
func (o *Groups) ListUsersInGroup(ctx context.Context, in *api.ListUsersInGroupRequest) (*api.ListUsersInGroupResponse, error) {
	out := &api.ListUsersInGroupResponse{Users: []api.UserType{}}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, group, err := find(ctx, tx, in.UserPoolId, in.GroupName)
		if err != nil {
			return err
		}
		paging := directory.Paging{
			Limit: directory.ListLimit(in.Limit), Token: in.NextToken, List: []string{"ListUsersInGroup", pool.Id, group.GroupName},
		}
		members, next, err := directory.Page(paging, directory.Users.Key, func(key string) iter.Seq2[directory.User, error] {
			return directory.MembersOf(tx, group, key)
		})
		for _, user := range members {
			out.Users = append(out.Users, pool.Describe(user))
		}
		out.NextToken = next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
