package password_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

type worldChanges = []func(*directory.Pool, *directory.Client, *directory.User)

func TestForgotPassword(t *testing.T) {
	withPhone := alice(func(u *directory.User) {
		u.Attributes["phone_number"], u.Attributes["phone_number_verified"] = "+12065550100", "true"
	})
	email := &api.CodeDeliveryDetailsType{AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***"}
	phone := &api.CodeDeliveryDetailsType{AttributeName: "phone_number", DeliveryMedium: "SMS", Destination: "+*******0100"}
	for _, tt := range []struct {
		name     string
		world    worldChanges
		username string
		want     *api.CodeDeliveryDetailsType
		to       string
	}{
		{"by email", nil, "alice", email, "alice@example.com"},
		{"phone first without a setting", worldChanges{withPhone}, "alice", phone, "+12065550100"},
		{
			"by priority",
			worldChanges{withPhone, recovery("verified_email", "verified_phone_number")},
			"alice",
			email, "alice@example.com",
		},
		{"by alias", worldChanges{func(p *directory.Pool, _ *directory.Client, _ *directory.User) {
			p.AliasAttributes = []api.AliasAttributeType{"email"}
		}}, "alice@example.com", email, "alice@example.com"},
		{"again after a reset", worldChanges{status("RESET_REQUIRED")}, "alice", email, "alice@example.com"},
		{"unconfirmed, but verified", worldChanges{status("UNCONFIRMED")}, "alice", email, "alice@example.com"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, tt.world...)
			before := w.find("alice")
			out, err := w.ForgotPassword(w.ctx, forgotPassword(tt.username))
			must(t, err)
			if diff := cmp.Diff(tt.want, out.CodeDeliveryDetails); diff != "" {
				t.Error(diff)
			}
			sent := w.outbox()
			if len(sent) != 1 || sent[0].Trigger != message.ForgotPassword || sent[0].To != tt.to || sent[0].Client != clientID {
				t.Errorf("the messages are %+v", sent)
			}
			if diff := cmp.Diff(before, w.find("alice")); diff != "" {
				t.Errorf("the user changed: %s", diff)
			}
		})
	}
}

func TestForgotPasswordRefuses(t *testing.T) {
	const (
		notNow  = "User password cannot be reset in the current state."
		nowhere = "Cannot reset password for the user as there is no registered/verified email or phone_number"
	)
	for _, tt := range []struct {
		name    string
		world   worldChanges
		in      *api.ForgotPasswordRequest
		rule    *rule.Rule
		message string
	}{
		{
			"unknown client", nil, &api.ForgotPasswordRequest{ClientId: "nobody", Username: "alice"},
			rule.ClientNotFound, "User pool client nobody does not exist.",
		},
		{
			"no secret hash",
			worldChanges{secret},
			forgotPassword("alice"),
			rule.SecretMissing, "Client " + clientID + " is configured for secret but secret was not received",
		},
		{
			"wrong secret hash",
			worldChanges{secret},
			&api.ForgotPasswordRequest{ClientId: clientID, Username: "alice", SecretHash: "abc="},
			rule.SecretHashMismatch, "Unable to verify secret hash for client " + clientID,
		},
		{"unknown user", nil, forgotPassword("bob"), rule.UsernameClientNotFound, "Username/client id combination not found."},
		{"disabled", worldChanges{disabled}, forgotPassword("alice"), rule.UserDisabled, "User is disabled."},
		{"temporary password", worldChanges{status("FORCE_CHANGE_PASSWORD")}, forgotPassword("alice"), rule.ResetNotPossible, notNow},
		{"external provider", worldChanges{status("EXTERNAL_PROVIDER")}, forgotPassword("alice"), rule.ResetNotPossible, notNow},
		{
			"address not verified",
			worldChanges{alice(func(u *directory.User) { u.Attributes["email_verified"] = "false" })},
			forgotPassword("alice"),
			rule.NoVerifiedContact, nowhere,
		},
		{"no address", worldChanges{alice(func(u *directory.User) { u.Attributes = nil })}, forgotPassword("alice"), rule.NoVerifiedContact, nowhere},
		{"address not allowed", worldChanges{recovery("verified_phone_number")}, forgotPassword("alice"), rule.NoVerifiedContact, nowhere},
		{"administrators only", worldChanges{recovery("admin_only")}, forgotPassword("alice"), rule.ResetByAdminOnly, "Contact administrator to reset password."},
		{
			"administrators only, unknown user",
			worldChanges{recovery("admin_only"), triggers},
			forgotPassword("bob"),
			rule.ResetByAdminOnly, "Contact administrator to reset password.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, tt.world...)
			_, err := w.ForgotPassword(w.ctx, tt.in)
			refused(t, err, tt.rule, tt.message)
			if len(w.outbox()) != 0 || len(w.events) != 0 {
				t.Errorf("a message was sent or a trigger ran: %v %v", w.outbox(), w.events)
			}
		})
	}
}

