package password_test

import (
	"errors"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func changePassword(previous, proposed api.Secret) *api.ChangePasswordRequest {
	return &api.ChangePasswordRequest{AccessToken: "alice", PreviousPassword: previous, ProposedPassword: proposed}
}

func TestChangePassword(t *testing.T) {
	for _, tt := range []struct {
		name     string
		world    worldChanges
		previous api.Secret
	}{
		{"permanent password", nil, oldPassword},
		{
			"temporary password",
			worldChanges{status("FORCE_CHANGE_PASSWORD"), alice(func(u *directory.User) { u.TemporarySince = time.Unix(0, 0) })},
			oldPassword,
		},
		{"no password", worldChanges{alice(func(u *directory.User) { u.Credential = nil })}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, tt.world...)
			_, err := w.ChangePassword(w.ctx, changePassword(tt.previous, newPassword))
			must(t, err)
			w.hasPassword(newPassword)
			if user := w.find("alice"); user.Status != api.UserStatusTypeConfirmed || !user.TemporarySince.IsZero() || user.SignedOut != 0 {
				t.Errorf("the user is %+v", user)
			}
		})
	}
}

func TestChangePasswordRefuses(t *testing.T) {
	const incorrect = "Incorrect username or password."
	for _, tt := range []struct {
		name    string
		world   worldChanges
		in      *api.ChangePasswordRequest
		rule    *rule.Rule
		message string
	}{
		{"no token", nil, &api.ChangePasswordRequest{AccessToken: "x", ProposedPassword: newPassword}, rule.AccessTokenInvalid, "Invalid Access Token"},
		{"wrong password", nil, changePassword("Wr0ng one!", newPassword), rule.PasswordWrong, incorrect},
		{"left out", nil, changePassword("", newPassword), rule.PasswordWrong, incorrect},
		{"wrong and weak password", nil, changePassword("Wr0ng one!", "short"), rule.PasswordWrong, incorrect},
		{
			"a password where there is none",
			worldChanges{alice(func(u *directory.User) { u.Credential = nil })},
			changePassword(oldPassword, newPassword),
			rule.PasswordWrong, incorrect,
		},
		{
			"reset required",
			worldChanges{status("RESET_REQUIRED")},
			changePassword(oldPassword, newPassword),
			rule.PasswordResetRequired, "Password reset required for the user",
		},
		{
			"weak password", nil, changePassword(oldPassword, "short"),
			rule.PasswordPolicy, "Password does not conform to policy: Password not long enough",
		},
		{"same password", worldChanges{history(1)}, changePassword(oldPassword, oldPassword), rule.PasswordHistory, "Password has previously been used."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, tt.world...)
			before := w.find("alice")
			w.Hasher.Random = reader(func([]byte) (int, error) { return 0, errors.New("nothing is to be hashed") })
			_, err := w.ChangePassword(w.ctx, tt.in)
			refused(t, err, tt.rule, tt.message)
			if after := w.find("alice"); after.Credential != nil && string(after.Credential.Salt) != string(before.Credential.Salt) {
				t.Error("the password was replaced")
			}
		})
	}
}

func TestThePasswordMayStayTheSame(t *testing.T) {
	w := newWorld(t)
	_, err := w.ChangePassword(w.ctx, changePassword(oldPassword, oldPassword))
	must(t, err)
}

func TestChangePasswordRemembersFormerOnes(t *testing.T) {
	w := newWorld(t, history(2))
	_, err := w.ChangePassword(w.ctx, changePassword(oldPassword, newPassword))
	must(t, err)
	_, err = w.ChangePassword(w.ctx, changePassword(newPassword, oldPassword))
	refused(t, err, rule.PasswordHistory, "Password has previously been used.")
	_, err = w.ChangePassword(w.ctx, changePassword(newPassword, "A th1rd one!"))
	must(t, err)
	_, err = w.ChangePassword(w.ctx, changePassword("A th1rd one!", oldPassword))
	must(t, err)
}

func TestChangePasswordAttemptsRunOut(t *testing.T) {
	w := newWorld(t)
	call := func() error { _, err := w.ChangePassword(w.ctx, changePassword("Wr0ng one!", newPassword)); return err }
	for range 5 {
		refused(t, call(), rule.PasswordWrong, "Incorrect username or password.")
	}
	refused(t, call(), rule.AttemptLimit, "Attempt limit exceeded, please try after some time.")
	w.clock.Advance(time.Hour)
	refused(t, call(), rule.PasswordWrong, "Incorrect username or password.")
}

func TestTheUserIsDeletedMeanwhile(t *testing.T) {
	w := newWorld(t)
	w.Hasher.Random = reader(func(p []byte) (int, error) {
		user := w.find("alice")
		w.update(func(tx *store.Tx) error { return directory.DeleteUser(tx, user) })
		return len(p), nil
	})
	_, err := w.ChangePassword(w.ctx, changePassword(oldPassword, newPassword))
	refused(t, err, rule.UserNotFound, "User does not exist.")
}
