package user_test

import (
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestResend(t *testing.T) {
	w := newWorld(t, preSignUp)
	_, err := w.create("alice", "email", "a@example.com")
	must(t, err)
	former := w.user("alice")
	w.events = nil
	w.clock.Advance(24 * time.Hour)
	out, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", MessageAction: "RESEND", DesiredDeliveryMediums: []api.DeliveryMediumType{"EMAIL"},
		UserAttributes: attributes("email", "new@example.com"),
	})
	must(t, err)
	alice := w.user("alice")
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	invitation := w.outbox()[0]
	switch {
	case !alice.TemporarySince.Equal(w.clock.Now()):
		t.Errorf("the password lives since %s", alice.TemporarySince)
	case alice.Sub != former.Sub || alice.Attributes["email"] != "a@example.com":
		t.Errorf("the user changed: %+v", alice)
	case alice.Credential.Matches(pool, "alice", password) || !alice.Credential.Matches(pool, "alice", invitation.Code):
		t.Error("the password is not the one of the new invitation")
	case invitation.To != "a@example.com":
		t.Errorf("the invitation went to %s", invitation.To)
	case out.User.Username != "alice" || out.User.UserStatus != "FORCE_CHANGE_PASSWORD":
		t.Errorf("the answer is %+v", out.User)
	case len(w.events) > 0:
		t.Error("PreSignUp ran")
	}
	w.noticed("UserAttributes were ignored")
}

func TestResendRefusals(t *testing.T) {
	w := newWorld(t)
	w.add("bob")
	_, err := w.create("alice")
	must(t, err)
	for name, c := range map[string]struct {
		username string
		password api.Secret
		mediums  []api.DeliveryMediumType
		rule     *rule.Rule
		message  string
	}{
		"an unknown user":      {username: "nobody", rule: rule.UserNotFound, message: "User does not exist."},
		"a confirmed user":     {username: "bob", rule: rule.ResendNotPossible, message: "Resend not possible. bob status is not FORCE_CHANGE_PASSWORD"},
		"a short password":     {username: "alice", password: "short", rule: rule.PasswordPolicyAdminCreate, message: "Password did not conform with password policy: Password not long enough"},
		"no address to invite": {username: "alice", mediums: []api.DeliveryMediumType{"EMAIL"}, rule: rule.InvitationNoEmail, message: "No email provided but desired delivery medium was Email"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
				UserPoolId: poolID, Username: c.username, MessageAction: "RESEND", TemporaryPassword: c.password, DesiredDeliveryMediums: c.mediums,
			})
			refused(t, err, c.rule, c.message)
		})
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	if !w.user("alice").Credential.Matches(pool, "alice", password) {
		t.Error("a refused RESEND changed the password")
	}
}
