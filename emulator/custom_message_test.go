package emulator_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// recorder is a Lambda service whose functions return the event, or what answer makes of it.
type recorder struct {
	mu     sync.Mutex
	events []string
	answer func(ctx context.Context, event string) (lambdaclient.Result, error)
}

func (r *recorder) Invoke(ctx context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	r.mu.Lock()
	r.events = append(r.events, string(payload))
	answer := r.answer
	r.mu.Unlock()
	if answer == nil {
		return lambdaclient.Result{Payload: payload}, nil
	}
	return answer(ctx, string(payload))
}

// take gives the events since the last time, as soon as there are so many of them: nobody waits for custom senders.
func (r *recorder) take(t *testing.T, count int) []string {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		r.mu.Lock()
		got := r.events
		if len(got) >= count || time.Now().After(deadline) {
			r.events = nil
			r.mu.Unlock()
			return got
		}
		r.mu.Unlock()
	}
}

const messageSeed = `
UserPools:
  - Id: us-east-1_Msg0000001
    PoolName: app
    AutoVerifiedAttributes: [email, phone_number]
    MfaConfiguration: "OPTIONAL"
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: x}
    LambdaConfig: %s
    Clients:
      - {ClientName: web, ClientId: web, PreventUserExistenceErrors: ENABLED, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH]}
    Users:
      - {Username: alice, Password: "Passw0rd!", Attributes: {email: alice@example.com, email_verified: "true"}}
      - {Username: bob, Password: "Passw0rd!", Attributes: {phone_number: "+12065550122", phone_number_verified: "true"}}
      - {Username: zoe, Password: "Passw0rd!", Enabled: false, Attributes: {email: zoe@example.com, email_verified: "true"}}
`

const (
	onlyMessage = `{CustomMessage: write}`
	onlySenders = `{CustomEmailSender: {LambdaArn: mail, LambdaVersion: V1_0}, CustomSMSSender: {LambdaArn: text, LambdaVersion: V1_0},
      KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"}`
)

func startMessages(t *testing.T, r *recorder, config string) (s *emulatortest.Server, token string) {
	t.Helper()
	s = emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(messageSeed, config), Functions: r, FixedCode: "123456"})
	var answer struct{ AuthenticationResult struct{ AccessToken string } }
	signInAs("web", "alice", "Passw0rd!")(s).Into(t, &answer)
	s.Must("AdminSetUserMFAPreference", fields{"UserPoolId": messagePool, "Username": "bob", "SMSMfaSettings": fields{"Enabled": true, "PreferredMfa": true}})
	return s, answer.AuthenticationResult.AccessToken
}

// plain takes out of an event what differs from run to run.
func plain(event string) string {
	return codes.ReplaceAllString(uuids.ReplaceAllString(event, "<uuid>"), `"code":"<encrypted>"`)
}

var codes = regexp.MustCompile(`"code":"AYADe[A-Za-z0-9+/=]{400,}"`)

// TestEveryOccasionOfCustomMessage makes each call that sends something, and looks at the whole event.
func TestEveryOccasionOfCustomMessage(t *testing.T) {
	r := &recorder{}
	s, token := startMessages(t, r, onlyMessage)
	for _, o := range occasions {
		answer := o.call(s, token)
		if answer.Status != 200 {
			t.Fatalf("%s: %d %s", o.name, answer.Status, answer.Body)
		}
		username, metadata := "null", ""
		if o.source == "AdminCreateUser" {
			username = `"{username}"`
		}
		if strings.Contains(o.metadata, toMessage) {
			metadata = `,"clientMetadata":{"order":"café <1>"}`
		}
		want := []string{`{"version":"1","region":"us-east-1","userPoolId":"us-east-1_Msg0000001","userName":"` + o.user +
			`","callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":` + o.client + `},"triggerSource":"CustomMessage_` + o.source +
			`","request":{"userAttributes":{` + o.attributes + `},"codeParameter":"{####}","linkParameter":"{##Click Here##}","usernameParameter":` + username +
			metadata + `},"response":{"smsMessage":null,"emailMessage":null,"emailSubject":null}}`}
		if diff := cmp.Diff(want, plains(r.take(t, 1))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", o.name, diff)
		}
	}
}

