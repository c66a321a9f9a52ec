package user_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// Generated passwords fit the policy, whatever it is.
func TestAdminCreateUserMakesPasswords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		flag := func(name string) *bool { return new(rapid.Bool().Draw(rt, name)) }
		p := api.PasswordPolicyType{
			MinimumLength: new(rapid.Int64Range(6, 99).Draw(rt, "length")), RequireUppercase: flag("upper"), RequireLowercase: flag("lower"),
			RequireNumbers: flag("numbers"), RequireSymbols: flag("symbols"),
		}
		w := newWorld(t, policy(p))
		_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
			UserPoolId: poolID, Username: "alice", UserAttributes: attributes("email", "a@example.com"), DesiredDeliveryMediums: []api.DeliveryMediumType{"EMAIL"},
		})
		must(t, err)
		made := w.outbox()[0].Code
		pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID, Policies: &api.UserPoolPolicyType{PasswordPolicy: &p}}}
		if err := directory.CheckPassword(pool, made, rule.PasswordPolicy); err != nil || !w.user("alice").Credential.Matches(pool, "alice", made) {
			rt.Fatalf("%q: %v", made, err)
		}
	})
}

func TestAdminCreateUserWithoutPassword(t *testing.T) {
	w := newWorld(t, factors("PASSWORD", "EMAIL_OTP", "WEB_AUTHN"))
	in := &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", UserAttributes: attributes("email", "a@example.com"), MessageAction: "SUPPRESS",
	}
	out, err := w.AdminCreateUser(w.ctx, in)
	must(t, err)
	if out.User.UserStatus != "CONFIRMED" || w.user("alice").Credential != nil {
		t.Errorf("the status is %s, the credential %v", out.User.UserStatus, w.user("alice").Credential)
	}
	in.Username, in.TemporaryPassword = "bob", password
	out, err = w.AdminCreateUser(w.ctx, in)
	must(t, err)
	if out.User.UserStatus != "FORCE_CHANGE_PASSWORD" {
		t.Errorf("with a password the status is %s", out.User.UserStatus)
	}
}
