package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

// ListUserSessions shows users their own sessions with all app clients of the pool. That a pool that does not track
// sessions has an empty list is assumed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
func (o *Sessions) ListUserSessions(ctx context.Context, in *api.ListUserSessionsRequest) (*api.ListUserSessionsResponse, error) {
	out := &api.ListUserSessionsResponse{}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, client, user, err := o.Tokens.Caller(tx, in.AccessToken)
		if err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, client.ClientId, user.Username)
		if err := onePage("ListUserSessions", in.NextToken); err != nil {
			return err
		}
		sessions, err := directory.SessionsOf(tx, pool, user)
		out.Sessions = describe(sessions, token.SessionOf(in.AccessToken))
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
