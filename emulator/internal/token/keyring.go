package token

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Keyring is what a pool signs and seals with.
type Keyring struct {
	ID, Access *keys.Key // the order in which the JWKS document shows them
	Refresh    *keys.Key
}

// storedKeyring is a keyring in PEM.
type storedKeyring struct {
	PoolID              string
	ID, Access, Refresh []byte
}

var keyrings = store.Table[storedKeyring]{
	Kind: "keyring",
	Key:  func(k storedKeyring) string { return k.PoolID },
}

// Keyrings hands out the keyring of each pool, and makes it when it is first asked for. A keyring is kept for the
// pool's life, over restarts where there is a data directory.
type Keyrings struct {
	DB      *store.DB
	Reserve *keys.Reserve

	mu     sync.Mutex
	opened map[string]Keyring
}

// Of gives the keyring of a pool. It must not be called inside a transaction.
func (k *Keyrings) Of(ctx context.Context, poolID string) (Keyring, error) {
	if ring, ok := k.cached(poolID); ok {
		return ring, nil
	}
	stored, err := k.load(ctx, poolID)
	if err != nil {
		return Keyring{}, err
	}
	return k.open(stored)
}

// in gives a keyring that exists, inside a transaction.
func (k *Keyrings) in(tx *store.Tx, poolID string) (Keyring, error) {
	if ring, ok := k.cached(poolID); ok {
		return ring, nil
	}
	stored, err := keyrings.Get(tx, poolID)
	if err != nil {
		return Keyring{}, err
	}
	return k.open(stored)
}

func (k *Keyrings) cached(poolID string) (Keyring, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	ring, ok := k.opened[poolID]
	return ring, ok
}

func (k *Keyrings) open(stored storedKeyring) (Keyring, error) {
	ring, err := stored.open()
	if err != nil {
		return Keyring{}, fmt.Errorf("the keys of pool %s: %w", stored.PoolID, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.opened == nil {
		k.opened = map[string]Keyring{}
	}
	k.opened[stored.PoolID] = ring
	return ring, nil
}

// load reads the pool's keys; a pool without any gets three from the reserve.
func (k *Keyrings) load(ctx context.Context, poolID string) (storedKeyring, error) {
	var stored storedKeyring
	err := k.DB.View(ctx, func(tx *store.Tx) (err error) {
		stored, err = keyrings.Get(tx, poolID)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		return stored, err
	}
	stored.PoolID = poolID
	for _, key := range []*[]byte{&stored.ID, &stored.Access, &stored.Refresh} {
		fresh, err := k.Reserve.Take(ctx)
		if err != nil {
			return storedKeyring{}, err
		}
		*key = fresh.Marshal()
	}
	err = k.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if earlier, err := keyrings.Get(tx, poolID); err == nil {
			stored = earlier // somebody else was quicker
			return nil
		}
		return keyrings.Put(tx, stored)
	})
	return stored, err
}

func (s storedKeyring) open() (ring Keyring, err error) {
	for _, key := range []struct {
		pem  []byte
		into **keys.Key
	}{{s.ID, &ring.ID}, {s.Access, &ring.Access}, {s.Refresh, &ring.Refresh}} {
		if *key.into, err = keys.Unmarshal(key.pem); err != nil {
			return Keyring{}, err
		}
	}
	return ring, nil
}

// JWKS is the document of a pool's public keys.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
func (k Keyring) JWKS() []byte { return keys.JWKS(k.ID, k.Access) }
