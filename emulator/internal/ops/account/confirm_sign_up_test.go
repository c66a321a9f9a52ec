package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// signedUp is a world in which alice has signed up, and the code that she got.
func signedUp(t *testing.T, changes ...func(*directory.Pool, *directory.Client)) (*world, string) {
	t.Helper()
	w := newWorld(t, append(changes, verifies("email"))...)
	_, err := w.SignUp(w.ctx, signUp("alice", "email", "alice@example.com"))
	must(t, err)
	return w, w.lastMessage().Code
}

func confirmSignUp(username, code string) *api.ConfirmSignUpRequest {
	return &api.ConfirmSignUpRequest{ClientId: clientID, Username: username, ConfirmationCode: code}
}

func TestConfirmSignUp(t *testing.T) {
	w, code := signedUp(t, triggers)
	in := confirmSignUp("alice", code)
	in.ClientMetadata = map[string]string{"lang": "de"}
	_, err := w.ConfirmSignUp(w.ctx, in)
	must(t, err)
	user := w.user("alice")
	if user.Status != api.UserStatusTypeConfirmed || user.Attributes["email_verified"] != "true" {
		t.Errorf("the user is %+v", user)
	}
	sent := w.lastMessage()
	w.update(func(tx *store.Tx) error {
		status, err := sent.Status(tx)
		if status != "used" {
			t.Errorf("the code is %s", status)
		}
		return err
	})
	e := w.events[len(w.events)-1]
	if e.TriggerSource != "PostConfirmation_ConfirmSignUp" || e.CallerContext["clientId"] != clientID || e.UserName != "alice" ||
		e.Request.UserAttributes["email_verified"] != "true" || e.Request.ClientMetadata["lang"] != "de" {
		t.Errorf("the event is %+v", e)
	}
}

func TestConfirmSignUpWithoutTheAddress(t *testing.T) {
	w, code := signedUp(t)
	user := w.user("alice")
	user.Remove([]string{"email"})
	w.save(user)
	_, err := w.ConfirmSignUp(w.ctx, confirmSignUp("alice", code))
	must(t, err)
	if user := w.user("alice"); user.Status != api.UserStatusTypeConfirmed || len(user.Attributes) != 0 {
		t.Errorf("the user is %+v", user)
	}
}

func TestConfirmSignUpRefuses(t *testing.T) {
	const (
		wrong   = "Invalid verification code provided, please try again."
		expired = "Invalid code provided, please request a code again."
	)
	confirmed := func(w *world) { u := w.user("alice"); u.Status = api.UserStatusTypeConfirmed; w.save(u) }
	for _, tt := range []struct {
		name    string
		before  func(*world)
		in      func(code string) *api.ConfirmSignUpRequest
		rule    *rule.Rule
		message string
	}{
		{
			"unknown client", nil, func(string) *api.ConfirmSignUpRequest {
				return &api.ConfirmSignUpRequest{ClientId: "nobody", Username: "alice", ConfirmationCode: "1"}
			},
			rule.ClientNotFound, "User pool client nobody does not exist.",
		},
		{
			"unknown user", nil, func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("bob", code) },
			rule.UsernameClientNotFound, "Username/client id combination not found.",
		},
		{
			"alias that is not verified yet", nil, func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("alice@example.com", code) },
			rule.UsernameClientNotFound, "Username/client id combination not found.",
		},
		{
			"confirmed user", confirmed, func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("alice", code) },
			rule.CannotConfirm, "User cannot be confirmed. Current status is CONFIRMED",
		},
		{
			"confirmed user, wrong code", confirmed, func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("alice", wrongCode(code)) },
			rule.CannotConfirm, "User cannot be confirmed. Current status is CONFIRMED",
		},
		{
			"user who has to change the password", func(w *world) {
				u := w.user("alice")
				u.Status = api.UserStatusTypeForceChangePassword
				w.save(u)
			}, func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("alice", code) },
			rule.CannotConfirm, "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD",
		},
		{
			"wrong code", nil, func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("alice", wrongCode(code)) },
			rule.CodeMismatch, wrong,
		},
		{
			"code after a day", func(w *world) { w.clock.Advance(24 * time.Hour) },
			func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("alice", code) },
			rule.CodeExpired, expired,
		},
		{
			"no code", func(w *world) { w.add(directory.User{Username: "bob", Status: api.UserStatusTypeUnconfirmed}) },
			func(code string) *api.ConfirmSignUpRequest { return confirmSignUp("bob", code) },
			rule.CodeExpired, expired,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, code := signedUp(t, triggers, aliased("email"))
			if tt.before != nil {
				tt.before(w)
			}
			_, err := w.ConfirmSignUp(w.ctx, tt.in(code))
			refused(t, err, tt.rule, tt.message)
			if w.user("alice").Attributes["email_verified"] == "true" {
				t.Error("the address is verified")
			}
		})
	}
}

