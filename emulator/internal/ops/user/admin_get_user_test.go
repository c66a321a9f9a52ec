package user_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestAdminGetUser(t *testing.T) {
	w := newWorld(t, aliased("email"), caseInsensitive)
	alice := w.add("alice", "email", "Alice@example.com", "email_verified", "true", "identities", "[]")
	created := api.NewTime(w.clock.Now())
	w.clock.Advance(time.Hour)
	must(t, w.set("alice", "name", "Alice"))
	want := &api.AdminGetUserResponse{
		Username: "alice", Enabled: new(true), UserStatus: "CONFIRMED", UserCreateDate: created, UserLastModifiedDate: api.NewTime(w.clock.Now()),
		UserAttributes: attributes("sub", alice.Sub, "name", "Alice", "email", "Alice@example.com", "email_verified", "true", "identities", "[]"),
	}
	for _, name := range []string{"alice", "ALICE", "alice@example.com"} {
		got, err := w.AdminGetUser(w.ctx, &api.AdminGetUserRequest{UserPoolId: poolID, Username: name})
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// All operations refuse unknown users and pools alike.
func TestUnknown(t *testing.T) {
	w := newWorld(t)
	for name, call := range map[string]func(pool, username string) error{
		"AdminGetUser": func(pool, username string) error {
			_, err := w.AdminGetUser(w.ctx, &api.AdminGetUserRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminUpdateUserAttributes": func(pool, username string) error {
			_, err := w.AdminUpdateUserAttributes(w.ctx, &api.AdminUpdateUserAttributesRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminDeleteUserAttributes": func(pool, username string) error {
			_, err := w.AdminDeleteUserAttributes(w.ctx, &api.AdminDeleteUserAttributesRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminEnableUser": func(pool, username string) error {
			_, err := w.AdminEnableUser(w.ctx, &api.AdminEnableUserRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminDisableUser": func(pool, username string) error {
			_, err := w.AdminDisableUser(w.ctx, &api.AdminDisableUserRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminDeleteUser": func(pool, username string) error {
			return w.AdminDeleteUser(w.ctx, &api.AdminDeleteUserRequest{UserPoolId: pool, Username: username})
		},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, call(poolID, "nobody"), rule.UserNotFound, "User does not exist.")
			refused(t, call("us-east-1_Nowhere01", "alice"), rule.PoolNotFound, "User pool us-east-1_Nowhere01 does not exist.")
		})
	}
}

// Disabling voids all tokens for good; both operations can be repeated.
func TestAdminDisableAndEnableUser(t *testing.T) {
	w := newWorld(t)
	w.add("alice")
	disable := func() error {
		_, err := w.AdminDisableUser(w.ctx, &api.AdminDisableUserRequest{UserPoolId: poolID, Username: "alice"})
		return err
	}
	enable := func() error {
		_, err := w.AdminEnableUser(w.ctx, &api.AdminEnableUserRequest{UserPoolId: poolID, Username: "alice"})
		return err
	}
	must(t, errors.Join(disable(), disable()))
	disabled := w.user("alice")
	if disabled.Enabled || disabled.SignedOut == 0 {
		t.Errorf("after AdminDisableUser: %+v", disabled)
	}
	must(t, errors.Join(enable(), enable()))
	if alice := w.user("alice"); !alice.Enabled || alice.SignedOut != disabled.SignedOut || alice.Status != "CONFIRMED" {
		t.Errorf("after AdminEnableUser: %+v", alice)
	}
}

func TestAdminDeleteUser(t *testing.T) {
	w := newWorld(t, verifies("email"))
	alice := w.add("alice")
	alice.Groups = []string{"staff"}
	w.save(alice)
	must(t, w.set("alice", "email", "a@example.com")) // leaves a code
	must(t, w.AdminDeleteUser(w.ctx, &api.AdminDeleteUserRequest{UserPoolId: poolID, Username: "alice"}))
	if _, ok := w.code(alice, directory.CodeVerifyEmail); ok {
		t.Error("the code is still there")
	}
	_, err := w.create("alice")
	must(t, err)
	if again := w.user("alice"); again.Sub == alice.Sub || len(again.Groups) > 0 {
		t.Errorf("the new user is the old one: %+v", again)
	}
	w.update(func(tx *store.Tx) error {
		if _, err := directory.FindUserBySub(tx, poolID, alice.Sub); !rule.Is(err, rule.UserNotFound) {
			t.Errorf("the old sub is still found (%v)", err)
		}
		return nil
	})
}
