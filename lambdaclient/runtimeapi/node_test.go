package runtimeapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// said is how a handler's outcome looks: "answer " and the payload, or "error ", the type and the message.
func said(t *testing.T, l language, handler, event string) string {
	t.Helper()
	return outcome(t, l.handler(handler), event)
}

func outcome(t *testing.T, f lambdaclient.Function, event string) string {
	t.Helper()
	result := call(t, newPool(t, f, patient), event)
	if e := result.FunctionError; e != nil {
		return "error " + e.Type + ": " + strings.ReplaceAll(e.Message, result.RequestID, "ID")
	}
	return "answer " + string(result.Payload)
}

// patient allows an interpreter to start on a machine that is busy with other things.
var patient = runtimeapi.Options{InitTimeout: time.Minute}

const (
	deprecated = "error Runtime.CallbackHandlerDeprecated: ERROR: AWS Lambda "
	noLegacy   = "error TypeError: context."
	crashed    = "error Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 1"
)

// Our bootstrap answers as aws-lambda-ric 3 does, and both, and version 4, get through.
func TestNodeHandlers(t *testing.T) {
	t.Parallel()
	eachNode(t, "testdata/node", func(t *testing.T, l language) {
		slots := atOnce()
		for handler, want := range map[string][2]string{ // how it begins, and with the strict client, if that differs
			"asyncEcho":           {`answer {"a":"ü"}`},
			"asyncUndefined":      {`answer null`},
			"asyncEmptyString":    {`answer ""`},
			"asyncEmptyObject":    {`answer {}`},
			"asyncThrows":         {`error Error: Bad password`},
			"asyncThrowsText":     {`error string: Bad password`},
			"asyncTypeError":      {`error TypeError: Cannot read properties of undefined`},
			"rejectsNothing":      {`error string: handled`, `error undefined: undefined`},
			"syncThrows":          {`error Error: Bad password`},
			"circular":            {`error Error: Unable to stringify response body`, `error Runtime.JSONStringifyError: Unable to stringify response body`},
			"bigint":              {`error Error: Unable to stringify response body`, `error Runtime.JSONStringifyError: Unable to stringify response body`},
			"unicode":             {`answer "ü€😀"`},
			"callbackEcho":        {`answer {"a":"ü"}`, deprecated},
			"callbackNothing":     {`answer null`, deprecated},
			"callbackText":        {`error string: Bad password`, deprecated},
			"callbackError":       {`error Error: Bad password`, deprecated},
			"callbackObject":      {`error object: [object Object]`, deprecated},
			"callbackZero":        {`error number: 0`, deprecated},
			"callbackFalse":       {`error boolean: false`, deprecated},
			"callbackTwice":       {`answer 1`, deprecated},
			"callbackLater":       {`answer "later"`, deprecated},
			"callbackDoesNotWait": {`answer "did not wait"`, deprecated},
			"succeed":             {`answer {"a":"ü"}`, noLegacy},
			"done":                {`answer {"a":"ü"}`, noLegacy},
			"fail":                {`error string: x`, noLegacy},
			"failNothing":         {`error string: handled`, noLegacy},
			"syncReturn":          {`answer null`, `answer {"a":1}`},
			"neverSettles":        {`answer null`, `error Runtime.ExitError: RequestId: ID Error: Runtime exited without providing a reason`},
			"exits":               {`error Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 5`},
			"rejectsUnseen":       {`error Runtime.UnhandledPromiseRejection: Error: rej`, crashed},
			"throwsLater":         {`error Error: later`, crashed},
			"nested.deeper":       {`answer "nested"`},
			"streams":             {`answer {"part":1}`},
		} {
			t.Run(handler, func(t *testing.T) {
				t.Parallel()
				slots <- struct{}{}
				defer func() { <-slots }()
				expected := want[0]
				if l.strict && want[1] != "" {
					expected = want[1]
				}
				if got := said(t, l, "cases."+handler, `{"a":"ü"}`); !strings.HasPrefix(got, expected) {
					t.Errorf("got %s, want %s", got, expected)
				}
			})
		}
	})
}

