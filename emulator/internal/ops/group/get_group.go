package group

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GetGroup shows a group.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html
func (o *Groups) GetGroup(ctx context.Context, in *api.GetGroupRequest) (*api.GetGroupResponse, error) {
	var group directory.Group
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		_, group, err = find(ctx, tx, in.UserPoolId, in.GroupName)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &api.GetGroupResponse{Group: &group.GroupType}, nil
}
