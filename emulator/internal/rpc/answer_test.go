package rpc_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestSuccess(t *testing.T) {
	for operation, want := range map[string]string{
		"SignUp": `{"UserConfirmed":false,"UserSub":"1"}`, "ListUserPools": `{}`, "DeleteUserPool": "",
	} {
		w := newWorld(t, succeed)
		got := w.call(operation)
		if got.Code != http.StatusOK || got.Body.String() != want {
			t.Errorf("%s: %d %s, want 200 %s", operation, got.Code, got.Body, want)
		}
		id := got.Header().Get("x-amzn-requestid")
		if _, err := uuid.Parse(id); err != nil {
			t.Errorf("%s: x-amzn-requestid is %q", operation, id)
		}
		got.Header().Del("x-amzn-requestid")
		headers := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "Content-Length": {strconv.Itoa(len(want))}}
		if diff := cmp.Diff(headers, got.Header()); diff != "" {
			t.Errorf("%s: headers (-want +got):\n%s", operation, diff)
		}
		if e := w.latest(); e.ID != id || e.Operation != operation || e.Status != 200 || e.Type != "" || !e.At.Equal(start) {
			t.Errorf("the journal has %+v", e)
		}
	}
}

// A refused request: what the service returns, and what goes over the wire.
func TestRefusals(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	internal := `{"__type":"InternalErrorException","message":"Internal server error"}`
	for name, c := range map[string]struct {
		answer               func(context.Context) error
		status               int
		body, header, ruleID string
	}{
		"a rule": {
			refuse(rule.PasswordWrong.Refuse()), 400,
			`{"__type":"NotAuthorizedException","message":"Incorrect username or password."}`, "Incorrect username or password.", rule.PasswordWrong.ID,
		},
		"a rule without a message": {
			refuse(rule.RefreshTokenRevokedSilently.Refuse()), 400, `{"__type":"NotAuthorizedException"}`, "", rule.RefreshTokenRevokedSilently.ID,
		},
		"a wrapped rule": {
			refuse(errors.Join(rule.PasswordWrong.Refuse())), 400,
			`{"__type":"NotAuthorizedException","message":"Incorrect username or password."}`, "Incorrect username or password.", rule.PasswordWrong.ID,
		},
		"a message with a line break": {
			refuse(rule.TriggerFailed.Refuse("PreSignUp", "zu kurz <&>:\r\nX-Evil: 1 äöü")), 400,
			`{"__type":"UserLambdaValidationException","message":"PreSignUp failed with error zu kurz <&>:\r\nX-Evil: 1 äöü."}`,
			"PreSignUp failed with error zu kurz <&>:  X-Evil: 1    .", rule.TriggerFailed.ID,
		},
		"a long message": {
			refuse(rule.TriggerFailed.Refuse("PreSignUp", long)), 400,
			`{"__type":"UserLambdaValidationException","message":"PreSignUp failed with error ` + long + `."}`,
			"PreSignUp failed with error " + long[:1024-len("PreSignUp failed with error ")], rule.TriggerFailed.ID,
		},
		"what is not emulated": {
			refuse(api.NotImplemented("The feature")), 400,
			`{"__type":"NotImplementedByEmulator","message":"The feature is not implemented by this emulator."}`,
			"The feature is not implemented by this emulator.", rule.NotImplemented.ID,
		},
		"another error": {refuse(errors.New("disk on fire")), 500, internal, "Internal server error", rule.InternalError.ID},
		"a panic":       {func(context.Context) error { panic("disk on fire") }, 500, internal, "Internal server error", rule.InternalError.ID},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.answer)
			for _, operation := range []string{"SignUp", "DeleteUserPool"} {
				got := w.call(operation)
				if got.Code != c.status || got.Body.String() != c.body {
					t.Errorf("%s: %d %.300s, want %d %.300s", operation, got.Code, got.Body, c.status, c.body)
				}
				exception, _, _ := strings.Cut(strings.TrimPrefix(c.body, `{"__type":"`), `"`)
				got.Header().Del("x-amzn-requestid")
				headers := http.Header{
					"Content-Type": {"application/x-amz-json-1.1"}, "Content-Length": {strconv.Itoa(len(c.body))},
					"X-Amzn-Errortype": {exception + ":"}, "X-Amzn-Errormessage": {c.header}, "X-Emulator-Rule": {c.ruleID},
				}
				if c.header == "" {
					headers.Del("X-Amzn-Errormessage")
				}
				if diff := cmp.Diff(headers, got.Header()); diff != "" {
					t.Errorf("%s: headers (-want +got):\n%s", operation, diff)
				}
				if e := w.latest(); e.Type != exception || e.Status != c.status || e.Explain.Rule != c.ruleID {
					t.Errorf("the journal has %d %s by %s", e.Status, e.Type, e.Explain.Rule)
				}
			}
		})
	}
}

func TestHiddenRefusalIsExplained(t *testing.T) {
	cause := rule.UserNotFound.Refuse().Because("there is no bob")
	w := newWorld(t, refuse(rule.PasswordWrong.Refuse().Hide(cause)))
	got := w.call("SignUp")
	if want := rule.PasswordWrong.ID; got.Header().Get("x-emulator-rule") != want {
		t.Errorf("the wire shows %s, want %s", got.Header().Get("x-emulator-rule"), want)
	}
	e := w.latest().Explain
	if e.Rule != rule.UserNotFound.ID || e.Because != "there is no bob" || !e.Hidden || e.ShownAs != rule.PasswordWrong.ID {
		t.Errorf("the journal has %+v", e)
	}
}

func TestUnknownOperations(t *testing.T) {
	w := newWorld(t, succeed)
	for _, target := range []string{
		"", ".", "SignUp", prefix, prefix + "signUp", prefix + "SignUp ", prefix + "NoSuchOperation", "AWSCognitoIdentityService.GetId",
		strings.ToLower(prefix) + "SignUp", "." + prefix + "SignUp", prefix + "SignUp\x00", prefix + strings.Repeat("x", 1<<20),
	} {
		request := post("", strings.NewReader("{}"))
		request.Header.Set("X-Amz-Target", target)
		got := w.do(request)
		if got.Code != 400 || got.Body.String() != `{"__type":"UnknownOperationException"}` {
			t.Errorf("%.60q: %d %s", target, got.Code, got.Body)
		}
		if e := w.latest(); e.Explain.Rule != rule.UnknownOperation.ID || len(e.Operation) > 200 || len(e.Explain.Because) > 1000 {
			t.Errorf("%.60q: the journal has %d characters of the operation, and because %.300s", target, len(e.Operation), e.Explain.Because)
		}
	}
}
