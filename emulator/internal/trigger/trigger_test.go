package trigger_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// function answers every call alike and keeps the event.
type function struct {
	answer string // "event" echoes
	failed *lambdaclient.FunctionError
	err    error
	event  string
}

func (f *function) Invoke(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	f.event = string(payload)
	answer := []byte(f.answer)
	if f.answer == "event" {
		answer = payload
	}
	return lambdaclient.Result{Payload: answer, FunctionError: f.failed}, f.err
}

var pool = directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001", LambdaConfig: &api.LambdaConfigType{
	PreSignUp: "arn:a", PostConfirmation: "arn:b", PreAuthentication: "arn:c", UserMigration: "arn:d",
}}}

// all calls each trigger with one function.
func all(ctx context.Context, f *function, pool directory.Pool) map[string]error {
	t := &trigger.Triggers{Functions: f}
	_, signUp := t.PreSignUp(ctx, pool, trigger.PreSignUpRequest{Source: "PreSignUp_SignUp", UserName: "bob", ClientID: "c"})
	confirmed := t.PostConfirmation(ctx, pool, trigger.PostConfirmationRequest{Source: "PostConfirmation_ConfirmSignUp", UserName: "bob", ClientID: "c"})
	authenticating := t.PreAuthentication(ctx, pool, trigger.PreAuthenticationRequest{UserName: "bob", ClientID: "c"})
	_, migrating := t.UserMigration(ctx, pool, trigger.UserMigrationRequest{Source: trigger.MigrateAtSignIn, UserName: "bob", ClientID: "c", Password: "pw"})
	return map[string]error{"PreSignUp": signUp, "PostConfirmation": confirmed, "PreAuthentication": authenticating, "UserMigration": migrating}
}

func TestAPoolWithoutTriggersCallsNothing(t *testing.T) {
	f := &function{answer: "null"}
	for name, err := range all(t.Context(), f, directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001"}}) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if f.event != "" {
		t.Errorf("a function was called with %s", f.event)
	}
}

func TestEventsAreAsCognitoSendsThem(t *testing.T) {
	ctx, trail := journal.With(t.Context(), "id", "InitiateAuth", time.Time{})
	trail.Agent("aws-sdk-js/3.241.0 os/linux")
	f := &function{answer: "event"}
	triggers := &trigger.Triggers{Functions: f}
	for _, c := range []struct {
		name string
		call func()
		want string
		into any
	}{
		{"PreSignUp", func() {
			_, _ = triggers.PreSignUp(ctx, pool, trigger.PreSignUpRequest{Source: "PreSignUp_SignUp", UserName: "bob", ClientID: "c", Attributes: map[string]string{"email": "a<b>@x.org"}})
		}, `{"version":"1","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"bob","callerContext":{"awsSdkVersion":"aws-sdk-js-3.241.0","clientId":"c"},"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"email":"a<b>@x.org"},"validationData":null},"response":{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}}`, &events.CognitoEventUserPoolsPreSignup{}},
		{"PostConfirmation", func() {
			_ = triggers.PostConfirmation(ctx, pool, trigger.PostConfirmationRequest{Source: "PostConfirmation_ConfirmSignUp", UserName: "bob", ClientID: "c", Attributes: map[string]string{"sub": "s"}, ClientMetadata: map[string]string{"k": "v"}})
		}, `{"version":"1","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"bob","callerContext":{"awsSdkVersion":"aws-sdk-js-3.241.0","clientId":"c"},"triggerSource":"PostConfirmation_ConfirmSignUp","request":{"userAttributes":{"sub":"s"},"clientMetadata":{"k":"v"}},"response":{}}`, &events.CognitoEventUserPoolsPostConfirmation{}},
		{"PreAuthentication", func() {
			_ = triggers.PreAuthentication(ctx, pool, trigger.PreAuthenticationRequest{UserName: "bob", ClientID: "c", Attributes: map[string]string{}, UserNotFound: new(true)})
		}, `{"version":"1","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"bob","callerContext":{"awsSdkVersion":"aws-sdk-js-3.241.0","clientId":"c"},"triggerSource":"PreAuthentication_Authentication","request":{"userAttributes":{},"validationData":null,"userNotFound":true},"response":{}}`, &events.CognitoEventUserPoolsPreAuthentication{}},
		{"UserMigration at sign-in", func() {
			_, _ = triggers.UserMigration(ctx, pool, trigger.UserMigrationRequest{Source: trigger.MigrateAtSignIn, UserName: "bob", ClientID: "c", Password: "pw"})
		}, `{"version":"1","triggerSource":"UserMigration_Authentication","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"bob","callerContext":{"awsSdkVersion":"aws-sdk-js-3.241.0","clientId":"c"},"request":{"password":"pw","validationData":null,"userAttributes":null},"response":{"userAttributes":null,"forceAliasCreation":null,"enableSMSMFA":null,"finalUserStatus":null,"messageAction":null,"desiredDeliveryMediums":null}}`, &events.CognitoEventUserPoolsMigrateUser{}},
		{"UserMigration at ForgotPassword", func() {
			_, _ = triggers.UserMigration(ctx, pool, trigger.UserMigrationRequest{Source: trigger.MigrateAtForgotPassword, UserName: "bob", ClientID: "c", ClientMetadata: map[string]string{"k": "v"}})
		}, `{"version":"1","triggerSource":"UserMigration_ForgotPassword","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"bob","callerContext":{"awsSdkVersion":"aws-sdk-js-3.241.0","clientId":"c"},"request":{"validationData":null,"userAttributes":null,"clientMetadata":{"k":"v"}},"response":{"userAttributes":null,"forceAliasCreation":null,"enableSMSMFA":null,"finalUserStatus":null,"messageAction":null,"desiredDeliveryMediums":null}}`, &events.CognitoEventUserPoolsMigrateUser{}},
	} {
		c.call()
		if diff := cmp.Diff(c.want, f.event); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if err := json.Unmarshal([]byte(f.event), c.into); err != nil {
			t.Errorf("%s does not fit the type of aws-lambda-go: %v", c.name, err)
		}
	}
}

