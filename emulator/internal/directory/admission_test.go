package directory_test

import (
	"context"
	"errors"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestAdmit(t *testing.T) {
	const secret = "a secret of the client"
	private := directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: "private", UserPoolId: "p_1", ClientSecret: secret}}
	budget := directory.Budget{Name: "test", Size: 2}
	for _, tt := range []struct {
		name             string
		client, username string
		hash             string
		rule             *rule.Rule // by which the first call is refused; nil: it is let in
		missing          bool
	}{
		{"user", "public", "alice", "", nil, false},
		{"missing user", "public", "bob", "", nil, true},
		{"right secret hash", "private", "alice", private.SecretHash("alice"), nil, false},
		{"no secret hash", "private", "alice", "", rule.SecretMissing, false},
		{"secret hash of another user", "private", "alice", private.SecretHash("bob"), rule.SecretHashMismatch, false},
		{"unknown client", "nobody", "alice", "", rule.ClientNotFound, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, err := store.Open(store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			update(t, db, func(tx *store.Tx) error {
				pool := directory.Pool{UserPoolType: api.UserPoolType{Id: "p_1"}}
				public := directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: "public", UserPoolId: "p_1"}}
				alice := directory.User{PoolID: "p_1", Username: "alice", Sub: "sub-of-alice"}
				return errors.Join(directory.Pools.Put(tx, pool), directory.Clients.Put(tx, public), directory.Clients.Put(tx, private),
					directory.SaveUser(tx, pool, &alice))
			})
			admit := func() (a directory.Admission, err error) {
				update(t, db, func(tx *store.Tx) error {
					a, err = directory.Admit(tx, tt.client, tt.username, api.Secret(tt.hash), budget)
					return nil
				})
				return a, err
			}
			for range budget.Size {
				a, err := admit()
				if tt.rule != nil {
					if !rule.Is(err, tt.rule) {
						t.Fatalf("the error is %v, want %s", err, tt.rule.ID)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if rule.Is(a.Missing, rule.UsernameClientNotFound) != tt.missing || (a.User.Username == tt.username) == tt.missing {
					t.Errorf("the admission is %+v", a)
				}
			}
			if a, err := admit(); !rule.Is(err, rule.AttemptLimit) || a.Client.ClientId != tt.client {
				t.Errorf("one call too many: %v", err)
			}
		})
	}
}

func TestForgetCodes(t *testing.T) {
	db, err := store.Open(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	alice := directory.User{PoolID: "p_1", Username: "alice", Sub: "sub-of-alice"}
	kept := map[directory.Purpose]string{
		directory.CodeSignUp: "phone_number", directory.CodeForgotPassword: "email",
		directory.CodeVerifyEmail: "email", directory.CodeVerifyPhone: "phone_number",
	}
	update(t, db, func(tx *store.Tx) error {
		for purpose, attribute := range kept {
			code := directory.Code{PoolID: "p_1", Sub: alice.Sub, Purpose: purpose, Text: "1", Attribute: attribute}
			if err := directory.SaveCode(tx, code); err != nil {
				return err
			}
		}
		return directory.ForgetCodes(tx, alice, "email")
	})
	update(t, db, func(tx *store.Tx) error {
		for purpose, attribute := range kept {
			_, err := directory.CheckCode(tx, alice, purpose, "1")
			if gone := rule.Is(err, rule.CodeExpired); gone != (attribute == "email") {
				t.Errorf("the %s code that went to %s: %v", purpose, attribute, err)
			}
		}
		return nil
	})
}

func update(t *testing.T, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), func(_ context.Context, tx *store.Tx) error { return fn(tx) }); err != nil {
		t.Fatal(err)
	}
}
