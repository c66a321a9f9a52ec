package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

// AdminRevokeUserSession ends a session of a user with all its tokens.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRevokeUserSession.html
func (o *Sessions) AdminRevokeUserSession(ctx context.Context, in *api.AdminRevokeUserSessionRequest) (*api.AdminRevokeUserSessionResponse, error) {
	noticeLinks(journal.From(ctx), in.RevokeAssociatedSessions)
	return &api.AdminRevokeUserSessionResponse{}, o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, user, err := find(ctx, tx, in.UserPoolId, in.Username)
		if err != nil {
			return err
		}
		session, err := directory.FindSession(tx, pool, user, in.SessionId)
		if err != nil {
			return err
		}
		return token.RevokeSession(tx, session)
	})
}
