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

// parked are the facts of a custom challenge that are too long for a session: functions may return private parameters
// of any length, and sign-ins may have any number of tries.
type parked struct {
	ID     string // the session's
	Until  time.Time
	Custom Custom
}

var parkedTable = store.Table[parked]{Kind: "parked", Key: func(p parked) string { return p.ID }}

// park encodes facts for a session. What is too long stays here.
func (r *Runner) park(ctx context.Context, facts Facts) ([]byte, error) {
	text, err := json.Marshal(facts)
	if err != nil || len(text) <= longestFacts || facts.Custom == nil {
		return text, err
	}
	err = r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		return parkedTable.Insert(tx, parked{facts.ID, facts.Expires, *facts.Custom})
	})
	if err != nil {
		return nil, err
	}
	facts.Custom = &Custom{Parked: true}
	return json.Marshal(facts)
}

// unpark completes the facts of a session.
func unpark(tx *store.Tx, facts *Facts) error {
	if facts.Custom == nil || !facts.Custom.Parked {
		return nil
	}
	p, err := parkedTable.Get(tx, facts.ID)
	if errors.Is(err, store.ErrNotFound) {
		return rule.SessionInvalid.Refuse().Because("what the session stands for is gone")
	}
	facts.Custom = &p.Custom
	return err
}

// forget deletes what was parked for a session, if anything was.
func forget(tx *store.Tx, id string) error {
	if err := parkedTable.Delete(tx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}
