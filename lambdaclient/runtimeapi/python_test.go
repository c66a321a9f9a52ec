package runtimeapi_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// Our bootstrap answers as awslambdaric does, byte for byte.
func TestPythonHandlers(t *testing.T) {
	t.Parallel()
	eachPython(t, "testdata/python", func(t *testing.T, l language) {
		slots := atOnce()
		for handler, want := range map[string]string{
			"cases.echo":           `answer {"a": "b", "c": [1, null]}`,
			"cases.nothing":        `answer null`,
			"cases.empty":          `answer {}`,
			"cases.empty_string":   `answer ""`,
			"cases.text_of_json":   `answer "{\"a\": \"b\", \"c\": [1, null]}"`,
			"cases.unicode":        `answer "\u00fc"`,
			"cases.raises":         `error Exception: Bad password`,
			"cases.raises_key":     `error KeyError: 'email'`,
			"cases.raises_type":    `error AttributeError: 'NoneType' object has no attribute 'get'`,
			"cases.unserializable": `error Runtime.MarshalError: Unable to marshal response: Object of type set is not JSON serializable`,
			"cases.exits":          `error Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 3`,
			"cases.none":           `error Runtime.HandlerNotFound: Handler 'none' missing on module 'cases'`,
			"nomod.handler":        `error Runtime.ImportModuleError: Unable to import module 'nomod': No module named 'nomod'`,
			"imports.handler":      `error Runtime.ImportModuleError: Unable to import module 'imports': No module named 'no_such_module_anywhere'`,
			"syntax.handler":       `error Runtime.UserCodeSyntaxError: Syntax error in module 'syntax': `,
			"nodots":               `error Runtime.MalformedHandlerName: Bad handler 'nodots'`,
		} {
			t.Run(handler, func(t *testing.T) {
				t.Parallel()
				slots <- struct{}{}
				defer func() { <-slots }()
				if got := said(t, l, handler, `{"a":"b","c":[1,null]}`); !strings.HasPrefix(got, want) {
					t.Errorf("got %s, want %s", got, want)
				}
			})
		}
	})
}

func TestPythonErrorObject(t *testing.T) {
	t.Parallel()
	eachPython(t, "testdata/python", func(t *testing.T, l language) {
		result := call(t, newPool(t, l.handler("cases.raises"), patient), `{}`)
		want := `^\{"errorMessage": "Bad password", "errorType": "Exception", "requestId": "` + result.RequestID +
			`", "stackTrace": \["  File \\".*cases.py\\", line \d+, in raises\\n    raise Exception\(\\"Bad password\\"\)\\n"\]\}$`
		if e := result.FunctionError; e == nil || !regexp.MustCompile(want).Match(e.Raw) {
			t.Errorf("got %s, want %s", e.Raw, want)
		}
	})
}

func TestPythonTwelveSendsUnicode(t *testing.T) {
	t.Parallel()
	eachPython(t, "testdata/python", func(t *testing.T, l language) {
		l.function.Runtime = "python3.12"
		if got, want := said(t, l, "cases.unicode", `1`), `answer "ü"`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestPythonProcess(t *testing.T) {
	t.Parallel()
	eachPython(t, "testdata/python", func(t *testing.T, l language) {
		pool := newPool(t, l.handler("cases.prints"), patient)
		first, second := call(t, pool, `"one"`), call(t, pool, `"two"`)
		if first.Target != second.Target {
			t.Errorf("two processes: %s, %s", first.Target, second.Target)
		}
		for word, output := range map[string]string{"one": first.Output, "two": second.Output} {
			if !strings.Contains(output, "out "+word) || !strings.Contains(output, "error "+word) {
				t.Errorf("the output for %s is %q", word, output)
			}
		}
		checkContext(t, call(t, newPool(t, l.handler("cases.describe"), patient), `1`))
	})
}

func TestPythonFixture(t *testing.T) {
	t.Parallel()
	eachPython(t, "../../fixtures/lambdas/python", func(t *testing.T, l language) {
		checkMigration(t, newPool(t, l.handler("migrate.handler"), patient))
	})
}

// checkContext expects a description of the invocation's context.
func checkContext(t *testing.T, result lambdaclient.Result) {
	t.Helper()
	got := parse[struct {
		ID, ARN, Name, Version, Memory, Group, Trace string
		Left                                         float64
	}](t, string(result.Payload))
	if got.ID != result.RequestID || got.ARN != "arn:aws:lambda:us-east-1:000000000000:function:probe" || got.Name != "probe" ||
		got.Version != "$LATEST" || got.Memory != "128" || got.Group != "/aws/lambda/probe" || !strings.HasPrefix(got.Trace, "Root=1-") {
		t.Errorf("got %+v for %s", got, result.RequestID)
	}
	if left := time.Duration(got.Left) * time.Millisecond; left <= 0 || left > patience {
		t.Errorf("%s are left of %s", left, patience)
	}
}

// checkMigration expects what every migration function of the fixtures does.
func checkMigration(t *testing.T, pool *runtimeapi.Pool) {
	t.Helper()
	ada := strings.Replace(migrationEvent, `"userName":"bob"`, `"userName":"ada"`, 1)
	right := strings.Replace(ada, `"password":"pw"`, `"password":"Difference-1843"`, 1)
	forgot := strings.Replace(ada, "UserMigration_Authentication", "UserMigration_ForgotPassword", 1)
	if got := answer(t, pool, migrationEvent); !sameJSON(t, got, migrationEvent) {
		t.Errorf("a stranger: got %s, want the event", got)
	}
	if e := call(t, pool, ada).FunctionError; e == nil || e.Message != "Bad password" {
		t.Errorf("a wrong password: got %+v", e)
	}
	for event, want := range map[string]string{
		right:  `{"userAttributes":{"email":"ada@example.com","email_verified":"true"},"finalUserStatus":"CONFIRMED","messageAction":"SUPPRESS"}`,
		forgot: `{"userAttributes":{"email":"ada@example.com","email_verified":"true"},"messageAction":"SUPPRESS"}`,
	} {
		got := parse[struct{ Response any }](t, answer(t, pool, event))
		if diff := cmp.Diff(parse[any](t, want), got.Response); diff != "" {
			t.Error(diff)
		}
	}
}
