package trigger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// example is the event of a source, as an example.
func example(t *testing.T, source string) map[string]any {
	t.Helper()
	raw, err := trigger.Example(source, trigger.About{})
	if err != nil {
		t.Fatal(err)
	}
	var event map[string]any
	if err := json.Unmarshal(raw, &event); err != nil {
		t.Fatal(err)
	}
	return event
}

// exchange is the event of a source and an answer: the event with another response.
func exchange(t *testing.T, source, response string) (event, answer []byte) {
	t.Helper()
	sent := example(t, source)
	event, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	sent["response"] = json.RawMessage(response)
	if answer, err = json.Marshal(sent); err != nil {
		t.Fatal(err)
	}
	return event, answer
}

// TestWhatIsReadOfAResponse gives each trigger responses, and looks at what comes of them in one sentence.
func TestWhatIsReadOfAResponse(t *testing.T) {
	unread := rule.TriggerAnswerUnrecognizable
	for source, responses := range map[string][]struct {
		response string
		refused  *rule.Rule
		says     string
	}{
		"PreSignUp_SignUp": {
			{`{}`, nil, "autoConfirmUser false, autoVerifyEmail false, autoVerifyPhone false"},
			{`{"autoConfirmUser":true,"autoVerifyEmail":true,"autoVerifyPhone":null}`, nil, "autoConfirmUser true, autoVerifyEmail true"},
			{`{"autoConfirmUser":"true"}`, unread, `response.autoConfirmUser is the string "true", and Cognito expects a boolean`},
			{`{"autoVerifyEmail":1}`, unread, "response.autoVerifyEmail is the number 1"},
			{`{"autoVerifyPhone":true}`, rule.AutoVerifyWithoutValue, "response.autoVerifyPhone is true, but the user has no phone_number"},
			{`{"AutoConfirmUser":true}`, nil, "response.AutoConfirmUser was ignored: Cognito reads no such member of PreSignUp_SignUp (did you mean autoConfirmUser?)"},
			{`{"auto_confirm_user":true}`, nil, "did you mean autoConfirmUser?"},
			{`{"autoConfirmed":true}`, nil, "did you mean autoConfirmUser?"},
			{`{"autoVerfyEmail":true}`, nil, "did you mean autoVerifyEmail?"},
			{`{"autoConfirm":true}`, nil, "did you mean autoConfirmUser?"},
			{`{"userAttributes":{}}`, nil, "response.userAttributes was ignored: Cognito reads no such member of PreSignUp_SignUp"},
			{`7`, unread, "an event whose response is the number 7 instead of an object"},
		},
		"PreSignUp_AdminCreateUser":  {{`{"autoVerifyPhone":true}`, nil, "autoVerifyPhone true"}},
		"PreSignUp_ExternalProvider": {{`{"autoConfirmUser":true}`, nil, "autoConfirmUser true"}},
		"PostConfirmation_ConfirmSignUp": {
			{`{}`, nil, "accepted"}, {`{"x":1}`, nil, "response.x was ignored"}, {`null`, unread, "an object without a response"}, {`[]`, unread, "the list []"},
		},
		"PostConfirmation_ConfirmForgotPassword": {{`{}`, nil, "accepted"}},
		"PreAuthentication_Authentication":       {{`{}`, nil, "accepted"}, {`true`, unread, "the boolean true"}},
		"PostAuthentication_Authentication":      {{`{}`, nil, "accepted"}, {`""`, unread, `the empty string ""`}},
		"DefineAuthChallenge_Authentication": {
			{`{"challengeName":"CUSTOM_CHALLENGE","issueTokens":false,"failAuthentication":false}`, nil, "the next challenge is CUSTOM_CHALLENGE"},
			{`{"challengeName":"PASSWORD_VERIFIER"}`, nil, "the next challenge is PASSWORD_VERIFIER"},
			{`{"challengeName":"","issueTokens":true,"failAuthentication":false}`, nil, "issueTokens: the sign-in is complete"},
			{`{"failAuthentication":true,"challengeName":null}`, nil, "failAuthentication: the sign-in fails"},
			{`{"challengeName":"CUSTOM_CHALLENGE","issueTokens":true}`, nil, `response.challengeName "CUSTOM_CHALLENGE" was ignored`},
			{`{}`, unread, "the response decides nothing"},
			{`{"challengeName":"","issueTokens":false,"failAuthentication":false}`, unread, "the response decides nothing"},
			{`{"issueTokens":true,"failAuthentication":true}`, rule.ChallengeContradictory, "are both true"},
			{`{"challengeName":"custom_challenge"}`, rule.ChallengeUnknown, `response.challengeName is "custom_challenge", and Cognito knows ADMIN_NO_SRP_AUTH, CUSTOM_CHALLENGE`},
			{`{"challengeName":["CUSTOM_CHALLENGE"]}`, unread, `response.challengeName is the list ["CUSTOM_CHALLENGE"], and Cognito expects a string`},
			{`{"issueTokens":"yes"}`, unread, `response.issueTokens is the string "yes", and Cognito expects a boolean`},
			{`{"IssueTokens":true}`, unread, "decides nothing"},
		},
		"CreateAuthChallenge_Authentication": {
			{`{}`, nil, "a challenge with 0 public and 0 private parameters"},
			{`{"publicChallengeParameters":{"q":"1+1"},"privateChallengeParameters":{"a":"2","b":"3"},"challengeMetadata":"M"}`, nil, `1 public and 2 private parameters, challengeMetadata "M"`},
			{`{"publicChallengeParameters":{"q":null,"r":""},"privateChallengeParameters":{"a":null}}`, nil, "1 public and 0 private parameters"},
			{`{"privateChallengeParameters":{"a":2}}`, unread, "response.privateChallengeParameters.a is the number 2, and Cognito expects a string"},
			{`{"publicChallengeParameters":"q"}`, unread, `response.publicChallengeParameters is the string "q", and Cognito expects an object of strings`},
			{`{"challengeMetadata":{}}`, unread, "response.challengeMetadata is the object {}, and Cognito expects a string"},
		},
		"VerifyAuthChallengeResponse_Authentication": {
			{`{"answerCorrect":true}`, nil, "answerCorrect true"},
			{`{"answerCorrect":null}`, nil, "answerCorrect false"},
			{`{}`, nil, "answerCorrect false"},
			{`{"answerCorrect":"true"}`, unread, `response.answerCorrect is the string "true", and Cognito expects a boolean`},
		},
		"UserMigration_Authentication": {
			{`{"userAttributes":{"email":"a@b.org"},"finalUserStatus":"CONFIRMED"}`, nil, `the function knows the user: finalUserStatus "CONFIRMED", 1 attributes`},
			{`{"userAttributes":{"email_verified":true}}`, rule.MigrationAnswerUnusable, "response.userAttributes.email_verified is the boolean true, and Cognito expects a string"},
			{`{"userAttributes":{"a":"b"},"desiredDeliveryMediums":["EMAIL",7]}`, rule.MigrationAnswerUnusable, "response.desiredDeliveryMediums[1] is the number 7, and Cognito expects a string"},
			{`{"userAttributes":{"a":"b"},"desiredDeliveryMediums":"EMAIL"}`, rule.MigrationAnswerUnusable, `response.desiredDeliveryMediums is the string "EMAIL", and Cognito expects a list of strings`},
			{`{"userAttributes":{}}`, rule.MigrationEmptyResponse, `does not know "jane"`},
			{`{"userAttributes":{"email":null}}`, rule.MigrationEmptyResponse, `does not know "jane"`},
		},
		"UserMigration_ForgotPassword": {{`7`, rule.MigrationAnswerUnusable, "to have the request answered"}},
		"CustomMessage_SignUp": {
			{`{"smsMessage":null,"emailMessage":"","emailSubject":null}`, nil, "the message is not changed"},
			{`{"emailMessage":"code {####}","emailSubject":"Hi"}`, nil, `emailMessage of 11, emailSubject "Hi"`},
			{`{"emailMessage":"follow {##this##}"}`, nil, "emailMessage of 17"},
			{`{"emailMessage":"no code"}`, nil, "the message is not changed; response.emailMessage does not have request.codeParameter in it, which is {####}: it was ignored"},
			{`{"smsMessage":"{####}` + strings.Repeat("é", 134) + `"}`, nil, "smsMessage of 140 characters"},
			{`{"smsMessage":"{####}` + strings.Repeat("é", 135) + `"}`, nil, "response.smsMessage has 141 characters, and 140 are the most"},
			{`{"emailMessage":"{####}` + strings.Repeat("é", 19_995) + `"}`, nil, "response.emailMessage has 20001 characters"},
			{`{"emailMessage":42}`, unread, "response.emailMessage is the number 42, and Cognito expects a string"},
		},
		"CustomMessage_AdminCreateUser": {
			{`{"emailMessage":"{####}","emailSubject":"Hi"}`, nil, `emailMessage of 0, emailSubject "Hi"; response.emailMessage does not have request.usernameParameter in it, which is {username}`},
			{`{"emailMessage":"{username} {####}"}`, nil, "emailMessage of 17"},
		},
		"CustomEmailSender_SignUp": {{`{"x":1}`, nil, "Cognito does not read what a custom sender answers"}},
		"CustomSMSSender_SignUp":   {{`7`, nil, "Cognito does not read what a custom sender answers"}},
		"InboundFederation_ExternalProvider": {
			{`{"userAttributesToMap":{}}`, nil, "the provider's attributes are not changed"},
			{`{"userAttributesToMap":{"email":"a@b.org"}}`, nil, "1 attributes replace those of the provider"},
			{`{"userAttributesToMap":{"email":"a@b.org","name":null}}`, nil, "1 attributes replace those of the provider"},
			{`{"userAttributesToMap":{"groups":["a"]}}`, unread, `response.userAttributesToMap.groups is the list ["a"], and Cognito expects a string`},
		},
		"TokenGeneration_Authentication": {
			{`{"claimsOverrideDetails":null}`, nil, "the tokens are not changed"},
			{`{"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":[1]}}}`, unread, "claimsToAddOrOverride.a is the list [1]"},
		},
	} {
		for _, c := range responses {
			event, answer := exchange(t, source, c.response)
			verdict, refusal := trigger.Judge(event, lambdaclient.Result{Payload: answer}, nil)
			if (refusal != nil) != (c.refused != nil) || refusal != nil && refusal.Rule != c.refused || !strings.Contains(verdict, c.says) {
				t.Errorf("%s %.80s: %q (%v), want %q", source, c.response, verdict, refusal, c.says)
			}
		}
	}
}

