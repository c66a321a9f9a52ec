package account_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func resend(username string) *api.ResendConfirmationCodeRequest {
	return &api.ResendConfirmationCodeRequest{ClientId: clientID, Username: username}
}

func TestResendConfirmationCode(t *testing.T) {
	w, former := signedUp(t)
	out, err := w.ResendConfirmationCode(w.ctx, resend("alice"))
	must(t, err)
	want := &api.CodeDeliveryDetailsType{AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***"}
	if diff := cmp.Diff(want, out.CodeDeliveryDetails); diff != "" {
		t.Error(diff)
	}
	m := w.lastMessage()
	if m.Trigger != message.ResendCode || m.To != "alice@example.com" {
		t.Errorf("the message is %+v", m)
	}
	if m.Code != former { // by chance they may be the same
		_, err = w.ConfirmSignUp(w.ctx, confirmSignUp("alice", former))
		refused(t, err, rule.CodeMismatch, "Invalid verification code provided, please try again.")
	}
	_, err = w.ConfirmSignUp(w.ctx, confirmSignUp("alice", m.Code))
	must(t, err)
}

func TestResendConfirmationCodeRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		world   []func(*directory.Pool, *directory.Client)
		user    func(*directory.User)
		in      *api.ResendConfirmationCodeRequest
		rule    *rule.Rule
		message string
	}{
		{
			"unknown client", nil, nil, &api.ResendConfirmationCodeRequest{ClientId: "nobody", Username: "alice"},
			rule.ClientNotFound, "User pool client nobody does not exist.",
		},
		{
			"no secret hash", secret(), nil, resend("alice"),
			rule.SecretMissing, "Client " + clientID + " is configured for secret but secret was not received",
		},
		{"unknown user", nil, nil, resend("bob"), rule.UsernameClientNotFound, "Username/client id combination not found."},
		{"disabled user", nil, func(u *directory.User) { u.Enabled = false }, resend("alice"), rule.UserDisabled, "User is disabled."},
		{
			"confirmed user", nil, func(u *directory.User) { u.Status = api.UserStatusTypeConfirmed }, resend("alice"),
			rule.AlreadyConfirmed, "User is already confirmed.",
		},
		{
			"pool that verifies nothing", change(verifies()), nil, resend("alice"),
			rule.AutoVerificationOff, "Cannot resend codes. Auto verification not turned on.",
		},
		{
			"user without an address", nil, func(u *directory.User) { u.Attributes = nil }, resend("alice"),
			rule.AutoVerificationOff, "Cannot resend codes. Auto verification not turned on.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, append(change(verifies("email")), tt.world...)...)
			user := w.add(directory.User{Username: "alice", Status: api.UserStatusTypeUnconfirmed, Attributes: map[string]string{"email": "a@example.com"}})
			if tt.user != nil {
				tt.user(&user)
				w.save(user)
			}
			_, err := w.ResendConfirmationCode(w.ctx, tt.in)
			refused(t, err, tt.rule, tt.message)
			if sent := w.outbox(); len(sent) != 0 {
				t.Errorf("a message was sent: %v", sent)
			}
		})
	}
}
