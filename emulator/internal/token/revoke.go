package token

import (
	"errors"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// revocation ends a family of tokens: all that go back to one sign-in. Where sessions are tracked, it may have the name
// of a session in the place of the family's.
type revocation struct{ PoolID, Family string }

var revocations = store.Table[revocation]{
	Kind: "revocation",
	Key:  func(r revocation) string { return r.PoolID + "/" + r.Family },
}

// Revoke ends a refresh token and everything that was issued by its family.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
func Revoke(tx *store.Tx, poolID string, r Refresh) error {
	if err := dropSession(tx, r.session(poolID)); err != nil {
		return err
	}
	return revocations.Put(tx, revocation{poolID, r.Family})
}

// isRevoked looks a family up. Families are named by the origin_jti of their sign-in, which access tokens carry.
func isRevoked(tx *store.Tx, poolID, family string) (bool, error) {
	_, err := revocations.Get(tx, poolID+"/"+family)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Cascades remove what is kept of the tokens of a pool that is being deleted. Its keys stay: who knows them by their
// kid goes on knowing them when the pool is made again under its id.
func Cascades() []directory.Cascade {
	return []directory.Cascade{directory.CascadeOf(revocations), directory.CascadeOf(rotations)}
}