// TestWhatIsOutOfPlace looks at answers with a good response and something odd around it.
func TestWhatIsOutOfPlace(t *testing.T) {
	for name, c := range map[string]struct {
		change func(answer map[string]any)
		strict bool
		says   string
	}{
		"nothing":              {func(map[string]any) {}, false, ""},
		"a dropped member":     {func(a map[string]any) { delete(a, "callerContext") }, true, "the event without its callerContext"},
		"a changed member":     {func(a map[string]any) { a["userName"] = "bob" }, true, `the event with another userName: the string "bob" instead of the string "jane"`},
		"nulls, more members":  {func(a map[string]any) { a["x"] = nil; a["request"].(map[string]any)["clientMetadata"] = nil }, false, ""},
		"no request":           {func(a map[string]any) { delete(a, "request") }, false, ""},
		"an answer beside":     {func(a map[string]any) { a["autoConfirmUser"] = true }, false, "autoConfirmUser was ignored: it stands beside response"},
		"changed attributes":   {func(a map[string]any) { a["request"] = map[string]any{"userAttributes": map[string]any{}} }, false, "request.userAttributes was changed, which was ignored"},
		"another response, as": {func(a map[string]any) { a["Response"] = a["response"] }, false, ""},
	} {
		event, err := json.Marshal(example(t, "PreSignUp_SignUp"))
		if err != nil {
			t.Fatal(err)
		}
		changed := example(t, "PreSignUp_SignUp")
		c.change(changed)
		answer, err := json.Marshal(changed)
		if err != nil {
			t.Fatal(err)
		}
		verdict, refusal := trigger.Judge(event, lambdaclient.Result{Payload: answer}, nil)
		if refusal != nil || !strings.Contains(verdict, c.says) || c.says == "" && strings.Contains(verdict, ";") {
			t.Errorf("%s: %q, %v; want %q", name, verdict, refusal, c.says)
		}
		verdict, refusal = trigger.Choices{StrictAnswers: true}.Judge(event, lambdaclient.Result{Payload: answer}, nil)
		if (refusal != nil) != c.strict || c.strict && (refusal.Rule != rule.TriggerAnswerUnrecognizable || !strings.Contains(verdict, c.says)) {
			t.Errorf("%s, strictly: %q, %v", name, verdict, refusal)
		}
	}
}

