package group

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ListGroups lists the groups of a pool by name (the real order is not established), 60 at most.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html
func (o *Groups) ListGroups(ctx context.Context, in *api.ListGroupsRequest) (*api.ListGroupsResponse, error) {
	out := &api.ListGroupsResponse{}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, "", "")
		groups, next, err := directory.PageOfTable(tx, directory.Groups, pool.Id+"/", directory.Paging{
			Limit: directory.ListLimit(in.Limit), Token: in.NextToken, List: []string{"ListGroups", pool.Id},
		})
		out.Groups, out.NextToken = shown(groups), next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
