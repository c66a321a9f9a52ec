package lambdaclient_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

func TestParseFunctionError(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct {
		errorType, message string
		has                bool
	}{
		`{"errorMessage":"Bad password","errorType":"errorString"}`:                                     {"errorString", "Bad password", true},
		`{"errorType":"Error","errorMessage":"Bad password","trace":["Error: Bad password"]}`:           {"Error", "Bad password", true},
		`{"errorMessage": "Bad", "errorType": "Exception", "requestId": "8", "stackTrace": ["  File"]}`: {"Exception", "Bad", true},
		`{"errorType":"string","errorMessage":"","trace":[]}`:                                           {"string", "", true},
		`{"errorType":"E"}`:                           {"E", "", false},
		`{"errorType":"E","errorMessage":null}`:       {"E", "", false},
		`{"errorType":"E","errorMessage":{"code":4}}`: {"E", "", false},
		`{"errorType":7,"errorMessage":"m"}`:          {"", "m", true},
		`{"ErrorType":"E","errormessage":"m"}`:        {"", "", false},
		`{}`:                                          {"", "", false},
		` {"errorMessage":"m"} `:                      {"", "m", true},
		`null`:                                        {"", "", false},
		`"text"`:                                      {"", "", false},
		`[1]`:                                         {"", "", false},
		``:                                            {"", "", false},
		"  \n":                                        {"", "", false},
		`Task timed out after 2.00 seconds`:           {"", "Task timed out after 2.00 seconds", true},
		`{"errorMessage":"cut`:                        {"", `{"errorMessage":"cut`, true},
		"\xff broken":                                 {"", "\uFFFD broken", true},
		`{"errorMessage":"first","errorMessage":"two"}`: {"", "two", true},
	} {
		e := lambdaclient.ParseFunctionError([]byte(body))
		if e.Type != want.errorType || e.Message != want.message || e.HasMessage != want.has || string(e.Raw) != body {
			t.Errorf("%s: got %+v, want %+v", body, e, want)
		}
	}
}

func TestErrorsOfLambdaItself(t *testing.T) {
	t.Parallel()
	e := lambdaclient.TimedOut("8476a536", 3*time.Second)
	const want = `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 8476a536 Error: Task timed out after 3.00 seconds"}`
	if string(e.Raw) != want || !e.HasMessage || e.Type != lambdaclient.TypeTimedOut {
		t.Errorf("got %s", e.Raw)
	}
	if again := lambdaclient.ParseFunctionError(e.Raw); again.Message != e.Message || again.Type != e.Type {
		t.Errorf("parsed again it is %+v", again)
	}
}

func FuzzParseFunctionError(f *testing.F) {
	for _, seed := range []string{
		`{"errorMessage":"m","errorType":"t"}`, `{"errorMessage":null}`, `Task timed out after 2.00 seconds`, "\xff", `[]`, `"x"`, ``, `{"errorMessage":"\ud800"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		e := lambdaclient.ParseFunctionError(body)
		if !bytes.Equal(before, body) || !bytes.Equal(e.Raw, body) {
			t.Error("the body was changed")
		}
		if !utf8.ValidString(e.Message) || !utf8.ValidString(e.Type) {
			t.Errorf("not UTF-8: %q %q", e.Message, e.Type)
		}
		if !e.HasMessage && e.Message != "" {
			t.Errorf("a message that is none: %q", e.Message)
		}
		if json.Valid(body) && e.HasMessage && !bytes.Contains(body, []byte(`"`)) {
			t.Errorf("a message out of nothing: %q", e.Message)
		}
	})
}
