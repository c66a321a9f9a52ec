package trigger_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// full is a pool that has all triggers.
var full = directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001", LambdaConfig: &api.LambdaConfigType{
	PreSignUp: "arn", PostConfirmation: "arn", PreAuthentication: "arn", PostAuthentication: "arn", UserMigration: "arn", CustomMessage: "arn",
	DefineAuthChallenge: "arn", CreateAuthChallenge: "arn", VerifyAuthChallengeResponse: "arn",
	CustomEmailSender: &api.CustomEmailLambdaVersionConfigType{LambdaArn: "arn"}, CustomSMSSender: &api.CustomSMSLambdaVersionConfigType{LambdaArn: "arn"},
	InboundFederation: &api.InboundFederationLambdaType{LambdaArn: "arn"},
}}}

// TestAnswers calls the triggers that have something to say, with and without a function for them.
func TestAnswers(t *testing.T) {
	ctx := t.Context()
	none := directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001"}}
	metadata := "M"
	incoming := map[string]string{"email": "old@b.org", "name": "Old"}
	for name, c := range map[string]struct {
		response string
		call     func(*trigger.Triggers, directory.Pool) (any, error)
		want     any
		without  any // of a pool without the trigger
		event    string
	}{
		"DefineAuthChallenge": {`{"challengeName":"CUSTOM_CHALLENGE"}`, func(tr *trigger.Triggers, pool directory.Pool) (any, error) {
			return tr.DefineAuthChallenge(ctx, pool, trigger.ChallengeRequest{UserName: "bob", ClientID: "c"})
		}, trigger.DefineAuthChallengeAnswer{ChallengeName: "CUSTOM_CHALLENGE"}, trigger.DefineAuthChallengeAnswer{FailAuthentication: true}, `"request":{"userAttributes":{},"session":[]},`},
		"CreateAuthChallenge": {
			`{"publicChallengeParameters":{"q":"1"},"privateChallengeParameters":{"a":"2"},"challengeMetadata":"M"}`, func(tr *trigger.Triggers, pool directory.Pool) (any, error) {
				return tr.CreateAuthChallenge(ctx, pool, trigger.ChallengeRequest{
					UserName: "bob", ClientID: "c", ChallengeName: "CUSTOM_CHALLENGE", UserNotFound: new(true), ClientMetadata: map[string]string{"k": "v"},
					Session: []trigger.ChallengeResult{{ChallengeName: "CUSTOM_CHALLENGE", ChallengeMetadata: &metadata}},
				})
			},
			trigger.CreateAuthChallengeAnswer{Public: map[string]string{"q": "1"}, Private: map[string]string{"a": "2"}, Metadata: "M"},
			trigger.CreateAuthChallengeAnswer{},
			`"request":{"userAttributes":{},"challengeName":"CUSTOM_CHALLENGE","session":[{"challengeName":"CUSTOM_CHALLENGE","challengeResult":false,"challengeMetadata":"M"}],"clientMetadata":{"k":"v"},"userNotFound":true},`,
		},
		"VerifyAuthChallengeResponse": {`{"answerCorrect":true}`, func(tr *trigger.Triggers, pool directory.Pool) (any, error) {
			return tr.VerifyAuthChallengeResponse(ctx, pool, trigger.VerifyAuthChallengeRequest{UserName: "bob", ClientID: "c", Answer: "2", Private: map[string]string{"a": "2"}})
		}, true, false, `"request":{"userAttributes":{},"privateChallengeParameters":{"a":"2"},"challengeAnswer":"2"},`},
		"CustomMessage": {
			`{"smsMessage":"{####}!"}`, func(tr *trigger.Triggers, pool directory.Pool) (any, error) {
				return tr.CustomMessage(ctx, pool, trigger.CustomMessageRequest{Source: "CustomMessage_Authentication", UserName: "bob", ClientID: "c", ClientMetadata: map[string]string{"k": "v"}})
			}, &trigger.CustomMessageAnswer{SMSMessage: "{####}!"}, (*trigger.CustomMessageAnswer)(nil),
			`"request":{"userAttributes":{},"codeParameter":"{####}","linkParameter":"{##Click Here##}","usernameParameter":null,"clientMetadata":{"k":"v"}},`,
		},
		"InboundFederation": {`{"userAttributesToMap":{"email":"new@b.org"}}`, func(tr *trigger.Triggers, pool directory.Pool) (any, error) {
			return tr.InboundFederation(ctx, pool, trigger.InboundFederationRequest{
				UserName: "p_1", ClientID: "c", ProviderName: "p", ProviderType: "SAML", Attributes: trigger.InboundAttributes{SAMLResponse: map[string]any{"mail": "old@b.org"}},
			}, incoming)
		}, map[string]string{"email": "new@b.org"}, incoming, `"request":{"providerName":"p","providerType":"SAML","attributes":{"samlResponse":{"mail":"old@b.org"}}},"response":{"userAttributesToMap":{}}}`},
		"InboundFederation, unchanged": {`{"userAttributesToMap":{}}`, func(tr *trigger.Triggers, pool directory.Pool) (any, error) {
			return tr.InboundFederation(ctx, pool, trigger.InboundFederationRequest{}, incoming)
		}, incoming, incoming, ""},
		"PostAuthentication": {`{}`, func(tr *trigger.Triggers, pool directory.Pool) (any, error) {
			return nil, tr.PostAuthentication(ctx, pool, trigger.PostAuthenticationRequest{UserName: "bob", ClientID: "c", NewDeviceUsed: true, ClientMetadata: map[string]string{"k": "v"}})
		}, nil, nil, `"request":{"userAttributes":{},"newDeviceUsed":true,"clientMetadata":{"k":"v"}},"response":{}}`},
	} {
		f := &function{answer: `{"response":` + c.response + `}`}
		got, err := c.call(&trigger.Triggers{Functions: f}, full)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v, (-want +got):\n%s", name, err, diff)
		}
		if !strings.Contains(f.event, c.event) {
			t.Errorf("%s: the event is %s, want %s in it", name, f.event, c.event)
		}
		f.event = ""
		got, err = c.call(&trigger.Triggers{Functions: f}, none)
		if diff := cmp.Diff(c.without, got); diff != "" || err != nil || f.event != "" {
			t.Errorf("%s without a function: %v, event %q (-want +got):\n%s", name, err, f.event, diff)
		}
		_, err = c.call(&trigger.Triggers{Functions: &function{answer: `{"response":[]}`}}, full)
		if !rule.Is(err, rule.TriggerAnswerUnrecognizable) {
			t.Errorf("%s: a list as response leads to %v", name, err)
		}
	}
}

