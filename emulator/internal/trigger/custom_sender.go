package trigger

import (
	"context"
	"strings"
	"sync"

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
	ctx = context.WithoutCancel(ctx)
	t.senders.run(func() {
		i, err := t.call(ctx, name, arn, event, event)
		if _, refused := rule.As(err); err != nil && !refused {
			journal.From(ctx).Notice("%s was not called: %v", name, err)
		}
		if err == nil {
			i.accept("%s", notRead)
		}
	})
}

// notRead is all that there is to say about a sender's answer.
const notRead = "Cognito does not read what a custom sender answers"

// Wait waits until all custom senders have answered.
func (t *Triggers) Wait() { t.senders.running.Wait() }

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

// senders are the custom senders that run. Their zero value is ready.
type senders struct {
	running sync.WaitGroup
	made    sync.Once
	slots   chan struct{}
}

// mostSenders is how many run at a time; the others wait.
const mostSenders = 32

func (s *senders) run(send func()) {
	s.made.Do(func() { s.slots = make(chan struct{}, mostSenders) })
	s.running.Go(func() {
		s.slots <- struct{}{}
		defer func() { <-s.slots }()
		send()
	})
}
