package authflow_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/migration"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/srp"
)

const (
	poolID   = "us-east-1_App000001"
	clientID = "web"
)

// world is one pool with one client, which hides who exists, and one user, alice. It issues no tokens.
type world struct {
	*authflow.Runner
	t     *testing.T
	clock *clock.Clock
	pool  directory.Pool
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC))}
	db, err := store.Open(store.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	hasher := directory.Hasher{Group: srp.NewGroup(), Random: rand.Reader}
	triggers := &trigger.Triggers{}
	w.Runner = &authflow.Runner{
		DB: db, Triggers: triggers, Migration: &migration.Migrator{DB: db, Triggers: triggers, Hasher: hasher},
		Group: hasher.Group, Hasher: hasher, Random: rand.Reader, Now: w.clock.Now,
	}
	w.pool = directory.Pool{UserPoolType: api.UserPoolType{Id: poolID, Name: "app", SchemaAttributes: directory.StandardSchema()}, Secret: []byte("secret")}
	w.put(func(tx *store.Tx) error {
		return errors.Join(directory.Pools.Put(tx, w.pool), directory.Clients.Put(tx, directory.Client{UserPoolClientType: api.UserPoolClientType{
			ClientId: clientID, ClientName: "web", UserPoolId: poolID, PreventUserExistenceErrors: api.PreventUserExistenceErrorTypesEnabled,
			ExplicitAuthFlows: []api.ExplicitAuthFlowsType{api.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
		}}))
	})
	alice := directory.NewUser(w.pool, "alice", "sub-of-alice", map[string]string{})
	alice.Status = api.UserStatusTypeForceChangePassword
	if alice.Credential, err = hasher.New(w.pool, "alice", "Passw0rd!"); err != nil {
		t.Fatal(err)
	}
	w.put(func(tx *store.Tx) error { return directory.SaveUser(tx, w.pool, &alice) })
	return w
}

func (w *world) put(change func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.DB.Update(w.t.Context(), func(_ context.Context, tx *store.Tx) error { return change(tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// salt is that of a user's password.
func (w *world) salt(name string) (salt string) {
	w.t.Helper()
	w.put(func(tx *store.Tx) error {
		user, err := directory.FindUser(tx, w.pool, name)
		salt = hex.EncodeToString(user.Credential.Salt)
		return err
	})
	return salt
}

// session seals facts as the runner does, so that a test can have a session that no call leads to yet.
func (w *world) session(facts authflow.Facts) string {
	w.t.Helper()
	key := conceal.PoolKey(w.pool, "session")
	sealer, err := keys.NewSessionSealer(key[:], w.pool.Id)
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := json.Marshal(facts)
	if err != nil {
		w.t.Fatal(err)
	}
	sealed, err := sealer.Seal(rand.Reader, text)
	if err != nil {
		w.t.Fatal(err)
	}
	return sealed
}