func TestNodeErrorObject(t *testing.T) {
	t.Parallel()
	eachNode(t, "testdata/node", func(t *testing.T, l language) {
		for handler, want := range map[string]string{
			"asyncThrows":     `{"errorType":"Error","errorMessage":"Bad password","trace":["Error: Bad password",`,
			"asyncThrowsText": `{"errorType":"string","errorMessage":"Bad password","trace":[]}`,
		} {
			e := call(t, newPool(t, l.handler("cases."+handler), patient), `{}`).FunctionError
			if e == nil || !strings.HasPrefix(string(e.Raw), want) {
				t.Errorf("%s: got %s, want %s", handler, e.Raw, want)
			}
		}
	})
}

func TestNodeModules(t *testing.T) {
	t.Parallel()
	eachNode(t, "testdata/node", func(t *testing.T, l language) {
		for handler, want := range map[string]string{
			"module.handler":     `answer 7`,
			"deep/inner.handler": `answer 7`,
			"module.nothing":     `error Runtime.HandlerNotFound: module.nothing is undefined or not exported`,
			"cases.notAFunction": `error Runtime.HandlerNotFound: cases.notAFunction is not a function`,
			"missing.handler":    `error Runtime.ImportModuleError: Error: Cannot find module`,
			"syntax.handler":     `error Runtime.UserCodeSyntaxError: SyntaxError: `,
			"nodots":             `error Runtime.MalformedHandlerName: `,
		} {
			if got := said(t, l, handler, `7`); !strings.HasPrefix(got, want) {
				t.Errorf("%s: got %s, want %s", handler, got, want)
			}
		}
	})
}

// A process is used again, its output is found, and its context is that of the invocation.
func TestNodeProcess(t *testing.T) {
	t.Parallel()
	eachNode(t, "testdata/node", func(t *testing.T, l language) {
		pool := newPool(t, l.handler("cases.prints"), patient)
		first, second := call(t, pool, `"one"`), call(t, pool, `"two"`)
		if first.Target != second.Target {
			t.Errorf("two processes: %s, %s", first.Target, second.Target)
		}
		for word, result := range map[string]string{"one": first.Output, "two": second.Output} {
			if !strings.Contains(result, "log "+word) || !strings.Contains(result, "error "+word) {
				t.Errorf("the output for %s is %q", word, result)
			}
		}
		checkContext(t, call(t, newPool(t, l.handler("cases.context"), patient), `1`))
	})
}

func TestNodeCallbackWaitsForTimers(t *testing.T) {
	t.Parallel()
	eachNode(t, "testdata/node", func(t *testing.T, l language) {
		if l.strict {
			return
		}
		result := call(t, newPool(t, l.handler("cases.callbackWaits"), patient), `1`)
		if string(result.Payload) != `"waited"` || !strings.Contains(result.Output, "timer") {
			t.Errorf("got %s with output %q", result.Payload, result.Output)
		}
	})
}

// The example functions work, with the event that they are made for.
func TestNodeFixtures(t *testing.T) {
	t.Parallel()
	eachNode(t, "../../fixtures/lambdas/node", func(t *testing.T, l language) {
		checkMigration(t, newPool(t, l.handler("migrate.handler"), patient))
		if l.strict {
			return
		}
		index := newPool(t, l.handler("index.handler"), patient)
		for event, want := range map[string]string{
			`{"request":{"userAttributes":{"email_verified":"true"}}}`: ``,
			`{"request":{"userAttributes":{}}}`:                        `Please confirm your address first`,
			`{"request":{"userNotFound":true}}`:                        ``,
		} {
			result := call(t, index, event)
			if e := result.FunctionError; e != nil && e.Message != want || e == nil && (want != "" || string(result.Payload) != event) {
				t.Errorf("%s: got %s %+v", event, result.Payload, e)
			}
		}
	})
}
