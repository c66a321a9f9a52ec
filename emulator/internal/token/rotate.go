package token

import (
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// rotation says which token of a family is the good one. A family that was never rotated has no record.
type rotation struct {
	PoolID, Family string
	Current        string    // the newest token's id
	Previous       string    // the one before
	Until          time.Time // so long Previous can be retried
}

var rotations = store.Table[rotation]{
	Kind: "rotation",
	Key:  func(r rotation) string { return r.PoolID + "/" + r.Family },
}

// Rotate replaces a refresh token by the one with the id next. The token before may be retried within the grace
// period: the token that replaced it is then displaced, and the period is not extended. Everything older is reuse.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
func (r Refresh) Rotate(tx *store.Tx, pool directory.Pool, grace time.Duration, next string) error {
	state, err := r.rotation(tx, pool)
	if err != nil {
		return err
	}
	if err := r.checkUnused(tx, state); err != nil {
		return err
	}
	if r.ID == state.Current {
		state.Previous, state.Until = r.ID, tx.Now.Add(grace)
	}
	state.Current = next
	return rotations.Put(tx, state)
}

// CheckUnused refuses a token that Rotate would refuse.
func (r Refresh) CheckUnused(tx *store.Tx, pool directory.Pool) error {
	state, err := r.rotation(tx, pool)
	if err != nil {
		return err
	}
	return r.checkUnused(tx, state)
}

func (r Refresh) checkUnused(tx *store.Tx, state rotation) error {
	if r.ID == state.Current || r.ID == state.Previous && tx.Now.Before(state.Until) {
		return nil
	}
	return rule.RefreshTokenReuse.Refuse().Because("token %s of the family was rotated; the newest one is %s, retries were possible until %s",
		r.ID, state.Current, state.Until.Format(time.RFC3339))
}

// CheckNewest refuses a token that was rotated while rotation was on, now that it is off.
func (r Refresh) CheckNewest(tx *store.Tx, pool directory.Pool) error {
	state, err := r.rotation(tx, pool)
	if err != nil {
		return err
	}
	if r.ID != state.Current {
		return rule.RefreshTokenRevoked.Refuse().Because("the token was rotated; the newest one of its family is %s", state.Current)
	}
	return nil
}

func (r Refresh) rotation(tx *store.Tx, pool directory.Pool) (rotation, error) {
	state, err := rotations.Get(tx, pool.Id+"/"+r.Family)
	if errors.Is(err, store.ErrNotFound) {
		return rotation{PoolID: pool.Id, Family: r.Family, Current: r.Family}, nil
	}
	return state, err
}
