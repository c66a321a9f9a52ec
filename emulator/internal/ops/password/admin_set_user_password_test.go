package password_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func setPassword(permanent *bool) *api.AdminSetUserPasswordRequest {
	return &api.AdminSetUserPasswordRequest{UserPoolId: poolID, Username: "alice", Password: newPassword, Permanent: permanent}
}

func TestAdminSetUserPassword(t *testing.T) {
	statuses := []api.UserStatusType{"CONFIRMED", "UNCONFIRMED", "RESET_REQUIRED", "FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER"}
	for _, before := range statuses {
		for _, tt := range []struct {
			name      string
			permanent *bool
			after     api.UserStatusType
		}{
			{"permanent", new(true), "CONFIRMED"},
			{"temporary", new(false), "FORCE_CHANGE_PASSWORD"},
			{"temporary by default", nil, "FORCE_CHANGE_PASSWORD"},
		} {
			t.Run(string(before)+" "+tt.name, func(t *testing.T) {
				w := newWorld(t, status(before), disabled)
				_, err := w.AdminSetUserPassword(w.ctx, setPassword(tt.permanent))
				must(t, err)
				w.hasPassword(newPassword)
				user := w.find("alice")
				if user.Status != tt.after || user.Enabled || user.SignedOut != 0 {
					t.Errorf("the user is %+v", user)
				}
				if temporary := tt.after == "FORCE_CHANGE_PASSWORD"; temporary != user.TemporarySince.Equal(w.clock.Now()) {
					t.Errorf("temporary since %s", user.TemporarySince)
				}
			})
		}
	}
}

func TestAdminSetUserPasswordRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		world   worldChanges
		change  func(in *api.AdminSetUserPasswordRequest)
		rule    *rule.Rule
		message string
	}{
		{
			"unknown pool", nil, func(in *api.AdminSetUserPasswordRequest) { in.UserPoolId = "us-east-1_nobody" },
			rule.PoolNotFound, "User pool us-east-1_nobody does not exist.",
		},
		{"unknown user", nil, func(in *api.AdminSetUserPasswordRequest) { in.Username = "bob" }, rule.UserNotFound, "User does not exist."},
		{
			"weak password", nil, func(in *api.AdminSetUserPasswordRequest) { in.Password = "short" },
			rule.PasswordPolicy, "Password does not conform to policy: Password not long enough",
		},
		{
			"password without digits",
			worldChanges{func(p *directory.Pool, _ *directory.Client, _ *directory.User) {
				p.Policies = &api.UserPoolPolicyType{PasswordPolicy: &api.PasswordPolicyType{RequireNumbers: new(true)}}
			}},
			func(in *api.AdminSetUserPasswordRequest) { in.Password = "no digits" },
			rule.PasswordPolicy, "Password does not conform to policy: Password must have numeric characters",
		},
		{
			"former password",
			worldChanges{history(3)},
			func(in *api.AdminSetUserPasswordRequest) { in.Password = oldPassword },
			rule.PasswordHistory, "Password has previously been used.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, tt.world...)
			in := setPassword(new(true))
			tt.change(in)
			_, err := w.AdminSetUserPassword(w.ctx, in)
			refused(t, err, tt.rule, tt.message)
			w.hasPassword(oldPassword)
		})
	}
}
