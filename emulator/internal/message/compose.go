package message

import (
	"cmp"
	"net/url"
	"regexp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// text is what a template has to say on one occasion.
type text struct{ subject, body string }

// placeholder is what a template has for the code, the user name and the link: {##the text of the link##}.
var placeholder = regexp.MustCompile(`\{####\}|\{username\}|\{##(.*?)##\}`)

// compose fills the text of the CustomMessage trigger, the template of the pool, or the default one, with code and
// user name. What the trigger leaves out it leaves to the template.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
func (m *Message) compose(pool directory.Pool, custom text, publicURL string) {
	t := verification(pool, m.Channel)
	switch {
	case m.Trigger == AdminCreateUser:
		t = invitation(pool, m.Channel, m.Code != "" || !pool.SendsOneTimePasswords())
	case m.Trigger == Authentication:
		t = secondFactor(pool, m.Channel)
	case m.linked(pool):
		t = linkedVerification(pool)
		m.Link = publicURL + "/confirmUser?" + url.Values{"client_id": {m.Client}, "user_name": {m.User}, "confirmation_code": {m.Code}}.Encode()
	}
	m.Subject, m.Body = m.fill(cmp.Or(custom.subject, t.subject)), m.fill(cmp.Or(custom.body, t.body))
}

// fill looks at each part of a template once: what a user name has in braces is no placeholder. The text of a link
// stays as it is in messages without one.
func (m *Message) fill(template string) string {
	return placeholder.ReplaceAllStringFunc(template, func(found string) string {
		switch {
		case found == "{####}":
			return m.Code
		case found == "{username}":
			return m.User
		case m.Link == "":
			return found
		}
		return `<a href="` + m.Link + `">` + placeholder.FindStringSubmatch(found)[1] + `</a>`
	})
}

// linked reports whether the message carries a link to follow instead of a code to type: sign-up mails of pools
// with CONFIRM_WITH_LINK do.
func (m *Message) linked(pool directory.Pool) bool {
	v := pool.VerificationMessageTemplate
	return m.Channel == "email" && (m.Trigger == SignUp || m.Trigger == ResendCode) &&
		v != nil && v.DefaultEmailOption == api.DefaultEmailOptionTypeConfirmWithLink
}

func verification(pool directory.Pool, channel string) text {
	v := pool.VerificationMessageTemplate
	if v == nil {
		v = &api.VerificationMessageTemplateType{}
	}
	if channel == "sms" {
		return text{"", cmp.Or(v.SmsMessage, pool.SmsVerificationMessage, "Your verification code is {####}.")}
	}
	return text{
		cmp.Or(v.EmailSubject, pool.EmailVerificationSubject, "Your verification code"),
		cmp.Or(v.EmailMessage, pool.EmailVerificationMessage, "Your verification code is {####}."),
	}
}

func linkedVerification(pool directory.Pool) text {
	v := pool.VerificationMessageTemplate
	return text{
		cmp.Or(v.EmailSubjectByLink, "Your verification link"),
		cmp.Or(v.EmailMessageByLink, "Please click the link below to verify your email address. {##Verify Email##}"),
	}
}

// invitation is the text for new users. The default one for users without a password does not speak of one (documented; its
// words are assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow-things-to-know.html
func invitation(pool directory.Pool, channel string, password bool) text {
	t := &api.MessageTemplateType{}
	if pool.AdminCreateUserConfig != nil && pool.AdminCreateUserConfig.InviteMessageTemplate != nil {
		t = pool.AdminCreateUserConfig.InviteMessageTemplate
	}
	subject, body := "Your temporary password", "Your username is {username} and temporary password is {####}."
	if !password {
		subject, body = "Your account", "Your username is {username}."
	}
	if channel == "sms" {
		return text{"", cmp.Or(t.SMSMessage, body)}
	}
	return text{cmp.Or(t.EmailSubject, subject), cmp.Or(t.EmailMessage, body)}
}

// secondFactor is the text of sign-in codes. The words of the default ones are assumed.
func secondFactor(pool directory.Pool, channel string) text {
	const body = "Your authentication code is {####}."
	if channel == "sms" {
		return text{"", cmp.Or(pool.SmsAuthenticationMessage, body)}
	}
	v := pool.MFA.Email
	if v == nil {
		v = &api.EmailMfaConfigType{}
	}
	return text{cmp.Or(v.Subject, "Your authentication code"), cmp.Or(v.Message, body)}
}
