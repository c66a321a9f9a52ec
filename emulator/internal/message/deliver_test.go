package message_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

const keyARN = "arn:aws:kms:us-east-1:000000000000:key/k"

// writes gives the pool a CustomMessage trigger that returns a response.
func (w *world) writes(response string) {
	w.pool.LambdaConfig = &api.LambdaConfigType{CustomMessage: "arn:aws:lambda:us-east-1:000000000000:function:write"}
	w.function = func(event string) (string, error) {
		at := strings.LastIndex(event, `"response":`)
		return event[:at] + `"response":` + response + "}", nil
	}
}

// sends gives the pool both custom senders, and a list of the events that they get.
func (w *world) sends() *events {
	w.pool.LambdaConfig = &api.LambdaConfigType{
		CustomEmailSender: &api.CustomEmailLambdaVersionConfigType{LambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:mail", LambdaVersion: "V1_0"},
		CustomSMSSender:   &api.CustomSMSLambdaVersionConfigType{LambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:text", LambdaVersion: "V1_0"},
		KMSKeyID:          keyARN,
	}
	got := &events{}
	w.function = func(event string) (string, error) {
		got.mu.Lock()
		defer got.mu.Unlock()
		got.list = append(got.list, event)
		return "null", nil
	}
	return got
}

// events are what functions got, which run at the same time.
type events struct {
	mu   sync.Mutex
	list []string
}

func TestCustomMessageReplacesTheTemplate(t *testing.T) {
	template := &api.VerificationMessageTemplateType{EmailSubject: "T", EmailMessage: "t {####}", SmsMessage: "s {####}"}
	for name, c := range map[string]struct {
		response, attribute, by, subject, body string
	}{
		"nothing":          {`{"smsMessage":null,"emailMessage":null,"emailSubject":null}`, "email", "", "T", "t 123456"},
		"empty":            {`{"smsMessage":"","emailMessage":"","emailSubject":""}`, "email", "", "T", "t 123456"},
		"message":          {`{"emailMessage":"{username}: {####}"}`, "email", "CustomMessage", "T", "bob: 123456"},
		"subject":          {`{"emailSubject":"for {username}"}`, "email", "CustomMessage", "for bob", "t 123456"},
		"both":             {`{"emailMessage":"{####}","emailSubject":"S"}`, "email", "CustomMessage", "S", "123456"},
		"sms":              {`{"smsMessage":"sms {####}"}`, "phone_number", "CustomMessage", "", "sms 123456"},
		"the other medium": {`{"smsMessage":"sms {####}"}`, "email", "", "T", "t 123456"},
		"and the reverse":  {`{"emailMessage":"{####}","emailSubject":"S"}`, "phone_number", "", "", "s 123456"},
	} {
		w := newWorld(t)
		w.FixedCode, w.pool.VerificationMessageTemplate = "123456", template
		w.pool.EmailConfiguration = &api.EmailConfigurationType{EmailSendingAccount: api.EmailSendingAccountTypeDeveloper}
		w.writes(c.response)
		if m := w.send(w.occasion(c.attribute)); m.By != c.by || m.Subject != c.subject || m.Body != c.body {
			t.Errorf("%s: by %q, %q, %q", name, m.By, m.Subject, m.Body)
		}
	}
}

// A function's message has the link where the template would have one.
func TestCustomMessageWithALink(t *testing.T) {
	w := newWorld(t)
	w.FixedCode = "123456"
	w.pool.EmailConfiguration = &api.EmailConfigurationType{EmailSendingAccount: api.EmailSendingAccountTypeDeveloper}
	w.pool.VerificationMessageTemplate = &api.VerificationMessageTemplateType{DefaultEmailOption: api.DefaultEmailOptionTypeConfirmWithLink}
	w.writes(`{"emailMessage":"{username}, {##click##}"}`)
	if m := w.send(w.occasion("email")); m.Body != `bob, <a href="`+link+`">click</a>` || m.Subject != "Your verification link" {
		t.Errorf("%q, %q", m.Subject, m.Body)
	}
}

// Where a code has to be typed, a text that has only a link would leave the user without one.
func TestCustomMessageWithALinkInsteadOfACode(t *testing.T) {
	for _, trigger := range []message.Trigger{message.SignUp, message.ForgotPassword} {
		w := newWorld(t)
		w.FixedCode = "123456"
		w.writes(`{"emailMessage":"{##click##}","emailSubject":"S"}`)
		o := w.occasion("email")
		o.Trigger = trigger
		if m := w.send(o); m.Body != "Your verification code is 123456." || m.Subject != "S" {
			t.Errorf("%s: %q, %q", trigger, m.Subject, m.Body)
		}
	}
}

func TestWhatCustomMessageFailsWithFailsTheCall(t *testing.T) {
	w := newWorld(t)
	w.writes("{}")
	w.function = func(string) (string, error) { return "", errors.New("Pending for approval") }
	draft, err := w.draft(w.user, w.occasion("email"))
	if err != nil {
		t.Fatal(err)
	}
	err = w.Deliver(t.Context(), w.pool, draft)
	if refusal, _ := rule.As(err); refusal == nil || refusal.Answer.Message != "CustomMessage failed with error Pending for approval." {
		t.Errorf("delivered: %v", err)
	}
	if len(w.outbox()) != 0 {
		t.Error("a message was kept that was not sent")
	}
	w.view(func(tx *store.Tx) error {
		if _, err := directory.Codes.Get(tx, w.pool.Id+"/"+w.user.Sub+"/"+string(directory.CodeSignUp)); err != nil {
			t.Errorf("the code is gone: %v", err)
		}
		return nil
	})
}

func TestDeliverIsNoPartOfATransaction(t *testing.T) {
	w := newWorld(t)
	w.writes("{}")
	draft, err := w.draft(w.user, w.occasion("email"))
	if err != nil {
		t.Fatal(err)
	}
	err = w.db.Update(t.Context(), func(ctx context.Context, _ *store.Tx) error { return w.Deliver(ctx, w.pool, draft) })
	if _, refused := rule.As(err); err == nil || refused || len(w.outbox()) != 0 {
		t.Errorf("got %v, want an internal error", err)
	}
}

func TestCustomSendersTakeOver(t *testing.T) {
	for name, c := range map[string]struct {
		plaintext     bool
		send          func(*world) message.Message
		by, to, event string
	}{
		"a code by e-mail": {
			false, func(w *world) message.Message { return w.send(w.occasion("email")) }, "CustomEmailSender", "bob@example.com",
			`"code":"arn:aws:kms:us-east-1:000000000000:key/k|map[userpool-id:us-east-1_App000001]|123456!"`,
		},
		"a code by SMS": {
			false, func(w *world) message.Message { return w.send(w.occasion("phone_number")) }, "CustomSMSSender", "+12065550100",
			`"code":"arn:aws:kms:us-east-1:000000000000:key/k|map[userpool-id:us-east-1_App000001]|123456!"`,
		},
		"a code, not encrypted": {
			true, func(w *world) message.Message { return w.send(w.occasion("email")) }, "CustomEmailSender", "bob@example.com", `"code":"123456"`,
		},
		"a temporary password": {
			true, func(w *world) message.Message { return w.invite(w.occasion("email").Delivery, "<Temp0&!") }, "CustomEmailSender", "bob@example.com", `"code":"\u0026lt;Temp0\u0026amp;!"`,
		},
		"no password": {
			false, func(w *world) message.Message { return w.invite(w.occasion("email").Delivery, "") }, "CustomEmailSender", "bob@example.com", `"code":null`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.FixedCode, w.PlaintextCodes = "123456", c.plaintext
			got := w.sends()
			m := c.send(w)
			w.triggers.Wait()
			if m.By != c.by || m.To != c.to || m.Subject+m.Body+m.Link != "" {
				t.Errorf("the outbox has %+v", m)
			}
			if len(got.list) != 1 || !strings.Contains(got.list[0], `"triggerSource":"`+c.by+"_"+string(m.Trigger)) ||
				!strings.Contains(escaped(got.list[0]), escaped(c.event)) || strings.Contains(got.list[0], `"response"`) {
				t.Errorf("the function got %v, want one event with %s", got.list, c.event)
			}
		})
	}
}

// escaped writes & as a JSON encoder may or may not do.
func escaped(json string) string { return strings.ReplaceAll(json, "&", `\u0026`) }

// Custom senders get the metadata of the answers to challenges only, CustomMessage that of other calls.
func TestWhoGetsTheMetadata(t *testing.T) {
	for _, c := range []struct{ metadata, sender map[string]string }{
		{map[string]string{"for": "CustomMessage"}, nil},
		{nil, map[string]string{"for": "sender"}},
	} {
		w := newWorld(t)
		o := w.occasion("email")
		o.Metadata, o.SenderMetadata = c.metadata, c.sender
		got := w.sends()
		w.send(o)
		w.triggers.Wait()
		want := `"clientMetadata":null`
		if c.sender != nil {
			want = `"clientMetadata":{"for":"sender"}`
		}
		if len(got.list) != 1 || !strings.Contains(got.list[0], want) {
			t.Errorf("%v, want %s", got.list, want)
		}
	}
}

// A sender for the one medium leaves the other to Cognito; CustomMessage is asked about what no sender takes over, or,
// if somebody knows better, always.
func TestWhichTriggerGetsTheMessage(t *testing.T) {
	for _, c := range []struct {
		beside    bool
		attribute string
		want      []string
	}{
		{false, "email", []string{"CustomEmailSender_SignUp"}},
		{false, "phone_number", []string{"CustomMessage_SignUp"}},
		{true, "email", []string{"CustomMessage_SignUp", "CustomEmailSender_SignUp"}},
	} {
		w := newWorld(t)
		got := w.sends()
		note := w.function
		w.function = func(event string) (string, error) { _, err := note(event); return event, err }
		w.pool.LambdaConfig.CustomSMSSender = nil
		w.pool.LambdaConfig.CustomMessage = "arn:aws:lambda:us-east-1:000000000000:function:write"
		w.triggers.Choices.MessageBesideSender = c.beside
		w.send(w.occasion(c.attribute))
		w.triggers.Wait()
		var sources []string
		for _, event := range got.list {
			_, rest, _ := strings.Cut(event, `"triggerSource":"`)
			source, _, _ := strings.Cut(rest, `"`)
			sources = append(sources, source)
		}
		if diff := cmp.Diff(c.want, sources); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c, diff)
		}
	}
}