func TestWhatAFunctionCanAnswer(t *testing.T) {
	for _, c := range []struct {
		name      string
		function  function
		others    *rule.Rule // of the triggers that take the event back; nil if accepted
		migration *rule.Rule
		message   string // of PreSignUp
		because   string // part of the migration's explanation
	}{
		{"nil", function{answer: "null"}, rule.TriggerAnswerNotJSON, rule.MigrationAnswerUnusable, "Invalid lambda function output : Invalid JSON", "the function returned null; to have the sign-in answered as for an unknown user, return the event it received, with an empty response"},
		{"empty string", function{answer: `""`}, rule.TriggerAnswerUnrecognizable, rule.MigrationAnswerUnusable, "Unrecognizable lambda output", `the function returned the empty string ""`},
		{"struct{}{}", function{answer: `{}`}, rule.TriggerAnswerUnrecognizable, rule.MigrationAnswerUnusable, "Unrecognizable lambda output", "the function returned an empty object {}"},
		{"nothing", function{answer: ``}, rule.TriggerAnswerNotJSON, rule.MigrationAnswerUnusable, "Invalid lambda function output : Invalid JSON", "the function returned nothing"},
		{"no JSON", function{answer: `oops`}, rule.TriggerAnswerNotJSON, rule.MigrationAnswerUnusable, "Invalid lambda function output : Invalid JSON", "something that is not JSON"},
		{"a JSON string", function{answer: `"{\"response\":{}}"`}, rule.TriggerAnswerUnrecognizable, rule.MigrationAnswerUnusable, "Unrecognizable lambda output", "a string that holds the JSON of an object"},
		{"a list", function{answer: `[]`}, rule.TriggerAnswerUnrecognizable, rule.MigrationAnswerUnusable, "Unrecognizable lambda output", "the list [] instead of an object"},
		{"response null", function{answer: `{"response":null}`}, rule.TriggerAnswerUnrecognizable, rule.MigrationAnswerUnusable, "Unrecognizable lambda output", "an object without a response"},
		{"response a number", function{answer: `{"response":7}`}, rule.TriggerAnswerUnrecognizable, rule.MigrationAnswerUnusable, "Unrecognizable lambda output", "response is the number 7"},
		{"PascalCase", function{answer: `{"Response":{}}`}, rule.TriggerAnswerUnrecognizable, rule.MigrationAnswerUnusable, "Unrecognizable lambda output", "an object without a response"},
		{"the event", function{answer: "event"}, nil, rule.MigrationEmptyResponse, "", "has no userAttributes"},
		{"an empty response", function{answer: `{"response":{}}`}, nil, rule.MigrationEmptyResponse, "", "has no userAttributes"},
		{"an error", function{failed: lambdaclient.ParseFunctionError([]byte(`{"errorMessage":"Bad password","errorType":"errorString"}`))}, rule.TriggerFailed, rule.TriggerFailed, "PreSignUp failed with error Bad password.", "Bad password"},
		{"an error without message", function{failed: lambdaclient.ParseFunctionError([]byte(`{}`))}, rule.TriggerFailed, rule.TriggerFailed, "PreSignUp failed with error null.", ""},
		{"no answer", function{err: &lambdaclient.TimeoutError{Function: "f"}}, rule.TriggerTimeout, rule.TriggerTimeout, "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.", ""},
		{"unknown", function{err: &lambdaclient.UnknownFunctionError{Function: "f"}}, rule.TriggerUnreachable, rule.TriggerUnreachable, "PreSignUp invocation failed due to error AccessDeniedException.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, err := range all(t.Context(), &c.function, pool) {
				want := c.others
				if name == "UserMigration" {
					want = c.migration
				}
				refusal, refused := rule.As(err)
				switch {
				case refused != (want != nil) || refused && refusal.Rule != want:
					t.Errorf("%s: %v, want %+v", name, err, want)
				case name == "PreSignUp" && refused && refusal.Answer.Message != c.message:
					t.Errorf("PreSignUp says %q, want %q", refusal.Answer.Message, c.message)
				case name == "UserMigration" && !strings.Contains(refusal.Reason, c.because):
					t.Errorf("UserMigration explains %q, want it to say %q", refusal.Reason, c.because)
				}
			}
		})
	}
}

