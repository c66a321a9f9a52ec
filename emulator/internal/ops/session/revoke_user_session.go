package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

// RevokeUserSession ends another session of the user who calls, with all its tokens.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
func (o *Sessions) RevokeUserSession(ctx context.Context, in *api.RevokeUserSessionRequest) (*api.RevokeUserSessionResponse, error) {
	noticeLinks(journal.From(ctx), in.RevokeAssociatedSessions)
	return &api.RevokeUserSessionResponse{}, o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, client, user, err := o.Tokens.Caller(tx, in.AccessToken)
		if err != nil {
			return err
		}
		journal.From(ctx).About(pool.Id, client.ClientId, user.Username)
		session, err := directory.FindSession(tx, pool, user, in.SessionId)
		switch {
		case err != nil:
			return err
		case session.ID == token.SessionOf(in.AccessToken):
			return rule.SessionIsCurrent.Refuse()
		}
		return token.RevokeSession(tx, session)
	})
}
