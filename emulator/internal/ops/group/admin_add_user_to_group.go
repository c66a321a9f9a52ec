package group

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminAddUserToGroup puts a user into a group; a user who is in it already stays in it. A user is in 100 groups at
// most. Tokens have the group from the next sign-in or refresh on.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html
func (o *Groups) AdminAddUserToGroup(ctx context.Context, in *api.AdminAddUserToGroupRequest) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		user, group, err := member(ctx, tx, in.UserPoolId, in.GroupName, in.Username)
		if err != nil {
			return err
		}
		return directory.Join(tx, user, group)
	})
}
