package group

import (
	"cmp"
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// UpdateGroup changes description, precedence or role of a group. What is left out stays (documented as an update of
// any of them; that an empty description is the same as none is assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html
func (o *Groups) UpdateGroup(ctx context.Context, in *api.UpdateGroupRequest) (*api.UpdateGroupResponse, error) {
	var group directory.Group
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if _, group, err = find(ctx, tx, in.UserPoolId, in.GroupName); err != nil {
			return err
		}
		if err := o.checkRole(in.RoleArn); err != nil {
			return err
		}
		group.Description = cmp.Or(in.Description, group.Description)
		group.RoleArn = cmp.Or(in.RoleArn, group.RoleArn)
		group.Precedence = cmp.Or(in.Precedence, group.Precedence)
		group.LastModifiedDate = api.NewTime(tx.Now)
		return directory.Groups.Put(tx, group)
	})
	if err != nil {
		return nil, err
	}
	return &api.UpdateGroupResponse{Group: &group.GroupType}, nil
}
