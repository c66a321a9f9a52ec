package group

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminRemoveUserFromGroup takes a user out of a group. That this succeeds for a user who is not in it is assumed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html
func (o *Groups) AdminRemoveUserFromGroup(ctx context.Context, in *api.AdminRemoveUserFromGroupRequest) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		user, group, err := member(ctx, tx, in.UserPoolId, in.GroupName, in.Username)
		if err != nil {
			return err
		}
		return directory.Leave(tx, user, group)
	})
}