func TestPreSignUpReadsBooleansOnly(t *testing.T) {
	for answer, want := range map[string]*rule.Rule{
		`{"response":{"autoConfirmUser":true,"autoVerifyEmail":true}}`: nil,
		`{"response":{"autoConfirmUser":"true"}}`:                      rule.TriggerAnswerUnrecognizable,
		`{"response":{"autoVerifyPhone":true}}`:                        rule.AutoVerifyWithoutValue,
		`{"response":{"autoConfirmUser":null}}`:                        nil,
	} {
		triggers := &trigger.Triggers{Functions: &function{answer: answer}}
		_, err := triggers.PreSignUp(t.Context(), pool, trigger.PreSignUpRequest{Attributes: map[string]string{"email": "a@b.org"}})
		if (err != nil) != (want != nil) || want != nil && !rule.Is(err, want) {
			t.Errorf("%s: %v, want %v", answer, err, want)
		}
	}
}

func TestTypedGoEventsCountAsTheEvent(t *testing.T) {
	typed, err := json.Marshal(events.CognitoEventUserPoolsMigrateUser{})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range all(t.Context(), &function{answer: string(typed)}, pool) {
		if name == "UserMigration" && !rule.Is(err, rule.MigrationEmptyResponse) {
			t.Errorf("a zero event of aws-lambda-go leads to %v", err)
		}
	}
}

