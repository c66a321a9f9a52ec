package message_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
)

const link = "http://localhost:2646/confirmUser?client_id=web&confirmation_code=123456&user_name=bob"

// Every template of a pool, and what wins where there are several.
func TestTemplates(t *testing.T) {
	byLink := api.DefaultEmailOptionTypeConfirmWithLink
	for name, c := range map[string]struct {
		pool          api.UserPoolType
		attribute     string
		trigger       message.Trigger
		subject, body string
		link          string
	}{
		"email": {attribute: "email", trigger: message.SignUp, subject: "Your verification code", body: "Your verification code is 123456."},
		"sms":   {attribute: "phone_number", trigger: message.SignUp, body: "Your verification code is 123456."},
		"former settings": {
			pool:      api.UserPoolType{EmailVerificationSubject: "S", EmailVerificationMessage: "M {####}", SmsVerificationMessage: "T {####}"},
			attribute: "email", trigger: message.ForgotPassword, subject: "S", body: "M 123456",
		},
		"former setting, sms": {
			pool: api.UserPoolType{SmsVerificationMessage: "T {####}"}, attribute: "phone_number", trigger: message.ForgotPassword, body: "T 123456",
		},
		"template": {
			pool: api.UserPoolType{
				EmailVerificationSubject: "no", EmailVerificationMessage: "no",
				VerificationMessageTemplate: &api.VerificationMessageTemplateType{EmailSubject: "Hi {username}", EmailMessage: "{username}: {####}, {####}"},
			},
			attribute: "email", trigger: message.ResendCode, subject: "Hi bob", body: "bob: 123456, 123456",
		},
		"template, sms": {
			pool: api.UserPoolType{
				SmsVerificationMessage: "no", VerificationMessageTemplate: &api.VerificationMessageTemplateType{SmsMessage: "{####}!"},
			},
			attribute: "phone_number", trigger: message.VerifyUserAttribute, body: "123456!",
		},
		"link": {
			pool:      api.UserPoolType{VerificationMessageTemplate: &api.VerificationMessageTemplateType{DefaultEmailOption: byLink}},
			attribute: "email", trigger: message.SignUp, subject: "Your verification link", link: link,
			body: `Please click the link below to verify your email address. <a href="` + link + `">Verify Email</a>`,
		},
		"link, template": {
			pool: api.UserPoolType{VerificationMessageTemplate: &api.VerificationMessageTemplateType{
				DefaultEmailOption: byLink, EmailSubject: "no", EmailMessage: "no", EmailSubjectByLink: "L", EmailMessageByLink: "{username} {##a##} or {##b##}",
			}},
			attribute: "email", trigger: message.ResendCode, subject: "L", link: link, body: `bob <a href="` + link + `">a</a> or <a href="` + link + `">b</a>`,
		},
		"link, forgotten password": {
			pool:      api.UserPoolType{VerificationMessageTemplate: &api.VerificationMessageTemplateType{DefaultEmailOption: byLink}},
			attribute: "email", trigger: message.ForgotPassword, subject: "Your verification code", body: "Your verification code is 123456.",
		},
		"link, sms": {
			pool:      api.UserPoolType{VerificationMessageTemplate: &api.VerificationMessageTemplateType{DefaultEmailOption: byLink}},
			attribute: "phone_number", trigger: message.SignUp, body: "Your verification code is 123456.",
		},
		"sign-in code":      {attribute: "email", trigger: message.Authentication, subject: "Your authentication code", body: "Your authentication code is 123456."},
		"sign-in code, sms": {attribute: "phone_number", trigger: message.Authentication, body: "Your authentication code is 123456."},
		"sign-in code, sms, template": {
			pool: api.UserPoolType{SmsAuthenticationMessage: "A {####}", SmsVerificationMessage: "no"}, attribute: "phone_number", trigger: message.Authentication, body: "A 123456",
		},
		"a link in a message without one": {
			pool:      api.UserPoolType{EmailVerificationMessage: "{##x##} {####}"},
			attribute: "email", trigger: message.SignUp, subject: "Your verification code", body: "{##x##} 123456",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.FixedCode = "123456"
			c.pool.Id = w.pool.Id
			w.pool.UserPoolType = c.pool
			o := w.occasion(c.attribute)
			o.Trigger = c.trigger
			m := w.send(o)
			if m.Subject != c.subject || m.Body != c.body || m.Link != c.link {
				t.Errorf("%q, %q, %q; want %q, %q, %q", m.Subject, m.Body, m.Link, c.subject, c.body, c.link)
			}
		})
	}
}

func TestInvitations(t *testing.T) {
	template := &api.MessageTemplateType{EmailSubject: "Welcome {username}", EmailMessage: "{username} {####}", SMSMessage: "sms {username} {####}"}
	for name, c := range map[string]struct {
		template                 *api.MessageTemplateType
		attribute, subject, body string
	}{
		"email":           {nil, "email", "Your temporary password", "Your username is bob and temporary password is Temp0rary!."},
		"sms":             {nil, "phone_number", "", "Your username is bob and temporary password is Temp0rary!."},
		"template":        {template, "email", "Welcome bob", "bob Temp0rary!"},
		"template, sms":   {template, "phone_number", "", "sms bob Temp0rary!"},
		"empty template":  {&api.MessageTemplateType{}, "email", "Your temporary password", "Your username is bob and temporary password is Temp0rary!."},
		"pool that links": {nil, "email", "Your temporary password", "Your username is bob and temporary password is Temp0rary!."},
	} {
		w := newWorld(t)
		w.pool.AdminCreateUserConfig = &api.AdminCreateUserConfigType{InviteMessageTemplate: c.template}
		w.pool.VerificationMessageTemplate = &api.VerificationMessageTemplateType{DefaultEmailOption: api.DefaultEmailOptionTypeConfirmWithLink}
		delivery := directory.Delivery{Attribute: c.attribute, Address: w.user.Attributes[c.attribute]}
		if m := w.invite(delivery, "Temp0rary!"); m.Subject != c.subject || m.Body != c.body || m.Link != "" {
			t.Errorf("%s: %q, %q, %q", name, m.Subject, m.Body, m.Link)
		}
	}
}

// Whatever a user is called, a template is filled once, and the link leads to that user.
func TestNamesAreNoTemplates(t *testing.T) {
	for _, name := range []string{"{####}", "{username}", "{##click##}", "a&b=c?d#e+f g", `"><script>`, "名前", "$1"} {
		w := newWorld(t)
		w.FixedCode, w.user.Username = "123456", name
		w.pool.VerificationMessageTemplate = &api.VerificationMessageTemplateType{
			DefaultEmailOption: api.DefaultEmailOptionTypeConfirmWithLink, EmailMessageByLink: "{username}|{##here##}",
		}
		m := w.send(w.occasion("email"))
		if m.Body != name+`|<a href="`+m.Link+`">here</a>` || strings.ContainsAny(m.Link, `"<> `) {
			t.Errorf("%q: %q", name, m.Body)
		}
		to, err := url.Parse(m.Link)
		if err != nil || to.Query().Get("user_name") != name || to.Query().Get("confirmation_code") != "123456" || to.Query().Get("client_id") != "web" {
			t.Errorf("%q: the link is %s, %v", name, m.Link, err)
		}
	}
}