// Whoever sends finds the message in the outbox, and nobody waits for a sender.
func TestNobodyWaitsForASender(t *testing.T) {
	w := newWorld(t)
	w.sends()
	release, found := make(chan struct{}), make(chan int, 1)
	w.function = func(string) (string, error) {
		found <- len(w.outbox())
		<-release
		return "", errors.New("too late to matter")
	}
	w.send(w.occasion("email")) // returns although the function does not
	if n := <-found; n != 1 {
		t.Errorf("the function found %d messages", n)
	}
	close(release)
	w.triggers.Wait()
}

// broken cannot encrypt.
type broken struct{}

func (broken) Encrypt(context.Context, string, map[string]string, string) (string, error) {
	return "", errors.New("no key")
}

func TestWithoutEncryptionNothingIsSent(t *testing.T) {
	w := newWorld(t)
	got := w.sends()
	w.Codes = broken{}
	draft, err := w.draft(w.user, w.occasion("email"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Deliver(t.Context(), w.pool, draft); err == nil || len(w.outbox()) != 0 || len(got.list) != 0 {
		t.Errorf("%v, %d messages, %v", err, len(w.outbox()), got.list)
	}
}

// An address that waits for its verification is where the code goes, so that the functions have to know it: the user's
// record still has the old one.
func TestFunctionsKnowThePendingAddress(t *testing.T) {
	w := newWorld(t)
	w.user.Attributes["email_verified"] = "true"
	got := w.sends()
	o := w.occasion("email")
	o.Trigger, o.Purpose = message.UpdateUserAttribute, directory.VerifyPurpose("email")
	o.Delivery.Address, o.Pending = "new@example.com", "new@example.com"
	if m := w.send(o); m.To != "new@example.com" {
		t.Errorf("sent to %s", m.To)
	}
	w.triggers.Wait()
	if len(got.list) != 1 || !strings.Contains(got.list[0], `"email":"new@example.com","email_verified":"false"`) {
		t.Errorf("the function got %q", got.list)
	}
	if w.user.Attributes["email"] != "bob@example.com" || w.user.Attributes["email_verified"] != "true" {
		t.Errorf("the user became %v", w.user.Attributes)
	}
}
