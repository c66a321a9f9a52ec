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

func TestConfirmForgotPassword(t *testing.T) {
	for _, before := range []api.UserStatusType{"CONFIRMED", "UNCONFIRMED", "RESET_REQUIRED"} {
		t.Run(string(before), func(t *testing.T) {
			w := newWorld(t, triggers, status(before), alice(func(u *directory.User) { u.Imported = true }))
			in := confirmForgotPassword("alice", w.forgot())
			in.ClientMetadata = map[string]string{"lang": "de"}
			w.save(func(u *directory.User) { u.Attributes["email_verified"] = "false" })
			_, err := w.ConfirmForgotPassword(w.ctx, in)
			must(t, err)
			w.hasPassword(newPassword)
			user := w.find("alice")
			if user.Status != api.UserStatusTypeConfirmed || user.Imported || user.Attributes["email_verified"] != "true" {
				t.Errorf("the user is %+v", user)
			}
			if len(w.events) != 1 {
				t.Fatalf("the events are %v", w.events)
			}
			e := w.events[0]
			if e.TriggerSource != "PostConfirmation_ConfirmForgotPassword" || e.CallerContext["clientId"] != clientID ||
				e.Request.UserAttributes["cognito:user_status"] != "CONFIRMED" || e.Request.ClientMetadata["lang"] != "de" {
				t.Errorf("the event is %+v", e)
			}
			_, err = w.ConfirmForgotPassword(w.ctx, in)
			refused(t, err, rule.CodeExpired, expiredCodeText)
		})
	}
}

func TestConfirmForgotPasswordRefuses(t *testing.T) {
	same := func(code string) *api.ConfirmForgotPasswordRequest { return confirmForgotPassword("alice", code) }
	weak := func(code string) *api.ConfirmForgotPasswordRequest {
		return &api.ConfirmForgotPasswordRequest{ClientId: clientID, Username: "alice", ConfirmationCode: code, Password: "short"}
	}
	for _, tt := range []struct {
		name    string
		world   worldChanges
		before  func(w *world) // after the code was sent
		in      func(code string) *api.ConfirmForgotPasswordRequest
		rule    *rule.Rule
		message string
	}{
		{
			"unknown client", nil, nil, func(code string) *api.ConfirmForgotPasswordRequest {
				return &api.ConfirmForgotPasswordRequest{ClientId: "nobody", Username: "alice", ConfirmationCode: code, Password: newPassword}
			},
			rule.ClientNotFound, "User pool client nobody does not exist.",
		},
		{
			"unknown user", nil, nil, func(code string) *api.ConfirmForgotPasswordRequest { return confirmForgotPassword("bob", code) },
			rule.UsernameClientNotFound, "Username/client id combination not found.",
		},
		{
			"disabled", nil, func(w *world) { w.save(func(u *directory.User) { u.Enabled = false }) }, same,
			rule.UserDisabled, "User is disabled.",
		},
		{"wrong code", nil, nil, func(code string) *api.ConfirmForgotPasswordRequest { return same(wrongCode(code)) }, rule.CodeMismatch, wrongCodeText},
		{"wrong code and weak password", nil, nil, func(code string) *api.ConfirmForgotPasswordRequest { return weak(wrongCode(code)) }, rule.CodeMismatch, wrongCodeText},
		{"code after an hour", nil, func(w *world) { w.clock.Advance(time.Hour) }, same, rule.CodeExpired, expiredCodeText},
		{
			"temporary password meanwhile", nil, func(w *world) { w.save(func(u *directory.User) { u.Status = "FORCE_CHANGE_PASSWORD" }) }, same,
			rule.ResetNotPossible, "User password cannot be reset in the current state.",
		},
		{"weak password", nil, nil, weak, rule.PasswordPolicy, "Password does not conform to policy: Password not long enough"},
		{
			"former password",
			worldChanges{history(2)},
			nil, func(code string) *api.ConfirmForgotPasswordRequest {
				in := same(code)
				in.Password = oldPassword
				return in
			},
			rule.PasswordHistory, "Password has previously been used.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, append(tt.world, triggers)...)
			code := w.forgot()
			if tt.before != nil {
				tt.before(w)
			}
			_, err := w.ConfirmForgotPassword(w.ctx, tt.in(code))
			refused(t, err, tt.rule, tt.message)
			w.hasPassword(oldPassword)
			if len(w.events) != 0 {
				t.Errorf("a trigger ran: %v", w.events)
			}
		})
	}
}

