package directory

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// SessionTracking is what a pool remembers of its users' sessions, as SetUserPoolSessionConfiguration sets it.
type SessionTracking struct {
	Enabled    bool `json:",omitempty"`
	MaxPerUser int  `json:",omitempty"` // 0: nobody ever set it
}

// Limit is how many sessions a user can have.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolTokenSessionConfigType.html
func (t SessionTracking) Limit() int { return cmp.Or(t.MaxPerUser, 20) }

// Session is one sign-in of a user to a pool that tracks them: the life of its refresh tokens.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SessionDescriptionType.html
type Session struct {
	PoolID, Sub string
	ID          string
	ClientID    string
	SignedOut   int // the user's count at the sign-in
	Created     time.Time
	Active      time.Time // the sign-in, or the last refresh
	Expires     time.Time // with the refresh token

	Activity
}

// Activity is where the last activity of a session came from.
type Activity struct{ IP, Device string }

// Sessions holds the tracked sessions by user and id.
var Sessions = store.Table[Session]{
	Kind: "session",
	Key:  func(s Session) string { return sessionsOf(s.PoolID, s.Sub) + s.ID },
}

func sessionsOf(poolID, sub string) string { return poolID + "/" + sub + "/" }

// SessionID names the session of a sign-in by its event id, which all tokens of the session carry, whatever the
// client's settings. Tokens thus need no claim of their own for it; which one the real ones have is not established.
func SessionID(poolID, eventID string) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	digest := sha256.Sum256([]byte("session " + poolID + " " + eventID))
	return "tkn" + spell(digest[:], alphabet, 25)
}

// SessionsOf lists the sessions of a user that are good for something, the most recently used first (assumed). There are
// none where the pool does not track them.
func SessionsOf(tx *store.Tx, pool Pool, user User) ([]Session, error) {
	if !pool.Tracking.Enabled {
		return nil, nil
	}
	var live []Session
	for session, err := range Sessions.Scan(tx, sessionsOf(pool.Id, user.Sub), "", 0) {
		if err != nil {
			return nil, err
		}
		ended, err := session.ended(tx, user)
		if err != nil {
			return nil, err
		}
		if !ended {
			live = append(live, session)
		}
	}
	slices.SortFunc(live, func(a, b Session) int { return cmp.Or(b.Active.Compare(a.Active), cmp.Compare(a.ID, b.ID)) })
	return live, nil
}

// ended tells a session whose tokens have all expired, or were ended otherwise than by itself.
func (s Session) ended(tx *store.Tx, user User) (bool, error) {
	if !tx.Now.Before(s.Expires) || s.SignedOut != user.SignedOut {
		return true, nil
	}
	_, err := Clients.Get(tx, s.ClientID)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// FindSession gives a session of a user.
func FindSession(tx *store.Tx, pool Pool, user User, id string) (Session, error) {
	sessions, err := SessionsOf(tx, pool, user)
	if err != nil {
		return Session{}, err
	}
	for _, session := range sessions {
		if session.ID == id {
			return session, nil
		}
	}
	return Session{}, rule.SessionNotFound.Refuse().Because("%s has no live session %s; the pool's tracking is on: %t", user.Username, id, pool.Tracking.Enabled)
}

// OpenSession adds a session, and removes those that have ended. Those that go so that the user stays within the limit
// are given back: the least recently used ones.
func OpenSession(tx *store.Tx, pool Pool, user User, session Session) (evicted []Session, err error) {
	live, err := SessionsOf(tx, pool, user)
	if err != nil {
		return nil, err
	}
	kept := live[:min(len(live), pool.Tracking.Limit()-1)]
	evicted = live[len(kept):]
	if err := forgetSessions(tx, user, kept); err != nil {
		return nil, err
	}
	return evicted, Sessions.Put(tx, session)
}

// forgetSessions removes all sessions of a user but some.
func forgetSessions(tx *store.Tx, user User, kept []Session) error {
	for session, err := range Sessions.Scan(tx, sessionsOf(user.PoolID, user.Sub), "", 0) {
		if err != nil {
			return err
		}
		if slices.ContainsFunc(kept, func(k Session) bool { return k.ID == session.ID }) {
			continue
		}
		if err := Sessions.Delete(tx, Sessions.Key(session)); err != nil {
			return err
		}
	}
	return nil
}
