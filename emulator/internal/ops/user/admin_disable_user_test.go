package user_test

import (
	"errors"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

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
