package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminListUserSessions shows the sessions of a user; none of them is the current one.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserSessions.html
func (o *Sessions) AdminListUserSessions(ctx context.Context, in *api.AdminListUserSessionsRequest) (*api.AdminListUserSessionsResponse, error) {
	out := &api.AdminListUserSessionsResponse{}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, user, err := find(ctx, tx, in.UserPoolId, in.Username)
		if err != nil {
			return err
		}
		if err := onePage("AdminListUserSessions", in.NextToken); err != nil {
			return err
		}
		sessions, err := directory.SessionsOf(tx, pool, user)
		out.Sessions = describe(sessions, "")
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// find gives the user whom an administrator names.
func find(ctx context.Context, tx *store.Tx, poolID, username string) (directory.Pool, directory.User, error) {
	pool, err := directory.FindPool(tx, poolID)
	if err != nil {
		return directory.Pool{}, directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, username)
	journal.From(ctx).About(poolID, "", username)
	return pool, user, err
}
