package account_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestDeleteUser(t *testing.T) {
	w := withAlice(t)
	former := w.user("alice").Sub
	must(t, w.DeleteUser(w.ctx, &api.DeleteUserRequest{AccessToken: "alice"}))
	_, err := w.find("alice")
	refused(t, err, rule.UserNotFound, "User does not exist.")
	_, err = w.SignUp(w.ctx, signUp("alice"))
	must(t, err)
	if again := w.user("alice"); again.Sub == former || len(again.Groups) != 0 {
		t.Errorf("the new user is %+v", again)
	}
}
