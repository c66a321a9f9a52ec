package runtimeapi_test

import (
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

const migrationEvent = `{"version":"1","triggerSource":"UserMigration_Authentication","region":"us-east-1",` +
	`"userPoolId":"us-east-1_abc","callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"client1"},` +
	`"userName":"bob","request":{"password":"pw","validationData":null,"userAttributes":null},` +
	`"response":{"userAttributes":null,"forceAliasCreation":null,"enableSMSMFA":null,"finalUserStatus":null,` +
	`"messageAction":null,"desiredDeliveryMediums":null}}`

// What a real aws-lambda-go program sends for each kind of answer arrives as it was sent.
func TestAnswersOfAGoFunction(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]string{
		"nil":        `null`,
		"no-result":  `null`,
		"error-only": `null`,
		"empty-map":  `{}`,
		"nil-map":    `null`,
		"echo-raw":   migrationEvent,
		"html":       `"a<b>&"`,
		"stream":     `{"streamed":true}`,
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, probe(mode), runtimeapi.Options{})
			if got := answer(t, pool, migrationEvent); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// The handler of the question that this project comes from, with all answers that were tried there and the one that is right.
func TestAnswersOfTheFoundingQuestion(t *testing.T) {
	t.Parallel()
	header := migrationEvent[:strings.Index(migrationEvent, `"response"`)]
	for name, want := range map[string]string{
		"nil":            `null`,
		"empty-string":   `""`,
		"empty-struct":   `{}`,
		"event":          migrationEvent,
		"empty-response": header + `"response":{}}`,
		"full": header + `"response":{"userAttributes":{"email":"bob@example.com","email_verified":"true"},` +
			`"messageAction":"SUPPRESS","finalUserStatus":"CONFIRMED"}}`,
		"reset-required": header + `"response":{"userAttributes":{"email":"bob@example.com","email_verified":"true"},` +
			`"messageAction":"SUPPRESS","finalUserStatus":"RESET_REQUIRED"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, migrate(name), runtimeapi.Options{})
			if got := answer(t, pool, migrationEvent); !sameJSON(t, got, want) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func migrate(answer string) lambdaclient.Function {
	return lambdaclient.Function{Command: program("migrate-user"), Env: map[string]string{"ANSWER": answer}}
}

func TestLegacyUsers(t *testing.T) {
	t.Parallel()
	pool := newPool(t, migrate(""), runtimeapi.Options{})
	ada := strings.Replace(migrationEvent, `"userName":"bob"`, `"userName":"ada"`, 1)
	if got := answer(t, pool, migrationEvent); !sameJSON(t, got, migrationEvent) {
		t.Errorf("a stranger: got %s, want the event", got)
	}
	if e := call(t, pool, ada).FunctionError; e == nil || e.Message != "Bad password" {
		t.Errorf("a wrong password: got %v", e)
	}
	right := strings.Replace(ada, `"password":"pw"`, `"password":"Difference-1843"`, 1)
	if got := answer(t, pool, right); !strings.Contains(got, `"finalUserStatus":"CONFIRMED"`) {
		t.Errorf("the right password: got %s", got)
	}
	forgot := strings.Replace(ada, "UserMigration_Authentication", "UserMigration_ForgotPassword", 1)
	if got := answer(t, pool, forgot); !strings.Contains(got, `"email":"ada@example.com"`) || strings.Contains(got, "CONFIRMED") {
		t.Errorf("a forgotten password: got %s", got)
	}
}

func TestPreSignUpFixture(t *testing.T) {
	t.Parallel()
	pool := newPool(t, lambdaclient.Function{Command: program("pre-sign-up")}, runtimeapi.Options{})
	for domain, confirmed := range map[string]bool{"example.com": true, "example.net": false} {
		event := `{"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"email":"a@` + domain + `"}},"response":{}}`
		got := parse[struct {
			Response struct{ AutoConfirmUser bool }
		}](t, answer(t, pool, event))
		if got.Response.AutoConfirmUser != confirmed {
			t.Errorf("%s: confirmed %v, want %v", domain, got.Response.AutoConfirmUser, confirmed)
		}
	}
	e := call(t, pool, `{"request":{"userAttributes":{"email":"a@EXAMPLE.org"}}}`).FunctionError
	if want := "Registration from this domain is not allowed"; e == nil || e.Message != want {
		t.Errorf("got %+v, want %s", e, want)
	}
}

func TestErrorsOfAGoFunction(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]struct{ errorType, message string }{
		"error":        {"errorString", "Bad password"},
		"wrapped":      {"wrapError", "wrap: inner"},
		"custom":       {"custom", "custom"},
		"custom-ptr":   {"custom", "custom"},
		"both":         {"errorString", "and error"},
		"messages":     {"MyType", "my message"},
		"panic":        {"string", "boom"},
		"panic-error":  {"errorString", "bad"},
		"nil-deref":    {"errorString", "runtime error: invalid memory address or nil pointer dereference"},
		"int":          {"UnmarshalTypeError", "json: cannot unmarshal object into Go value of type int"},
		"three":        {"errorString", "handlers may not take more than two arguments, but handler takes 3"},
		"chan":         {"UnsupportedTypeError", "json: unsupported type: chan int"},
		"stream-error": {"errorString", "broken stream"},
		"init-error":   {"Runtime.Sad", "no database"},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, probe(mode), runtimeapi.Options{})
			for range 2 { // a process that has died of it is replaced
				result := call(t, pool, migrationEvent)
				e := result.FunctionError
				if e == nil || e.Type != want.errorType || e.Message != want.message || !e.HasMessage {
					t.Errorf("got %+v (payload %s), want %+v", e, result.Payload, want)
				}
				if result.Payload != nil {
					t.Errorf("there is a payload, too: %s", result.Payload)
				}
			}
		})
	}
}

func TestErrorIsKeptAsItCame(t *testing.T) {
	t.Parallel()
	pool := newPool(t, probe("error"), runtimeapi.Options{})
	if got, want := string(call(t, pool, `1`).FunctionError.Raw), `{"errorMessage":"Bad password","errorType":"errorString"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEventOfBytesAndTypes(t *testing.T) {
	t.Parallel()
	if got, want := answer(t, newPool(t, probe("echo-bytes"), runtimeapi.Options{}), `"x"`), `"Ingi"`; got != want {
		t.Errorf("bytes: got %s, want %s, base64", got, want)
	}
	got := answer(t, newPool(t, probe("echo-typed"), runtimeapi.Options{}), migrationEvent)
	if want := `"finalUserStatus":"","messageAction":""`; !strings.Contains(got, want) {
		t.Errorf("a typed event: got %s, want null turned into %s", got, want)
	}
	if e := call(t, newPool(t, probe("echo-raw"), runtimeapi.Options{}), ``).FunctionError; e == nil || e.Message != "EOF" {
		t.Errorf("no event: got %v, want EOF", e)
	}
}

func TestAnswerOfSixMebibytesIsTheLimit(t *testing.T) {
	t.Parallel()
	if got := answer(t, newPool(t, probe("large"), runtimeapi.Options{}), `1`); len(got) != 6<<20+2 {
		t.Errorf("got %d bytes", len(got))
	}
	pool := newPool(t, probe("big"), runtimeapi.Options{})
	for range 2 {
		if e := call(t, pool, `1`).FunctionError; e == nil || e.Type != lambdaclient.TypeResponseTooLarge {
			t.Errorf("got %v, want %s", e, lambdaclient.TypeResponseTooLarge)
		}
	}
}
