package trigger

import (
	"context"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// CustomSenderRequest is a message for a function to send.
type CustomSenderRequest struct {
	Source         string // CustomEmailSender_SignUp, CustomSMSSender_SignUp …
	UserName       string
	ClientID       string
	Attributes     map[string]string
	Code           *string           // encrypted; nil for messages without one
	ClientMetadata map[string]string // of RespondToAuthChallenge and AdminRespondToAuthChallenge only
}

const (
	emailSender = "CustomEmailSender"
	smsSender   = "CustomSMSSender"
)

type customSenderRequest struct {
	Type           string            `json:"type"`
	Code           *string           `json:"code"`
	ClientMetadata map[string]string `json:"clientMetadata"`
	UserAttributes attributes        `json:"userAttributes"`
}

// SenderFor gives the function that sends a pool's messages of one medium in Cognito's place.
func SenderFor(pool directory.Pool, medium api.DeliveryMediumType) (arn string, ok bool) {
	switch config := configured(pool); {
	case medium == api.DeliveryMediumTypeEmail && config.CustomEmailSender != nil:
		arn = config.CustomEmailSender.LambdaArn
	case medium == api.DeliveryMediumTypeSms && config.CustomSMSSender != nil:
		arn = config.CustomSMSSender.LambdaArn
	}
	return arn, arn != ""
}

// CustomSender hands a message over to the function that sends it. It does not wait: the function runs beside the
// request, and nobody reads its answer. A pool without such a function has nothing done.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html,
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html
func (t *Triggers) CustomSender(ctx context.Context, pool directory.Pool, r CustomSenderRequest) {
	name, medium := senderOf(r.Source)
	arn, ok := SenderFor(pool, medium)
	if !ok {
		return
	}
	event := customSenderEvent(ctx, pool, r)
	send := func(stop context.Context) {
		ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		defer cancel()
		defer context.AfterFunc(stop, cancel)()
		t.send(ctx, name, arn, event)
	}
	drop := func(because string) { dropMessage(ctx, name, arn, event, because) }
	if because := t.senders.add(arn, parcel{send, drop}); because != "" {
		drop(because)
	}
}

// send calls the function and notes what came of it.
func (t *Triggers) send(ctx context.Context, name, arn string, event envelope) {
	i, err := t.call(ctx, name, arn, event, event)
	if _, refused := rule.As(err); err != nil && !refused {
		journal.From(ctx).Notice("%s was not called: %v", name, err)
	}
	if err == nil {
		i.accept("%s", notRead)
	}
}

// notRead is all that there is to say about a sender's answer.
const notRead = "Cognito does not read what a custom sender answers"

// dropMessage notes that a message was not sent. Its event is kept, so that it can be sent by a replay.
func dropMessage(ctx context.Context, name, arn string, event envelope, because string) {
	journal.From(ctx).Notice("%s was not called, and the message is lost: %s", name, because)
	shown, err := encode(event)
	if err != nil {
		return
	}
	journal.From(ctx).Invoked(journal.Invocation{
		Trigger: event.source(), Function: arn, Event: shown, Raw: shown, Error: "not called: " + because, Verdict: "the message is lost: " + because,
	})
}

// Wait waits until all custom senders have answered.
func (t *Triggers) Wait() { <-t.senders.idle() }

// Close has no more messages sent. It gives the custom senders that run, and those that wait, some time; then what
// still waits is dropped, and those that run are told to stop, which it does not wait for.
func (t *Triggers) Close(patience time.Duration) {
	idle := t.senders.close()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-idle:
	case <-timer.C:
	}
	t.senders.abort()
}

func senderOf(source string) (name string, medium api.DeliveryMediumType) {
	if strings.HasPrefix(source, smsSender+"_") {
		return smsSender, api.DeliveryMediumTypeSms
	}
	return emailSender, api.DeliveryMediumTypeEmail
}

// customSenderEvent makes the one event that has no response.
func customSenderEvent(ctx context.Context, pool directory.Pool, r CustomSenderRequest) envelope {
	kind := "customEmailSenderRequestV1"
	if name, _ := senderOf(r.Source); name == smsSender {
		kind = "customSMSSenderRequestV1"
	}
	e := newSourceFirst(ctx, pool, subject{r.Source, r.UserName, r.ClientID},
		customSenderRequest{kind, r.Code, r.ClientMetadata, attributesOf(pool, r.Attributes)}, struct{}{})
	return oneWay[customSenderRequest]{e.Version, e.TriggerSource, e.Region, e.UserPoolID, e.UserName, e.CallerContext, e.Request}
}
