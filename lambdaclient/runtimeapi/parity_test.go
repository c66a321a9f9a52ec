package runtimeapi_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// sent is what a handler's outcome looks like as bytes, without what differs from one run to the next and between two
// clients by nature: ids, and where in a stack the error came by.
func sent(t *testing.T, l language, handler, event string) string {
	t.Helper()
	result := call(t, newPool(t, l.handler(handler), patient), event)
	if result.FunctionError == nil {
		return "answer " + string(result.Payload)
	}
	raw := string(result.FunctionError.Raw)
	for pattern, by := range map[string]string{
		result.RequestID:                         "ID",
		`"trace":\["([^"\\]|\\.)*"(,"[^"]*")*\]`: `"trace":[…]`,
		`"stackTrace": \[.*\]`:                   `"stackTrace": […]`,
	} {
		raw = regexp.MustCompile(pattern).ReplaceAllString(raw, by)
	}
	return "error " + raw
}

// same expects that our bootstrap and an official client send the same for each handler, byte for byte.
func same(t *testing.T, ours, theirs language, handlers []string, event string) {
	t.Helper()
	slots := atOnce()
	for _, handler := range handlers {
		t.Run(handler, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			if got, want := sent(t, ours, handler, event), sent(t, theirs, handler, event); got != want {
				t.Errorf("ours sends   %s\ntheirs sends %s", got, want)
			}
		})
	}
}

// exported are the names that match a pattern in a file of handlers, in the form of a handler's name.
func exported(t *testing.T, path, pattern string) (handlers []string) {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(source), -1) {
		handlers = append(handlers, "cases."+match[1])
	}
	return handlers
}

// Every handler of testdata/node, with our bootstrap and with aws-lambda-ric 3.
func TestNodeBootstrapIsTheOfficialClient(t *testing.T) {
	t.Parallel()
	needs(t, "node")
	dir := absolute(t, "testdata/node")
	f := lambdaclient.Function{Runtime: "nodejs22.x", Dir: dir}
	theirs := f
	theirs.Command = official(t, "node-3.3.0", "node_modules", ".bin", "aws-lambda-ric")
	handlers := append(exported(t, filepath.Join(dir, "cases.js"), `exports\.(\w+) =`),
		"cases.nested.deeper", "module.handler", "deep/inner.handler", "module.nothing", "nodots", "syntax.handler", "imports.handler")
	if len(handlers) < 43 {
		t.Errorf("only %d handlers", len(handlers))
	}
	var comparable []string
	for _, handler := range handlers {
		switch handler {
		case "cases.context", "cases.prints": // of the time, and with output; other tests look at them
		default:
			comparable = append(comparable, handler)
		}
	}
	same(t, language{function: f}, language{function: theirs, official: true}, comparable, `{"a":"ü","b":[1,null]}`)
}

// Every handler of testdata/python, with our bootstrap and with awslambdaric.
func TestPythonBootstrapIsTheOfficialClient(t *testing.T) {
	t.Parallel()
	needs(t, "python3")
	dir := absolute(t, "testdata/python")
	quiet := map[string]string{"PYTHONDONTWRITEBYTECODE": "1"} // keeps the tree clean
	f := lambdaclient.Function{Runtime: "python3.11", Dir: dir, Env: quiet}
	theirs := f
	theirs.Command = append(official(t, "python-4.0.1", "bin", "python"), "-m", "awslambdaric")
	var comparable []string
	for _, handler := range exported(t, filepath.Join(dir, "cases.py"), `(?m)^def (\w+)\(event`) {
		if handler != "cases.describe" && handler != "cases.prints" {
			comparable = append(comparable, handler)
		}
	}
	comparable = append(comparable, "cases.none", "nomod.handler", "nodots", "deep/inner.handler", "deep.inner.handler", "imports.handler")
	same(t, language{function: f}, language{function: theirs, official: true}, comparable, `{"a":"ü","b":[1,null]}`)
}

// A runtime without a version is that of the interpreter which is there.
func TestRuntimeWithoutVersion(t *testing.T) {
	t.Parallel()
	for runtime, c := range map[string]struct{ interpreter, dir, handler, says string }{
		"nodejs":  {"node", "testdata/node", "cases.environment", `^"AWS_Lambda_nodejs[0-9]+\.x"$`},
		"python":  {"python3", "testdata/python", "cases.environment", `^"AWS_Lambda_python3\.[0-9]+"$`},
		"python3": {"python3", "testdata/python", "deep/inner.environment", `^"AWS_Lambda_python3\.[0-9]+"$`},
	} {
		needs(t, c.interpreter)
		pool := newPool(t, lambdaclient.Function{Runtime: runtime, Handler: c.handler, Dir: absolute(t, c.dir)}, patient)
		if got := answer(t, pool, `1`); !regexp.MustCompile(c.says).MatchString(got) {
			t.Errorf("%s: got %s, want %s", runtime, got, c.says)
		}
	}
}