func TestResponseInAnotherCase(t *testing.T) {
	event, err := json.Marshal(example(t, "PreSignUp_SignUp"))
	if err != nil {
		t.Fatal(err)
	}
	verdict, refusal := trigger.Judge(event, lambdaclient.Result{Payload: []byte(`{"Response":{}}`)}, nil)
	if !rule.Is(refusal, rule.TriggerAnswerUnrecognizable) || !strings.Contains(verdict, "an object without a response, but with \"Response\", which Cognito does not read") {
		t.Errorf("%q, %v", verdict, refusal)
	}
}

// TestNoAnswer judges calls that brought none, by the names that messages have for the triggers.
func TestNoAnswer(t *testing.T) {
	for _, c := range []struct {
		source, version string
		result          lambdaclient.Result
		err             error
		refused         *rule.Rule // nil if nobody minds
		message         string
	}{
		{"TokenGeneration_Authentication", "", lambdaclient.Result{FunctionError: lambdaclient.NewFunctionError("Error", "No Auth")}, nil, rule.TriggerFailed, "PreTokenGeneration failed with error No Auth."},
		{"TokenGeneration_Authentication", "V2_0", lambdaclient.Result{FunctionError: lambdaclient.NewFunctionError("Error", "x.")}, nil, rule.TriggerFailed, "PreTokenGenerationV2_0 failed with error x.."},
		{"VerifyAuthChallengeResponse_Authentication", "", lambdaclient.Result{}, &lambdaclient.TimeoutError{}, rule.TriggerTimeout, "VerifyAuthChallengeResponse invocation failed due to error Socket timeout while invoking Lambda function."},
		{"CustomMessage_SignUp", "", lambdaclient.Result{}, &lambdaclient.UnreachableError{}, rule.TriggerUnreachable, "CustomMessage invocation failed due to error AccessDeniedException."},
		{"PostAuthentication_Authentication", "", lambdaclient.Result{}, &lambdaclient.ServerError{Status: 409, Type: "ResourceConflictException"}, rule.TriggerInvocationFailed, "PostAuthentication invocation failed due to error ResourceConflictException."},
		{"PostAuthentication_Authentication", "", lambdaclient.Result{}, &lambdaclient.ServerError{Status: 429}, rule.TriggerInvocationFailed, "PostAuthentication invocation failed due to error TooManyRequestsException."},
		{"PostAuthentication_Authentication", "", lambdaclient.Result{}, &lambdaclient.ServerError{Status: 502}, rule.TriggerInvocationFailed, "PostAuthentication invocation failed due to error ServiceException."},
		{"CustomEmailSender_SignUp", "", lambdaclient.Result{FunctionError: lambdaclient.NewFunctionError("Error", "x")}, nil, nil, ""},
		{"CustomSMSSender_SignUp", "", lambdaclient.Result{}, &lambdaclient.TimeoutError{}, nil, ""},
	} {
		event, err := trigger.Example(c.source, trigger.About{TokenVersion: c.version})
		if err != nil {
			t.Fatal(err)
		}
		verdict, refusal := trigger.Judge(event, c.result, c.err)
		if c.refused == nil {
			if refusal != nil || !strings.HasSuffix(verdict, "Cognito does not read what a custom sender answers") {
				t.Errorf("%s: %q, %v", c.source, verdict, refusal)
			}
			continue
		}
		if !rule.Is(refusal, c.refused) || refusal.Answer.Message != c.message || verdict != refusal.Reason {
			t.Errorf("%s: %q, %v; want %q", c.source, verdict, refusal, c.message)
		}
	}
	if verdict, refusal := trigger.Judge([]byte(`{"triggerSource":"Other"}`), lambdaclient.Result{Payload: []byte(`{}`)}, nil); refusal != nil || !strings.Contains(verdict, `"Other"`) {
		t.Errorf("%q, %v", verdict, refusal)
	}
}

func FuzzAnswers(f *testing.F) {
	for _, source := range trigger.Sources() {
		event, err := trigger.Example(source, trigger.About{})
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(event), []byte(event))
		f.Add([]byte(event), []byte(`{"response":{"challengeName":7,"userAttributes":{"a":[]},"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":1}}}}`))
	}
	for _, answer := range []string{"", " ", "null", `"{}"`, "{", "[]", "7", "true", `{"response":""}`, `{"response":null}`, "\xff", `{"response":{"\xff":1}}`} {
		f.Add([]byte(`{"triggerSource":"PreSignUp_SignUp","request":[],"response":7}`), []byte(answer))
	}
	f.Fuzz(func(t *testing.T, event, answer []byte) {
		for _, choices := range []trigger.Choices{{}, {StrictAnswers: true, NullGroupsSuppress: true}} {
			verdict, refusal := choices.Judge(event, lambdaclient.Result{Payload: answer}, nil)
			if verdict == "" || refusal != nil && (refusal.Reason == "" || refusal.Answer.Message == "") {
				t.Errorf("%q, %v", verdict, refusal)
			}
		}
	})
}