func TestMigrationAnswer(t *testing.T) {
	triggers := &trigger.Triggers{Functions: &function{answer: `{"response":{"userAttributes":{"email":"a@b.org"},"finalUserStatus":"CONFIRMED","messageAction":"SUPPRESS","desiredDeliveryMediums":["EMAIL"],"forceAliasCreation":true,"enableSMSMFA":null}}`}}
	got, err := triggers.UserMigration(t.Context(), pool, trigger.UserMigrationRequest{Source: trigger.MigrateAtSignIn})
	want := &trigger.UserMigrationAnswer{
		UserAttributes: map[string]string{"email": "a@b.org"}, FinalUserStatus: "CONFIRMED", MessageAction: "SUPPRESS",
		DesiredDeliveryMediums: []string{"EMAIL"}, ForceAliasCreation: true,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, %s", err, diff)
	}
	for _, wrong := range []string{`"userAttributes":["email"]`, `"userAttributes":{"email_verified":true}`, `"forceAliasCreation":"true"`, `"desiredDeliveryMediums":"EMAIL"`} {
		triggers.Functions = &function{answer: `{"response":{` + wrong + `}}`}
		if _, err := triggers.UserMigration(t.Context(), pool, trigger.UserMigrationRequest{}); !rule.Is(err, rule.MigrationAnswerUnusable) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestTheJournalHidesThePassword(t *testing.T) {
	ctx, trail := journal.With(t.Context(), "id", "InitiateAuth", time.Time{})
	_ = all(ctx, &function{answer: "event"}, pool)
	entry := trail.Finish(200, "", "", 0)
	if len(entry.Triggers) != 4 {
		t.Fatalf("%d transcripts, want 4", len(entry.Triggers))
	}
	for _, call := range entry.Triggers {
		if strings.Contains(string(call.Event), `"pw"`) || call.Verdict == "" {
			t.Errorf("transcript %+v", call)
		}
	}
}

func TestATriggerInsideATransactionIsRefused(t *testing.T) {
	db, err := store.Open(store.Options{Clock: clock.New()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.Update(t.Context(), func(ctx context.Context, _ *store.Tx) error {
		return all(ctx, &function{answer: "event"}, pool)["PreAuthentication"]
	})
	var refusal *rule.Refusal
	if err == nil || errors.As(err, &refusal) {
		t.Errorf("got %v, want an internal error", err)
	}
	ctx, trail := journal.With(t.Context(), "id", "SignUp", time.Time{})
	f := &function{}
	triggers := &trigger.Triggers{Functions: f}
	err = db.Update(ctx, func(ctx context.Context, _ *store.Tx) error {
		triggers.CustomSender(ctx, full, trigger.CustomSenderRequest{Source: "CustomEmailSender_SignUp"})
		triggers.Wait()
		return nil
	})
	if entry := trail.Finish(200, "", "", 0); err != nil || f.event != "" || len(entry.Notices) != 1 {
		t.Errorf("a sender was called: %v, notices %q", err, entry.Notices)
	}
}

// TestWhoNamesNoClient: AdminCreateUser says so in words, other administrators' calls with null. What the types of
// aws-lambda-go make of null counts as unchanged.
func TestWhoNamesNoClient(t *testing.T) {
	f := &function{answer: "event"}
	triggers := &trigger.Triggers{Functions: f}
	if _, err := triggers.PreSignUp(t.Context(), pool, trigger.PreSignUpRequest{Source: "PreSignUp_AdminCreateUser", ClientID: trigger.NoClient}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(f.event, `"clientId":"CLIENT_ID_NOT_APPLICABLE"`) {
		t.Errorf("AdminCreateUser: %s", f.event)
	}
	if err := triggers.PostConfirmation(t.Context(), pool, trigger.PostConfirmationRequest{Source: "PostConfirmation_ConfirmSignUp", ClientID: trigger.NoClient}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(f.event, `"clientId":null`) {
		t.Errorf("AdminConfirmSignUp: %s", f.event)
	}
	var typed events.CognitoEventUserPoolsPostConfirmation
	if err := json.Unmarshal([]byte(f.event), &typed); err != nil {
		t.Fatal(err)
	}
	for clientID, strictly := range map[string]bool{"": true, "another": false} {
		typed.CallerContext.ClientID = clientID
		answer, err := json.Marshal(typed)
		if err != nil {
			t.Fatal(err)
		}
		verdict, refusal := trigger.Choices{StrictAnswers: true}.Judge(json.RawMessage(f.event), lambdaclient.Result{Payload: answer}, nil)
		if (refusal == nil) != strictly {
			t.Errorf("clientId %q: %s", clientID, verdict)
		}
	}
}