func TestWhoMayWriteMails(t *testing.T) {
	own := full
	own.EmailConfiguration = &api.EmailConfigurationType{EmailSendingAccount: api.EmailSendingAccountTypeDeveloper}
	for _, c := range []struct {
		name, response string
		pool           directory.Pool
		strict         bool
		refused        bool
		notices        int
	}{
		{"a mail", `{"emailSubject":"Hi"}`, full, false, false, 1},
		{"a mail, refused", `{"emailSubject":"Hi"}`, full, true, true, 0},
		{"a mail of a pool with an account", `{"emailMessage":"{####}"}`, own, true, false, 0},
		{"a text message", `{"smsMessage":"{####}"}`, full, true, false, 0},
		{"a mail that does not fit", `{"emailMessage":"Hi"}`, full, true, false, 1},
	} {
		event := example(t, "CustomMessage_SignUp")
		maps.Copy(event, map[string]any{"userPoolId": c.pool.Id, "userName": "", "response": json.RawMessage(c.response)})
		event["callerContext"] = map[string]any{"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": ""}
		delete(event, "request")
		answer, err := json.Marshal(event)
		if err != nil {
			t.Fatal(err)
		}
		ctx, trail := journal.With(t.Context(), "id", "SignUp", time.Time{})
		triggers := &trigger.Triggers{Functions: &function{answer: string(answer)}, Choices: trigger.Choices{MessagesNeedSendingAccount: c.strict}}
		_, err = triggers.CustomMessage(ctx, c.pool, trigger.CustomMessageRequest{Source: "CustomMessage_SignUp"})
		if rule.Is(err, rule.MessageWithoutAccount) != c.refused || !c.refused && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if notices := trail.Finish(200, "", "", 0).Notices; len(notices) != c.notices {
			t.Errorf("%s: notices %q, want %d", c.name, notices, c.notices)
		}
	}
}