// TestEveryOccasionOfCustomSenders makes the same calls in a pool whose functions send what there is.
func TestEveryOccasionOfCustomSenders(t *testing.T) {
	r := &recorder{answer: func(context.Context, string) (lambdaclient.Result, error) {
		return lambdaclient.Result{FunctionError: lambdaclient.NewFunctionError("Error", "nobody minds")}, nil
	}}
	s, token := startMessages(t, r, onlySenders)
	for _, o := range occasions {
		answer := o.call(s, token)
		if answer.Status != 200 {
			t.Fatalf("%s: %d %s", o.name, answer.Status, answer.Body)
		}
		kind, by := "customEmailSenderRequestV1", "CustomEmailSender"
		if strings.Contains(o.attributes, "phone_number") {
			kind, by = "customSMSSenderRequestV1", "CustomSMSSender"
		}
		if o.source == "ForgotPassword" { // the phone number is not verified
			kind, by = "customEmailSenderRequestV1", "CustomEmailSender"
		}
		metadata := "null"
		if strings.Contains(o.metadata, toSender) {
			metadata = `{"order":"café <1>"}`
		}
		want := []string{`{"version":"1","triggerSource":"` + by + "_" + o.source + `","region":"us-east-1","userPoolId":"us-east-1_Msg0000001","userName":"` + o.user +
			`","callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":` + o.client + `},"request":{"type":"` + kind +
			`","code":"<encrypted>","clientMetadata":` + metadata + `,"userAttributes":{` + o.attributes + `}}}`}
		if diff := cmp.Diff(want, plains(r.take(t, 1))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", o.name, diff)
		}
		var shown map[string]any
		s.Get("/_emulator/messages/latest?user="+o.user).Into(t, &shown)
		if shown["by"] != by || shown["body"] != nil || shown["code"] == "" {
			t.Errorf("%s: the outbox has %v", o.name, shown)
		}
	}
}

func plains(events []string) []string {
	for i, event := range events {
		events[i] = plain(event)
	}
	return events
}

// TestHiddenUsersTriggerNothing: a delivery that is simulated sends nothing, and asks nobody for a text.
func TestHiddenUsersTriggerNothing(t *testing.T) {
	for _, config := range []string{onlyMessage, onlySenders} {
		r := &recorder{}
		s, _ := startMessages(t, r, config)
		for _, call := range [][2]string{{"ForgotPassword", "nobody"}, {"ResendConfirmationCode", "nobody"}, {"ForgotPassword", "zoe"}} {
			if answer := s.Call(call[0], fields{"ClientId": "web", "Username": call[1]}); !strings.Contains(string(answer.Body), "CodeDeliveryDetails") {
				t.Errorf("%s of %s: %d %s", call[0], call[1], answer.Status, answer.Body)
			}
		}
		var sent []any
		s.Get("/_emulator/messages").Into(t, &sent)
		if len(sent) != 0 {
			t.Errorf("messages were sent: %v", sent)
		}
		s.Must("ForgotPassword", fields{"ClientId": "web", "Username": "alice"})
		if got := r.take(t, 1); len(got) != 1 || !strings.Contains(got[0], `"userName":"alice"`) {
			t.Errorf("the functions got %v", got)
		}
	}
}

// TestWhatFailsAfterItWasRecorded: a CustomMessage function that fails makes the call fail, but not undone.
func TestWhatFailsAfterItWasRecorded(t *testing.T) {
	r := &recorder{}
	s, token := startMessages(t, r, onlyMessage)
	r.answer = func(context.Context, string) (lambdaclient.Result, error) {
		return lambdaclient.Result{FunctionError: lambdaclient.NewFunctionError("Error", "Pending for approval")}, nil
	}
	for _, o := range occasions {
		if strings.HasSuffix(o.name, "RESEND") || o.source == "ResendCode" { // of what was not sent the first time
			continue
		}
		if got := outcome(o.call(s, token)); got != "UserLambdaValidationException: CustomMessage failed with error Pending for approval." {
			t.Errorf("%s: %s", o.name, got)
		}
	}
	statuses := map[string]string{"carol": "UNCONFIRMED", "dave": "FORCE_CHANGE_PASSWORD", "alice": "RESET_REQUIRED"}
	for name, want := range statuses {
		var user struct{ UserStatus string }
		s.Must("AdminGetUser", fields{"UserPoolId": messagePool, "Username": name}).Into(t, &user)
		if user.UserStatus != want {
			t.Errorf("%s is %s, want %s", name, user.UserStatus, want)
		}
	}
	s.Must("ConfirmSignUp", fields{"ClientId": "web", "Username": "carol", "ConfirmationCode": "123456"})
	s.Must("ConfirmForgotPassword", fields{"ClientId": "web", "Username": "alice", "ConfirmationCode": "123456", "Password": "An0ther-one!"})
	if got := outcome(s.Call("SignUp", fields{"ClientId": "web", "Username": "carol", "Password": "Passw0rd!"})); got != saysTaken {
		t.Errorf("carol signs up again: %q", got)
	}
}

// TestNobodyWaitsForACustomSender: the call is answered while the function still runs.
func TestNobodyWaitsForACustomSender(t *testing.T) {
	release, running := make(chan struct{}), make(chan struct{})
	r := &recorder{answer: func(context.Context, string) (lambdaclient.Result, error) {
		close(running)
		<-release
		return lambdaclient.Result{}, nil
	}}
	s, _ := startMessages(t, r, onlySenders)
	s.Must("ForgotPassword", fields{"ClientId": "web", "Username": "alice"})
	<-running
	close(release)
}
