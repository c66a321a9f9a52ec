package token

import (
	"context"
	"errors"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// track opens the session of a sign-in, in pools that track them. Whoever is evicted by it has his tokens revoked: what
// evicting means for tokens is assumed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-user-sessions.html
func (i *Issuer) track(ctx context.Context, g Grant) error {
	if !g.Pool.Tracking.Enabled {
		return nil
	}
	return i.Keyrings.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if _, err := directory.FindUserBySub(tx, g.Pool.Id, g.User.Sub); err != nil {
			if rule.Is(err, rule.UserNotFound) {
				return nil // deleted meanwhile: nothing is kept of the user
			}
			return err
		}
		evicted, err := directory.OpenSession(tx, g.Pool, g.User, directory.Session{
			PoolID: g.Pool.Id, Sub: g.User.Sub, ID: directory.SessionID(g.Pool.Id, g.EventID), ClientID: g.Client.ClientId,
			SignedOut: g.User.SignedOut, Created: g.AuthTime, Active: g.AuthTime, Expires: g.refreshUntil(), Activity: g.Activity,
		})
		if err != nil {
			return err
		}
		for _, session := range evicted {
			if err := RevokeSession(tx, session); err != nil {
				return err
			}
		}
		return nil
	})
}

// RevokeSession ends a session and all its tokens.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
func RevokeSession(tx *store.Tx, session directory.Session) error {
	if err := dropSession(tx, session); err != nil {
		return err
	}
	return revocations.Put(tx, revocation{session.PoolID, session.ID})
}

// Touch notes that the session of a refresh token was used. Sign-ins of the time before the pool tracked sessions have
// none, and get none now (assumed).
func (r Refresh) Touch(tx *store.Tx, pool directory.Pool, from directory.Activity) error {
	if !pool.Tracking.Enabled {
		return nil
	}
	session, err := directory.Sessions.Get(tx, directory.Sessions.Key(r.session(pool.Id)))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	session.Active, session.Activity = tx.Now, from
	return directory.Sessions.Put(tx, session)
}

// session is the session of a refresh token, as far as the token knows it.
func (r Refresh) session(poolID string) directory.Session {
	return directory.Session{PoolID: poolID, Sub: r.Sub, ID: directory.SessionID(poolID, r.EventID)}
}

func dropSession(tx *store.Tx, session directory.Session) error {
	err := directory.Sessions.Delete(tx, directory.Sessions.Key(session))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// isSessionRevoked looks up whether the session of a sign-in was revoked. Pools that never tracked sessions have none.
func isSessionRevoked(tx *store.Tx, pool directory.Pool, eventID string) (bool, error) {
	if pool.Tracking == (directory.SessionTracking{}) {
		return false, nil
	}
	return isRevoked(tx, pool.Id, directory.SessionID(pool.Id, eventID))
}

// SessionOf is the id that the session of an access token has in a pool that tracks sessions. Caller has checked the
// token.
func SessionOf(accessToken api.Secret) string {
	access, _ := peek(accessToken)
	return directory.SessionID(access.PoolID(), access.EventID)
}
