package trigger

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// CustomMessageRequest is what the trigger is asked.
type CustomMessageRequest struct {
	Source         string // CustomMessage_SignUp, CustomMessage_AdminCreateUser …
	UserName       string
	ClientID       string
	Attributes     map[string]string
	ClientMetadata map[string]string
	Linked         bool // the message has a link to follow in place of a code to type
}

// CustomMessageAnswer is what the function wants to have written. What is "" is written by the pool's template.
type CustomMessageAnswer struct {
	SMSMessage   string
	EmailMessage string
	EmailSubject string
}

func (a *CustomMessageAnswer) verdict() string {
	if *a == (CustomMessageAnswer{}) {
		return "the message is not changed"
	}
	return fmt.Sprintf("smsMessage of %d characters, emailMessage of %d, emailSubject %q",
		utf8.RuneCountInString(a.SMSMessage), utf8.RuneCountInString(a.EmailMessage), a.EmailSubject)
}

const (
	invitationSource  = "CustomMessage_AdminCreateUser"
	codeParameter     = "{####}"
	usernameParameter = "{username}"
)

type customMessageRequest struct {
	UserAttributes    attributes        `json:"userAttributes"`
	CodeParameter     string            `json:"codeParameter"`
	LinkParameter     string            `json:"linkParameter"`
	UsernameParameter *string           `json:"usernameParameter"` // of invitations only
	ClientMetadata    map[string]string `json:"clientMetadata,omitempty"`
}

type customMessageResponse struct {
	SMSMessage   *string `json:"smsMessage"`
	EmailMessage *string `json:"emailMessage"`
	EmailSubject *string `json:"emailSubject"`
}

// CustomMessage lets the function write a message with a code or a temporary password. The answer is nil if the pool
// has no such trigger.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
func (t *Triggers) CustomMessage(ctx context.Context, pool directory.Pool, request CustomMessageRequest) (*CustomMessageAnswer, error) {
	arn := configured(pool).CustomMessage
	if arn == "" {
		return nil, nil
	}
	return ask(ctx, t, question{name: "CustomMessage", arn: arn, event: customMessageEvent(ctx, pool, request)}, func(r *reply) (*CustomMessageAnswer, *rule.Refusal) {
		a, refusal := readCustomMessage(r)
		if refusal == nil {
			leaveOutLinks(r, request.Linked, a)
			refusal = checkSendingAccount(r, pool, a)
		}
		return a, refusal
	})
}

func customMessageEvent(ctx context.Context, pool directory.Pool, r CustomMessageRequest) envelope {
	request := customMessageRequest{
		UserAttributes: attributesOf(pool, r.Attributes), CodeParameter: codeParameter, LinkParameter: "{##Click Here##}", ClientMetadata: r.ClientMetadata,
	}
	if r.Source == invitationSource {
		request.UsernameParameter = new(usernameParameter)
	}
	return newEvent(ctx, pool, subject{r.Source, r.UserName, r.ClientID}, request, customMessageResponse{})
}

// readCustomMessage leaves out texts that do not fit: Cognito sends its own in their place, without an error. Only the
// text that does not fit is replaced: an invitation without the user name was seen to go out with the function's
// subject and the pool's body.
func readCustomMessage(r *reply) (*CustomMessageAnswer, *rule.Refusal) {
	members, refusal := r.response()
	if refusal != nil {
		return nil, refusal
	}
	var a CustomMessageAnswer
	problem := firstOf(read(members, "smsMessage", &a.SMSMessage), read(members, "emailMessage", &a.EmailMessage), read(members, "emailSubject", &a.EmailSubject))
	if problem != nil {
		return nil, wrongType(problem)
	}
	for _, text := range []struct {
		name    string
		text    *string
		longest int
	}{{"smsMessage", &a.SMSMessage, 140}, {"emailMessage", &a.EmailMessage, 20_000}} {
		if misfit := misfitOf(r.sent.TriggerSource, *text.text, text.longest); misfit != "" {
			r.note("response.%s %s: it was ignored, and the pool's own text was sent", text.name, misfit)
			*text.text = ""
		}
	}
	return &a, nil
}

// link is what a message has for a link to follow: {##the text of the link##}.
var link = regexp.MustCompile(`\{##.*?##\}`)

// misfitOf says why Cognito would not send a text; "" if it would, or if there is none.
func misfitOf(source, text string, longest int) string {
	switch length := utf8.RuneCountInString(text); {
	case text == "":
		return ""
	case length > longest:
		return fmt.Sprintf("has %d characters, and %d are the most", length, longest)
	case !strings.Contains(text, codeParameter) && !link.MatchString(text):
		return "does not have request.codeParameter in it, which is " + codeParameter
	case source == invitationSource && !strings.Contains(text, usernameParameter):
		return "does not have request.usernameParameter in it, which is " + usernameParameter
	}
	return ""
}

// leaveOutLinks leaves out texts that have a link only, where a code has to be typed: they do not fit either (assumed).
func leaveOutLinks(r *reply, linked bool, a *CustomMessageAnswer) {
	leaveOut := func(name string, text *string) {
		if *text != "" && !linked && !strings.Contains(*text, codeParameter) {
			r.note("response.%s has a link and no %s, but this message is to carry a code: it was ignored, and the pool's own text was sent", name, codeParameter)
			*text = ""
		}
	}
	leaveOut("smsMessage", &a.SMSMessage)
	leaveOut("emailMessage", &a.EmailMessage)
}

// checkSendingAccount asks whether a function may write the mails of a pool without an account for sending. The
// documentation says no; pools without one whose functions write the mails are common.
func checkSendingAccount(r *reply, pool directory.Pool, a *CustomMessageAnswer) *rule.Refusal {
	own := pool.EmailConfiguration != nil && pool.EmailConfiguration.EmailSendingAccount == api.EmailSendingAccountTypeDeveloper
	if own || a.EmailMessage == "" && a.EmailSubject == "" {
		return nil
	}
	if r.choices.MessagesNeedSendingAccount {
		return rule.MessageWithoutAccount.Refuse().
			Because("the function wrote the mail, and EmailSendingAccount of the pool %s is not DEVELOPER", pool.Id)
	}
	r.note("the function wrote the mail, while EmailSendingAccount of the pool is not DEVELOPER: the documentation says that this is refused, and practice that it is not")
	return nil
}
