package group

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// CreateGroup adds a group to a pool.
//
//  1. The role belongs to the account of the pool.
//  2. The name is new, and the pool has fewer than 10,000 groups.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
func (o *Groups) CreateGroup(ctx context.Context, in *api.CreateGroupRequest) (*api.CreateGroupResponse, error) {
	var group directory.Group
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, "", "")
		if err := o.checkRole(in.RoleArn); err != nil {
			return err
		}
		group.GroupType = api.GroupType{
			GroupName: in.GroupName, UserPoolId: pool.Id, Description: in.Description, RoleArn: in.RoleArn, Precedence: in.Precedence,
			CreationDate: api.NewTime(tx.Now), LastModifiedDate: api.NewTime(tx.Now),
		}
		return directory.CreateGroup(tx, group)
	})
	if err != nil {
		return nil, err
	}
	return &api.CreateGroupResponse{Group: &group.GroupType}, nil
}
