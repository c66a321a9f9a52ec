package group

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DeleteGroup removes a group, with members or without. Its members stay users of the pool.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html
func (o *Groups) DeleteGroup(ctx context.Context, in *api.DeleteGroupRequest) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, group, err := find(ctx, tx, in.UserPoolId, in.GroupName)
		if err != nil {
			return err
		}
		return directory.DeleteGroup(tx, group)
	})
}
