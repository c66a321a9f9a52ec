package authflow

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// session seals the facts of an attempt into the text that leads to its next call.
func (r *Runner) session(ctx context.Context, a *Attempt, asked api.ChallengeNameType) (string, error) {
	id, err := uuid.NewRandomFromReader(r.Random)
	if err != nil {
		return "", err
	}
	a.ID, a.Asked, a.Expires = id.String(), asked, r.Now().Add(a.Client.SessionLife())
	facts, err := r.park(ctx, a.Facts)
	if err != nil {
		return "", err
	}
	sealer, err := sessionSealer(a.Pool)
	if err != nil {
		return "", err
	}
	return sealer.Seal(r.Random, facts)
}

// resume takes an attempt up again where its session left it.
func (r *Runner) resume(ctx context.Context, a *Attempt, in Answer) error {
	facts, err := r.openSession(a, in)
	if err != nil {
		return err
	}
	err = r.DB.View(ctx, func(tx *store.Tx) error {
		if err := checkUnused(tx, facts); err != nil {
			return err
		}
		if !tx.Now.Before(facts.Expires) {
			return rule.SessionExpired.Refuse().Because("the session expired at %s", facts.Expires.Format(time.RFC3339))
		}
		return unpark(tx, &facts)
	})
	if err != nil {
		return err
	}
	a.Facts = facts
	err = r.find(ctx, a, in.Responses["USERNAME"], nil)
	switch {
	case err != nil: // a name that is nobody's (observed: issue 223 of amazon-cognito-identity-dart-2)
		return err
	case a.Sub != facts.Sub:
		return rule.SessionInvalid.Refuse().Because("USERNAME %q is not the user of the session", in.Responses["USERNAME"])
	}
	if err := checkStanding(a); err != nil {
		return err
	}
	return r.present(ctx, a, in.Responses)
}

// spendSession is useSession in a transaction of its own.
func (r *Runner) spendSession(ctx context.Context, a *Attempt) error {
	return r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error { return useSession(tx, a) })
}

func (r *Runner) openSession(a *Attempt, in Answer) (facts Facts, err error) {
	if in.Session == "" {
		return facts, rule.ParameterMissing.Refuse("Session")
	}
	sealer, err := sessionSealer(a.Pool)
	if err != nil {
		return facts, err
	}
	text, err := sealer.Open(in.Session)
	if err == nil {
		err = json.Unmarshal(text, &facts)
	}
	switch {
	case err != nil:
		return facts, rule.SessionInvalid.Refuse().Because("%v", err)
	case facts.PoolID != a.Pool.Id || facts.ClientID != a.Client.ClientId:
		return facts, rule.SessionInvalid.Refuse().Because("the session was made for client %s of pool %s", facts.ClientID, facts.PoolID)
	case !answers(in.Challenge, facts.Asked) && !facts.enrolled(in.Challenge):
		return facts, rule.ChallengeNotSupported.Refuse().Because("the session asks for %s, the answer is to %s", facts.Asked, in.Challenge)
	}
	return facts, nil
}

// answers reports whether an answer is one to what a session asks for. PASSWORD and PASSWORD_SRP are, in place of the
// choice itself (documented).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func answers(given, asked api.ChallengeNameType) bool {
	chosen := given == api.ChallengeNameTypePassword || given == api.ChallengeNameTypePasswordSrp
	return given == asked || asked == api.ChallengeNameTypeSelectChallenge && chosen
}

func sessionSealer(pool directory.Pool) (*keys.SessionSealer, error) {
	key := conceal.PoolKey(pool, "session")
	return keys.NewSessionSealer(key[:], pool.Id)
}