func TestConfirmSignUpChecksTheSecretHash(t *testing.T) {
	w := newWorld(t, secret()...)
	_, err := w.ConfirmSignUp(w.ctx, confirmSignUp("alice", "123456"))
	refused(t, err, rule.SecretMissing, "Client "+clientID+" is configured for secret but secret was not received")
	in := confirmSignUp("alice", "123456")
	in.SecretHash = "abc="
	_, err = w.ConfirmSignUp(w.ctx, in)
	refused(t, err, rule.SecretHashMismatch, "Unable to verify secret hash for client "+clientID)
}

func TestConfirmSignUpTakesTheAliasOfAnother(t *testing.T) {
	w, code := signedUp(t, aliased("email"))
	w.add(directory.User{Username: "bob", Attributes: map[string]string{"email": "alice@example.com", "email_verified": "true"}})

	_, err := w.ConfirmSignUp(w.ctx, confirmSignUp("alice", code))
	refused(t, err, rule.AliasExists, "An account with the email already exists.")
	if user := w.user("alice"); user.Status != api.UserStatusTypeUnconfirmed || user.Attributes["email_verified"] == "true" {
		t.Errorf("the user is %+v", user)
	}

	in := confirmSignUp("alice", code) // the code is still good
	in.ForceAliasCreation = new(true)
	_, err = w.ConfirmSignUp(w.ctx, in)
	must(t, err)
	if owner := w.user("alice@example.com"); owner.Username != "alice" {
		t.Errorf("the alias is %s's", owner.Username)
	}
	if w.user("bob").Attributes["email_verified"] != "false" {
		t.Error("bob's address is still verified")
	}
}

func TestPostConfirmationFailsAfterConfirmSignUp(t *testing.T) {
	w, code := signedUp(t, triggers)
	w.function = func(event) (any, error) { return nil, errors.New("No") }
	_, err := w.ConfirmSignUp(w.ctx, confirmSignUp("alice", code))
	refused(t, err, rule.TriggerFailed, "PostConfirmation failed with error No.")
	_, err = w.ConfirmSignUp(w.ctx, confirmSignUp("alice", code))
	refused(t, err, rule.CannotConfirm, "User cannot be confirmed. Current status is CONFIRMED")
}

func TestConfirmSignUpNotesWhatItIgnores(t *testing.T) {
	w, code := signedUp(t)
	in := confirmSignUp("alice", code)
	in.AnalyticsMetadata, in.UserContextData = &api.AnalyticsMetadataType{}, &api.UserContextDataType{}
	_, err := w.ConfirmSignUp(w.ctx, in)
	must(t, err)
	for _, part := range []string{"AnalyticsMetadata", "UserContextData"} {
		w.noticed(part)
	}
}

func TestAdminConfirmSignUp(t *testing.T) {
	w, code := signedUp(t, triggers)
	in := &api.AdminConfirmSignUpRequest{UserPoolId: poolID, Username: "alice", ClientMetadata: map[string]string{"by": "admin"}}
	_, err := w.AdminConfirmSignUp(w.ctx, in)
	must(t, err)
	user := w.user("alice")
	if user.Status != api.UserStatusTypeConfirmed || user.Attributes["email_verified"] != "false" {
		t.Errorf("the user is %+v", user)
	}
	e := w.events[len(w.events)-1]
	if e.TriggerSource != "PostConfirmation_ConfirmSignUp" || e.CallerContext["clientId"] != "" || e.Request.ClientMetadata["by"] != "admin" {
		t.Errorf("the event is %+v", e)
	}
	_, err = w.AdminConfirmSignUp(w.ctx, in)
	refused(t, err, rule.CannotConfirm, "User cannot be confirmed. Current status is CONFIRMED")
	_, err = w.ConfirmSignUp(w.ctx, confirmSignUp("alice", code))
	refused(t, err, rule.CannotConfirm, "User cannot be confirmed. Current status is CONFIRMED")
}

func TestAdminConfirmSignUpRefuses(t *testing.T) {
	w := newWorld(t)
	_, err := w.AdminConfirmSignUp(w.ctx, &api.AdminConfirmSignUpRequest{UserPoolId: "us-east-1_nobody", Username: "alice"})
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_nobody does not exist.")
	_, err = w.AdminConfirmSignUp(w.ctx, &api.AdminConfirmSignUpRequest{UserPoolId: poolID, Username: "alice"})
	refused(t, err, rule.UserNotFound, "User does not exist.")
}

func TestPostConfirmationFailsAfterAdminConfirmSignUp(t *testing.T) {
	w, _ := signedUp(t, triggers)
	w.function = func(event) (any, error) { return nil, errors.New("No") }
	_, err := w.AdminConfirmSignUp(w.ctx, &api.AdminConfirmSignUpRequest{UserPoolId: poolID, Username: "alice"})
	refused(t, err, rule.TriggerFailed, "PostConfirmation failed with error No.")
	if user := w.user("alice"); user.Status != api.UserStatusTypeConfirmed {
		t.Errorf("the status is %s", user.Status)
	}
}
