package user_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

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
