package trigger_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// slow is a function that answers when it is told to.
type slow struct {
	started chan context.Context
	answer  chan struct{}
}

func (s *slow) Invoke(ctx context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	s.started <- ctx
	<-s.answer
	return lambdaclient.Result{Payload: payload, FunctionError: lambdaclient.NewFunctionError("Error", "x")}, nil
}

func TestSendersAreNotWaitedFor(t *testing.T) {
	f := &slow{make(chan context.Context, 100), make(chan struct{})}
	triggers := &trigger.Triggers{Functions: f}
	ctx, trail := journal.With(t.Context(), "id", "SignUp", time.Time{})
	request, cancel := context.WithCancel(ctx)
	for range 40 { // more than run at a time
		triggers.CustomSender(request, full, trigger.CustomSenderRequest{Source: "CustomSMSSender_SignUp"})
	}
	cancel()
	if call := <-f.started; call.Err() != nil {
		t.Error("the call ends with the request")
	}
	waited := make(chan struct{})
	go func() { triggers.Wait(); close(waited) }()
	select {
	case <-waited:
		t.Error("Wait does not wait")
	case <-time.After(10 * time.Millisecond):
	}
	if running := len(f.started) + 1; running > 10 {
		t.Errorf("%d run at a time", running)
	}
	close(f.answer)
	<-waited
	entry := trail.Finish(200, "", "", 0)
	if len(entry.Triggers) != 40 || !strings.Contains(entry.Triggers[0].Verdict, "Error") {
		t.Errorf("%d transcripts, such as %+v", len(entry.Triggers), entry.Triggers[0])
	}
}

func TestSenderEvents(t *testing.T) {
	f := &function{answer: "null"}
	triggers := &trigger.Triggers{Functions: f}
	const head = `{"version":"1","triggerSource":"SOURCE","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"bob","callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"c"},`
	for _, c := range []struct {
		request trigger.CustomSenderRequest
		want    string
	}{
		{
			trigger.CustomSenderRequest{Source: "CustomEmailSender_SignUp", Code: new("AYADe"), Attributes: map[string]string{"sub": "s"}},
			`"request":{"type":"customEmailSenderRequestV1","code":"AYADe","clientMetadata":null,"userAttributes":{"sub":"s"}}}`,
		},
		{
			trigger.CustomSenderRequest{Source: "CustomSMSSender_Authentication", ClientMetadata: map[string]string{"k": "v"}},
			`"request":{"type":"customSMSSenderRequestV1","code":null,"clientMetadata":{"k":"v"},"userAttributes":{}}}`,
		},
	} {
		c.request.UserName, c.request.ClientID = "bob", "c"
		ctx, trail := journal.With(t.Context(), "id", "SignUp", time.Time{})
		triggers.CustomSender(ctx, full, c.request)
		triggers.Wait()
		if want := strings.Replace(head, "SOURCE", c.request.Source, 1) + c.want; f.event != want {
			t.Errorf("got  %s\nwant %s", f.event, want)
		}
		if calls := trail.Finish(200, "", "", 0).Triggers; len(calls) != 1 || calls[0].Answer != "null" || calls[0].Verdict != "Cognito does not read what a custom sender answers" {
			t.Errorf("the journal has %+v", calls)
		}
	}
}

func TestWhoSends(t *testing.T) {
	only := full
	only.LambdaConfig = &api.LambdaConfigType{CustomEmailSender: &api.CustomEmailLambdaVersionConfigType{LambdaArn: "mail"}}
	if arn, ok := trigger.SenderFor(only, api.DeliveryMediumTypeEmail); arn != "mail" || !ok {
		t.Errorf("mails are sent by %q", arn)
	}
	if arn, ok := trigger.SenderFor(only, api.DeliveryMediumTypeSms); ok {
		t.Errorf("text messages are sent by %q", arn)
	}
	f := &function{answer: "null"}
	triggers := &trigger.Triggers{Functions: f}
	triggers.CustomSender(t.Context(), only, trigger.CustomSenderRequest{Source: "CustomSMSSender_SignUp"})
	triggers.Wait()
	if f.event != "" {
		t.Errorf("a function was called with %s", f.event)
	}
}

// deaf is a function that answers to nothing but the end of its context.
func deaf(ctx context.Context, _ string, _ []byte) (lambdaclient.Result, error) {
	<-ctx.Done()
	return lambdaclient.Result{}, ctx.Err()
}

// More messages than can wait are dropped, as are those that still wait when all is closed; the journal has them, with
// what a replay needs.
func TestDroppedMessages(t *testing.T) {
	triggers := &trigger.Triggers{Functions: lambdaclient.InvokerFunc(deaf)}
	ctx, trail := journal.With(t.Context(), "id", "SignUp", time.Time{})
	kept := journal.New(2000)
	for range 10 + 1000 + 1 {
		triggers.CustomSender(ctx, full, trigger.CustomSenderRequest{Source: "CustomEmailSender_SignUp", UserName: "bob"})
	}
	entry := trail.Finish(200, "", "", 0)
	kept.Add(entry)
	const because = "1000 messages wait already for arn, which has not answered 10 others"
	if len(entry.Triggers) != 1 || entry.Triggers[0].Verdict != "the message is lost: "+because || len(entry.Triggers[0].Raw) == 0 {
		t.Fatalf("the entry has %d calls", len(entry.Triggers))
	}
	if want := "CustomEmailSender was not called, and the message is lost: " + because; len(entry.Notices) != 1 || entry.Notices[0] != want {
		t.Errorf("notices are %q", entry.Notices)
	}
	triggers.Close(time.Millisecond)
	triggers.Wait()
	verdicts := map[string]int{}
	for _, i := range kept.LatestInvocations(0) {
		verdicts[i.Verdict]++
	}
	if verdicts["the message is lost: the emulator was closed"] != 1000 || len(verdicts) != 3 {
		t.Errorf("the journal has %v", verdicts)
	}
	triggers.CustomSender(ctx, full, trigger.CustomSenderRequest{Source: "CustomEmailSender_SignUp"})
	if last := kept.LatestInvocations(1)[0].Verdict; last != "the message is lost: the emulator is being closed" {
		t.Errorf("after Close: %s", last)
	}
}