func TestForgotPasswordMigratesUsers(t *testing.T) {
	w := newWorld(t, triggers)
	w.function = func(event) (any, error) {
		return map[string]any{
			"userAttributes": map[string]string{"email": "bob@example.com", "email_verified": "true"}, "messageAction": "SUPPRESS",
		}, nil
	}
	in := forgotPassword("bob")
	in.ClientMetadata = map[string]string{"lang": "de"}
	out, err := w.ForgotPassword(w.ctx, in)
	must(t, err)
	if out.CodeDeliveryDetails.Destination != "b***@e***" || w.find("bob").Status != api.UserStatusTypeResetRequired {
		t.Errorf("the answer is %+v, the user %+v", out, w.find("bob"))
	}
	e := w.events[0]
	if e.TriggerSource != "UserMigration_ForgotPassword" || e.UserName != "bob" || e.Request.ClientMetadata["lang"] != "de" {
		t.Errorf("the event is %+v", e)
	}
	sent := w.outbox()
	_, err = w.ConfirmForgotPassword(w.ctx, confirmForgotPassword("bob", sent[len(sent)-1].Code))
	must(t, err)
	if bob := w.find("bob"); bob.Status != api.UserStatusTypeConfirmed || bob.Credential == nil {
		t.Errorf("the user is %+v", bob)
	}
}

func TestForgotPasswordDoesNotMigrateExistingUsers(t *testing.T) {
	w := newWorld(t, triggers)
	w.forgot()
	if len(w.events) != 0 {
		t.Errorf("the trigger ran: %v", w.events)
	}
}

func TestForgotPasswordWithoutAMigratedUser(t *testing.T) {
	for _, tt := range []struct {
		name     string
		function func(event) (any, error)
		rule     *rule.Rule
		message  string
	}{
		{
			"empty response", func(event) (any, error) { return map[string]string{}, nil },
			rule.UsernameClientNotFound, "Username/client id combination not found.",
		},
		{
			"error", func(event) (any, error) { return nil, errors.New("Bad password") },
			rule.TriggerFailed, "UserMigration failed with error Bad password.",
		},
		{
			"no verified address", func(event) (any, error) {
				return map[string]any{"userAttributes": map[string]string{"email": "bob@example.com"}, "messageAction": "SUPPRESS"}, nil
			},
			rule.NoVerifiedContact, "Cannot reset password for the user as there is no registered/verified email or phone_number",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, triggers)
			w.function = tt.function
			_, err := w.ForgotPassword(w.ctx, forgotPassword("bob"))
			refused(t, err, tt.rule, tt.message)
			if len(w.outbox()) != 0 {
				t.Errorf("a message was sent: %v", w.outbox())
			}
		})
	}
}

// TestRecoveryAttemptsRunOut spends the budget that ForgotPassword and ConfirmForgotPassword share.
func TestRecoveryAttemptsRunOut(t *testing.T) {
	for _, tt := range []struct {
		name    string
		forgot  *rule.Rule // nil: the calls succeed
		confirm *rule.Rule
	}{
		{"alice", nil, rule.CodeMismatch},
		{"nobody", rule.UsernameClientNotFound, rule.UsernameClientNotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			forgot := func() error { _, err := w.ForgotPassword(w.ctx, forgotPassword(tt.name)); return err }
			confirm := func() error {
				_, err := w.ConfirmForgotPassword(w.ctx, confirmForgotPassword(tt.name, "wrong"))
				return err
			}
			for range 2 { // each hour anew
				for range 10 {
					if err := forgot(); tt.forgot == nil && err != nil || tt.forgot != nil && !rule.Is(err, tt.forgot) {
						t.Fatalf("ForgotPassword: %v", err)
					}
					if err := confirm(); !rule.Is(err, tt.confirm) {
						t.Fatalf("ConfirmForgotPassword: %v", err)
					}
				}
				refused(t, forgot(), rule.AttemptLimit, "Attempt limit exceeded, please try after some time.")
				refused(t, confirm(), rule.AttemptLimit, "Attempt limit exceeded, please try after some time.")
				w.clock.Advance(time.Hour)
			}
		})
	}
}

func TestForgotPasswordNotesWhatItIgnores(t *testing.T) {
	w := newWorld(t)
	in := forgotPassword("alice")
	in.AnalyticsMetadata, in.UserContextData = &api.AnalyticsMetadataType{}, &api.UserContextDataType{}
	_, err := w.ForgotPassword(w.ctx, in)
	must(t, err)
	w.noticed("AnalyticsMetadata")
	w.noticed("UserContextData")
}

func TestForgotPasswordWithASecretHash(t *testing.T) {
	w := newWorld(t, secret)
	in := forgotPassword("alice")
	in.SecretHash = api.Secret(directory.Client{UserPoolClientType: api.UserPoolClientType{
		ClientId: clientID, ClientSecret: "a secret of the client",
	}}.SecretHash("alice"))
	_, err := w.ForgotPassword(w.ctx, in)
	must(t, err)
}
