package authflow

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// longestFacts is how much a session carries itself. Sealed, it is just below the 4096 characters that the model allows.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
const longestFacts = 2800

// parked are facts that are too long for a session: functions may return private parameters of any length, sign-ins may have
// any number of tries, and addresses may be long.
type parked struct {
	ID    string // the session's
	Until time.Time
	Facts Facts
}

var parkedTable = store.Table[parked]{Kind: "parked", Key: func(p parked) string { return p.ID }}

// park encodes facts for a session. Of those that are too long it has what says whose it is, and what for.
func (r *Runner) park(ctx context.Context, facts Facts) ([]byte, error) {
	text, err := json.Marshal(facts)
	if err != nil || len(text) <= longestFacts {
		return text, err
	}
	err = r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if err := parkedTable.Insert(tx, parked{facts.ID, facts.Expires, facts}); err != nil {
			return err
		}
		return tidy(tx, parkedTable, facts.ID, func(p parked) time.Time { return p.Until })
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(Facts{
		ID: facts.ID, PoolID: facts.PoolID, ClientID: facts.ClientID, Sub: facts.Sub, Asked: facts.Asked, Expires: facts.Expires,
		Token: facts.Token, Parked: true,
	})
}

// unpark completes the facts of a session.
func unpark(tx *store.Tx, facts *Facts) error {
	if !facts.Parked {
		return nil
	}
	p, err := parkedTable.Get(tx, facts.ID)
	if errors.Is(err, store.ErrNotFound) {
		return rule.SessionInvalid.Refuse().Because("what the session stands for is gone")
	}
	*facts = p.Facts
	return err
}

// forget deletes what was parked for a session, if anything was.
func forget(tx *store.Tx, id string) error {
	if err := parkedTable.Delete(tx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}
