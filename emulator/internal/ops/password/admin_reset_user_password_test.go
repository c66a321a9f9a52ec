package password_test

import (
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestAdminResetUserPassword(t *testing.T) {
	for _, before := range []api.UserStatusType{"CONFIRMED", "RESET_REQUIRED"} {
		t.Run(string(before), func(t *testing.T) {
			w := newWorld(t, status(before))
			_, err := w.AdminResetUserPassword(w.ctx, &api.AdminResetUserPasswordRequest{UserPoolId: poolID, Username: "alice"})
			must(t, err)
			if user := w.find("alice"); user.Status != api.UserStatusTypeResetRequired || user.SignedOut != 0 {
				t.Errorf("the user is %+v", user)
			}
			sent := w.outbox()
			if len(sent) != 1 || sent[0].Trigger != message.ForgotPassword || sent[0].To != "alice@example.com" {
				t.Fatalf("the messages are %+v", sent)
			}
			w.clock.Advance(59 * time.Minute)
			_, err = w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", sent[0].Code))
			must(t, err)
			if user := w.find("alice"); user.Status != api.UserStatusTypeConfirmed {
				t.Errorf("the status is %s", user.Status)
			}
		})
	}
}

func TestAdminResetUserPasswordRefuses(t *testing.T) {
	const notNow = "User password cannot be reset in the current state."
	ofAlice := &api.AdminResetUserPasswordRequest{UserPoolId: poolID, Username: "alice"}
	for _, tt := range []struct {
		name    string
		world   worldChanges
		in      *api.AdminResetUserPasswordRequest
		rule    *rule.Rule
		message string
	}{
		{
			"unknown pool", nil, &api.AdminResetUserPasswordRequest{UserPoolId: "us-east-1_nobody", Username: "alice"},
			rule.PoolNotFound, "User pool us-east-1_nobody does not exist.",
		},
		{
			"unknown user", nil, &api.AdminResetUserPasswordRequest{UserPoolId: poolID, Username: "bob"},
			rule.UserNotFound, "User does not exist.",
		},
		{"disabled", worldChanges{disabled}, ofAlice, rule.UserDisabled, "User is disabled."},
		{"unconfirmed", worldChanges{status("UNCONFIRMED")}, ofAlice, rule.ResetNotPossible, notNow},
		{"temporary password", worldChanges{status("FORCE_CHANGE_PASSWORD")}, ofAlice, rule.ResetNotPossible, notNow},
		{"external provider", worldChanges{status("EXTERNAL_PROVIDER")}, ofAlice, rule.ResetNotPossible, notNow},
		{
			"no verified address",
			worldChanges{alice(func(u *directory.User) { delete(u.Attributes, "email_verified") })},
			ofAlice,
			rule.NoVerifiedContact, "Cannot reset password for the user as there is no registered/verified email or phone_number",
		},
		{"administrators only", worldChanges{recovery("admin_only")}, ofAlice, rule.ResetByAdminOnly, "Contact administrator to reset password."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, tt.world...)
			before := w.find("alice").Status
			_, err := w.AdminResetUserPassword(w.ctx, tt.in)
			refused(t, err, tt.rule, tt.message)
			if w.find("alice").Status != before || len(w.outbox()) != 0 {
				t.Error("something was done")
			}
		})
	}
}
