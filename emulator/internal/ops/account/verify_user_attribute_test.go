package account_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestVerifyUserAttribute(t *testing.T) {
	w := withAlice(t, aliased("phone_number"))
	_, err := w.UpdateUserAttributes(w.ctx, updateAttributes("phone_number", "+12065550100"))
	must(t, err)
	out, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("phone_number"))
	must(t, err)
	want := &api.CodeDeliveryDetailsType{AttributeName: "phone_number", DeliveryMedium: "SMS", Destination: "+*******0100"}
	if diff := cmp.Diff(want, out.CodeDeliveryDetails); diff != "" {
		t.Error(diff)
	}
	m := w.lastMessage()
	if m.Trigger != message.VerifyUserAttribute || m.To != "+12065550100" {
		t.Errorf("the message is %+v", m)
	}
	_, err = w.VerifyUserAttribute(w.ctx, verifyAttribute("phone_number", m.Code))
	must(t, err)
	if w.user("+12065550100").Attributes["phone_number_verified"] != "true" {
		t.Error("the number is not verified")
	}
	_, err = w.VerifyUserAttribute(w.ctx, verifyAttribute("phone_number", m.Code))
	refused(t, err, rule.CodeExpired, "Invalid code provided, please request a code again.")
}

func TestVerifyUserAttributeRefuses(t *testing.T) {
	same := func(code string) string { return code }
	for _, tt := range []struct {
		name      string
		before    func(w *world)
		attribute string
		code      func(right string) string
		rule      *rule.Rule
		message   string
	}{
		{
			"another attribute", nil, "name", same,
			rule.AttributeNotVerifiable, "Invalid attribute name. Only phone_number and email can be verified.",
		},
		{"wrong code", nil, "email", wrongCode, rule.CodeMismatch, "Invalid verification code provided, please try again."},
		{
			"code of the other attribute", nil, "phone_number", same,
			rule.CodeExpired, "Invalid code provided, please request a code again.",
		},
		{
			"code after a day", func(w *world) { w.clock.Advance(24 * time.Hour) }, "email", same,
			rule.CodeExpired, "Invalid code provided, please request a code again.",
		},
		{
			"alias taken", func(w *world) {
				w.add(directory.User{Username: "bob", Attributes: map[string]string{"email": "new@example.com", "email_verified": "true"}})
			}, "email", same,
			rule.AliasExists, "An account with the email already exists.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := withAlice(t, verifies("email"), aliased("email"))
			_, err := w.UpdateUserAttributes(w.ctx, updateAttributes("email", "new@example.com", "phone_number", "+12065550100"))
			must(t, err)
			if tt.before != nil {
				tt.before(w)
			}
			_, err = w.VerifyUserAttribute(w.ctx, verifyAttribute(tt.attribute, tt.code(w.lastMessage().Code)))
			refused(t, err, tt.rule, tt.message)
			if w.user("alice").Attributes["email_verified"] == "true" {
				t.Error("the address is verified")
			}
		})
	}
}

func TestGetUserAttributeVerificationCodeRefuses(t *testing.T) {
	w := withAlice(t)
	_, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("name"))
	refused(t, err, rule.AttributeNotVerifiable, "Invalid attribute name. Only phone_number and email can be verified.")
	_, err = w.GetUserAttributeVerificationCode(w.ctx, sendCode("phone_number"))
	refused(t, err, rule.AttributeNothingToVerify, "User does not have a value for the attribute phone_number.")
}
