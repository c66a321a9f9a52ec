package account_test

import (
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

const attemptLimit = "Attempt limit exceeded, please try after some time."

// TestAttemptsRunOut spends the budget of each operation by calls that are refused: these count, too.
func TestAttemptsRunOut(t *testing.T) {
	unconfirmed := directory.User{Username: "alice", Status: api.UserStatusTypeUnconfirmed, Attributes: map[string]string{"email": "a@example.com"}}
	confirmed := directory.User{Username: "alice", Attributes: map[string]string{"email": "a@example.com"}}
	for _, tt := range []struct {
		name string
		user directory.User
		size int
		call func(w *world) error
		rule *rule.Rule // by which the calls are refused before the limit; nil: they succeed
	}{
		{"ConfirmSignUp", unconfirmed, 15, func(w *world) error {
			_, err := w.ConfirmSignUp(w.ctx, confirmSignUp("alice", "wrong"))
			return err
		}, rule.CodeExpired},
		{"ConfirmSignUp for a missing user", directory.User{Username: "bob"}, 15, func(w *world) error {
			_, err := w.ConfirmSignUp(w.ctx, confirmSignUp("alice", "wrong"))
			return err
		}, rule.UsernameClientNotFound},
		{"ResendConfirmationCode", unconfirmed, 5, func(w *world) error {
			_, err := w.ResendConfirmationCode(w.ctx, resend("alice"))
			return err
		}, nil},
		{"ResendConfirmationCode for a confirmed user", confirmed, 5, func(w *world) error {
			_, err := w.ResendConfirmationCode(w.ctx, resend("alice"))
			return err
		}, rule.AlreadyConfirmed},
		{"ResendConfirmationCode for a missing user", directory.User{Username: "bob"}, 5, func(w *world) error {
			_, err := w.ResendConfirmationCode(w.ctx, resend("alice"))
			return err
		}, rule.UsernameClientNotFound},
		{"GetUserAttributeVerificationCode", confirmed, 5, func(w *world) error {
			_, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("email"))
			return err
		}, nil},
		{"GetUserAttributeVerificationCode without a value", confirmed, 5, func(w *world) error {
			_, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("phone_number"))
			return err
		}, rule.AttributeNothingToVerify},
		{"VerifyUserAttribute", confirmed, 15, func(w *world) error {
			_, err := w.VerifyUserAttribute(w.ctx, verifyAttribute("email", "wrong"))
			return err
		}, rule.CodeExpired},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, verifies("email"))
			w.add(tt.user)
			for range 2 { // each hour anew
				for i := range tt.size {
					if err := tt.call(w); tt.rule == nil && err != nil || tt.rule != nil && !rule.Is(err, tt.rule) {
						t.Fatalf("call %d: %v", i+1, err)
					}
				}
				refused(t, tt.call(w), rule.AttemptLimit, attemptLimit)
				w.clock.Advance(time.Hour)
			}
		})
	}
}

func TestAttemptsOfOneUserDoNotCountForAnother(t *testing.T) {
	w := newWorld(t, caseInsensitive)
	alice := w.add(directory.User{Username: "alice", Status: api.UserStatusTypeUnconfirmed})
	for _, name := range []string{"bob", alice.Sub} { // neither is a user; the second looks like alice's sub
		for range 15 {
			_, err := w.ConfirmSignUp(w.ctx, confirmSignUp(name, "wrong"))
			refused(t, err, rule.UsernameClientNotFound, "Username/client id combination not found.")
		}
	}
	_, err := w.ConfirmSignUp(w.ctx, confirmSignUp("BOB", "wrong"))
	refused(t, err, rule.AttemptLimit, attemptLimit)
	_, err = w.ConfirmSignUp(w.ctx, confirmSignUp("alice", "wrong"))
	refused(t, err, rule.CodeExpired, "Invalid code provided, please request a code again.")
}
