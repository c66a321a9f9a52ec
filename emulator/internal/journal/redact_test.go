package journal_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestBodiesAreRedacted(t *testing.T) {
	for request, want := range map[string]string{
		`{"Username":"bob","ConfirmationCode":"123456","Password":"hunter2"}`:                     `{"ConfirmationCode":"***","Password":"***","Username":"bob"}`,
		`{"Code":"123456","AttributeName":"email","AccessToken":"t"}`:                             `{"AccessToken":"***","AttributeName":"email","Code":"***"}`,
		`{"AuthParameters":{"USERNAME":"bob","PASSWORD":"hunter2","SECRET_HASH":"h"},"Limit":60}`: `{"AuthParameters":{"PASSWORD":"***","SECRET_HASH":"***","USERNAME":"bob"},"Limit":60}`,
		`{"ChallengeResponses":{"SMS_MFA_CODE":"123456"},"Session":"s"}`:                          `{"ChallengeResponses":{"SMS_MFA_CODE":"***"},"Session":"***"}`,
		`{"ChallengeName":"SELECT_CHALLENGE","ChallengeResponses":{"ANSWER":"WEB_AUTHN"}}`:        `{"ChallengeName":"SELECT_CHALLENGE","ChallengeResponses":{"ANSWER":"WEB_AUTHN"}}`,
		`{"ChallengeName":"SELECT_MFA_TYPE","ChallengeResponses":{"ANSWER":"TOTP"}}`:              `{"ChallengeName":"SELECT_MFA_TYPE","ChallengeResponses":{"ANSWER":"TOTP"}}`,
		`{"ChallengeName":"CUSTOM_CHALLENGE","ChallengeResponses":{"ANSWER":"blue"}}`:             `{"ChallengeName":"CUSTOM_CHALLENGE","ChallengeResponses":{"ANSWER":"***"}}`,
		`{"ChallengeName":["SELECT_CHALLENGE"],"ChallengeResponses":{"ANSWER":"blue"}}`:           `{"ChallengeName":["SELECT_CHALLENGE"],"ChallengeResponses":{"ANSWER":"***"}}`,
		`{"ChallengeName":"SELECT_CHALLENGE","ChallengeResponses":"ANSWER"}`:                      `{"ChallengeName":"SELECT_CHALLENGE","ChallengeResponses":"ANSWER"}`,
		`{"MaxResults":12345678901234567890}`:                                                     `{"MaxResults":12345678901234567890}`,
		`{"Username":"<&>"}`:                                                                      `{"Username":"<&>"}`,
		`{"Password":"hunter2"`:                                                                   `"21 bytes that are not JSON"`,
		`"hunter2" hunter2`:                                                                       `"17 bytes that are not JSON"`,
		`{"ConfirmationCode":["1"]}`:                                                              `{"ConfirmationCode":"***"}`,
		`null`:                                                                                    `null`,
		`[1]`:                                                                                     `[1]`,
	} {
		_, trail := journal.With(t.Context(), "1", "SignUp", start)
		trail.Body([]byte(request), []byte(request))
		e := trail.Finish(200, "", "", 0).Shown()
		if string(e.Request) != want || string(e.Answer) != want {
			t.Errorf("%s:\n%s\n%s, want\n%s", request, e.Request, e.Answer, want)
		}
	}
}

// Functions return the event that they got, print it, or complain about it; with the password in it.
func TestSecretsThatFunctionsRepeatAreHidden(t *testing.T) {
	const password = `hun<te"r2ö`
	literal, _ := json.Marshal(password) // with \u003c
	_, trail := journal.With(t.Context(), "1", "InitiateAuth", start)
	trail.Invoked(journal.Invocation{
		Trigger: "UserMigration_Authentication", Event: json.RawMessage(`{"request":{"password":"***"}}`),
		Answer:  `{"request":{"password":` + string(literal) + `},"userName":"bob \u003c"}`,
		Output:  "got \"\n" + password + "\n" + `{"password": "hun<te\"r2\u00f6"} {"body": "{\"password\":\"hun<te\\\"r2\\u00f6\"}"}`,
		Error:   `{"errorMessage":"the password was hun<te\"r2ö"}`,
		Verdict: "the function complains about " + password,
	})
	trail.Refused(rule.TriggerFailed.Refuse("UserMigration", password).Because("it said %s", literal))
	request, _ := json.Marshal(map[string]any{"AuthParameters": map[string]string{"USERNAME": "bob", "PASSWORD": password}, "Session": "abc"})
	trail.Body(request, nil)
	e := trail.Finish(400, "UserLambdaValidationException", "UserMigration failed with error "+password+".", 0).Shown()
	text, err := json.Marshal(e)
	if err != nil || strings.Contains(string(text), "hun") {
		t.Errorf("%s %v", text, err)
	}
	for got, want := range map[string]string{
		e.Triggers[0].Answer: `{"request":{"password":"***"},"userName":"bob \u003c"}`, e.Triggers[0].Output: "got \"\n***\n" + `{"password": "***"} {"body": "{\"password\":\"***\"}"}`,
		e.Triggers[0].Error: `{"errorMessage":"the password was ***"}`, e.Triggers[0].Verdict: "the function complains about ***",
		e.Message: "UserMigration failed with error ***.", e.Explain.Because: `it said "***"`, e.Explain.Checks[0].Detail: `it said "***"`,
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// A confirmation code with a space at its end violates a constraint, whose message prints it.
func TestSecretsInMessagesAreHidden(t *testing.T) {
	const message = "Value '123456 ' at 'confirmationCode' failed to satisfy constraint"
	_, trail := journal.With(t.Context(), "1", "ConfirmSignUp", start)
	trail.Refused(rule.RequestConstraint.Refuse().Because(message))
	trail.Body([]byte(`{"ConfirmationCode":"123456 "}`), []byte(`{"__type":"InvalidParameterException","message":"`+message+`"}`))
	e := trail.Finish(400, "InvalidParameterException", message, 0).Shown()
	text, err := json.Marshal(e)
	if err != nil || strings.Contains(string(text), "123456") || !strings.Contains(e.Message, "'***'") {
		t.Errorf("%s %v", text, err)
	}
}

// Of two secrets one may begin with the other.
func TestSecretsThatBeginAlikeAreHidden(t *testing.T) {
	for range 20 { // members come in any order
		_, trail := journal.With(t.Context(), "1", "ChangePassword", start)
		trail.Refused(rule.PasswordWrong.Refuse().Because("hunter2 and hunter22 and hunter222"))
		trail.Body([]byte(`{"PreviousPassword":"hunter2","ProposedPassword":"hunter22","AccessToken":"hunter222"}`), nil)
		if got := trail.Finish(400, "", "", 0).Explain.Because; got != "*** and *** and ***" {
			t.Fatal(got)
		}
	}
}

// What is too short to be a secret would turn up in every other word.
func TestShortSecretsDoNotBlotOutEverything(t *testing.T) {
	_, trail := journal.With(t.Context(), "1", "InitiateAuth", start)
	trail.Invoked(journal.Invocation{Answer: `{"password":"e"}`, Verdict: "the function knows the user"})
	trail.Body([]byte(`{"AuthParameters":{"PASSWORD":"e"}}`), nil)
	if got := trail.Finish(200, "", "", 0).Triggers[0].Verdict; got != "the function knows the user" {
		t.Error(got)
	}
}