func TestConfirmForgotPasswordWithoutACode(t *testing.T) {
	w := newWorld(t)
	_, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", "123456"))
	refused(t, err, rule.CodeExpired, expiredCodeText)
	// Neither the new password nor her status may tell that alice exists.
	in := confirmForgotPassword("alice", "123456")
	in.Password = "short"
	_, err = w.ConfirmForgotPassword(w.ctx, in)
	refused(t, err, rule.CodeExpired, expiredCodeText)
	w.save(func(u *directory.User) { u.Status = "FORCE_CHANGE_PASSWORD" })
	_, err = w.ConfirmForgotPassword(w.ctx, in)
	refused(t, err, rule.CodeExpired, expiredCodeText)
}

func TestConfirmForgotPasswordWithoutTheAddress(t *testing.T) {
	w := newWorld(t)
	code := w.forgot()
	w.save(func(u *directory.User) { u.Attributes = map[string]string{} })
	_, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", code))
	must(t, err)
	if got := w.find("alice").Attributes; len(got) != 0 {
		t.Errorf("the attributes are %v", got)
	}
}

func TestConfirmForgotPasswordChecksTheSecretHash(t *testing.T) {
	w := newWorld(t, secret)
	_, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", "123456"))
	refused(t, err, rule.SecretMissing, "Client "+clientID+" is configured for secret but secret was not received")
}

func TestAWeakPasswordDoesNotUseTheCode(t *testing.T) {
	w := newWorld(t)
	in := confirmForgotPassword("alice", w.forgot())
	in.Password = "short"
	_, err := w.ConfirmForgotPassword(w.ctx, in)
	refused(t, err, rule.PasswordPolicy, "Password does not conform to policy: Password not long enough")
	in.Password = newPassword
	_, err = w.ConfirmForgotPassword(w.ctx, in)
	must(t, err)
}

func TestCodesBelongToUsersNotToClients(t *testing.T) {
	w := newWorld(t)
	w.update(func(tx *store.Tx) error {
		return directory.Clients.Put(tx, directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: "another", UserPoolId: poolID}})
	})
	in := confirmForgotPassword("alice", w.forgot())
	in.ClientId = "another"
	_, err := w.ConfirmForgotPassword(w.ctx, in)
	must(t, err)
}

func TestPostConfirmationFailsAfterConfirmForgotPassword(t *testing.T) {
	w := newWorld(t, triggers)
	code := w.forgot()
	w.function = func(event) (any, error) { return nil, errors.New("No") }
	_, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", code))
	refused(t, err, rule.TriggerFailed, "PostConfirmation failed with error No.")
	w.hasPassword(newPassword)
}

func TestConfirmForgotPasswordLeavesTheAliasesOfOthers(t *testing.T) {
	w := newWorld(t, func(p *directory.Pool, _ *directory.Client, _ *directory.User) {
		p.AliasAttributes = []api.AliasAttributeType{"email"}
	})
	code := w.forgot()
	w.save(func(u *directory.User) { u.Attributes["email_verified"] = "false" })
	w.update(func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		bob := directory.User{PoolID: poolID, Username: "bob", Sub: "sub-of-bob", Attributes: map[string]string{"email": "alice@example.com", "email_verified": "true"}}
		return directory.SaveUser(tx, pool, &bob)
	})
	_, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", code))
	must(t, err)
	w.hasPassword(newPassword)
	w.noticed("was not verified")
	if w.find("alice").Attributes["email_verified"] != "false" || w.find("alice@example.com").Username != "bob" {
		t.Error("the alias moved")
	}
}

// TestTheUserIsCheckedAgain changes the user between the two transactions of ConfirmForgotPassword.
func TestTheUserIsCheckedAgain(t *testing.T) {
	w := newWorld(t)
	code := w.forgot()
	w.Hasher.Random = reader(func(p []byte) (int, error) { // is called when the new password is hashed
		w.save(func(u *directory.User) { u.Enabled = false })
		return len(p), nil
	})
	_, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", code))
	refused(t, err, rule.UserDisabled, "User is disabled.")
	w.hasPassword(oldPassword)
}

type reader func(p []byte) (int, error)

func (r reader) Read(p []byte) (int, error) { return r(p) }

func TestPasswordsNeedRandomness(t *testing.T) {
	w := newWorld(t)
	code := w.forgot()
	dry := errors.New("no entropy")
	w.Hasher.Random = reader(func([]byte) (int, error) { return 0, dry })
	if _, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("alice", code)); !errors.Is(err, dry) {
		t.Errorf("the error is %v", err)
	}
	w.hasPassword(oldPassword)
}
