package runtimeapi_test

import (
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// eachCompiled runs a test with functions that are built with the official clients for Rust and Java.
func eachCompiled(t *testing.T, test func(*testing.T, language)) {
	t.Helper()
	t.Run("rust", func(t *testing.T) {
		command := official(t, "rust", "debug", "handlers")
		test(t, language{name: "rust", function: lambdaclient.Function{Command: command}})
	})
	t.Run("java", func(t *testing.T) {
		needs(t, "java")
		classes := official(t, "java", "classes")[0]
		path := classes + string(filepath.ListSeparator) + filepath.Join(filepath.Dir(classes), "lib", "*")
		command := []string{"java", "-XX:TieredStopAtLevel=1", "-cp", path, native(t), "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"}
		test(t, language{"java", lambdaclient.Function{Command: command, Runtime: "java17", Dir: classes}, false, true})
	})
}

// native tells Java's client where its native part is. It would write that to a fixed file in /tmp, where processes that start at the
// same time destroy each other's: on Lambda, each has a /tmp of its own.
func native(t *testing.T) string {
	t.Helper()
	arch := map[string]string{"amd64": "x86_64", "arm64": "aarch_64"}[runtime.GOARCH]
	file := official(t, "java", "jni", "libaws-lambda-jni.linux-"+arch+".so")[0]
	return "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + file
}

func (l language) compiled(handler string) lambdaclient.Function {
	if l.name == "java" {
		handler = "Handlers::" + handler
	}
	return l.handler(handler)
}

// What functions with AWS's clients for Rust and Java send arrives as it was sent.
func TestCompiledHandlers(t *testing.T) {
	t.Parallel()
	eachCompiled(t, func(t *testing.T, l language) {
		for handler, want := range map[string]struct{ rust, java string }{
			"echo":    {`answer {"a":"ü","b":[1,null]}`, `answer {"a":"ü","b":[1,null]}`},
			"bytes":   {``, `answer {"a":"ü","b":[1,null]}`},
			"nothing": {`answer null`, `answer null`},
			"error": {
				`error &alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>: Bad password`,
				`error java.lang.IllegalStateException: Bad password`,
			},
			"panic":   {`error &alloc::boxed::Box<dyn core::any::Any + core::marker::Send>: Lambda panicked: boom`, ``},
			"caused":  {``, `error java.lang.IllegalStateException: outside`},
			"exit":    {`error Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 3`, ``},
			"missing": {``, `error Runtime.BadFunctionCode: No public method named missing`},
		} {
			expected := want.rust
			if l.name == "java" {
				expected = want.java
			}
			if expected == "" {
				continue
			}
			if got := outcome(t, l.compiled(handler), `{"a":"ü","b":[1,null]}`); !strings.HasPrefix(got, expected) {
				t.Errorf("%s: got %s, want %s", handler, got, expected)
			}
		}
	})
}

// The objects in which they report errors, as bytes.
func TestCompiledErrorObjects(t *testing.T) {
	t.Parallel()
	eachCompiled(t, func(t *testing.T, l language) {
		pattern := map[string]string{
			"rust": `^\{"errorType":"[^"]+","errorMessage":"Bad password"\}$`,
			"java": `^\{"errorMessage":"Bad password","errorType":"java\.lang\.IllegalStateException","stackTrace":\["Handlers\.error\(.*\]\}$`,
		}[l.name]
		e := call(t, newPool(t, l.compiled("error"), patient), `{}`).FunctionError
		if e == nil || !regexp.MustCompile(pattern).Match(e.Raw) {
			t.Errorf("got %s, want %s", e.Raw, pattern)
		}
	})
}

// A process is used again, its output is found, and its context is that of the invocation.
func TestCompiledProcess(t *testing.T) {
	t.Parallel()
	eachCompiled(t, func(t *testing.T, l language) {
		pool := newPool(t, l.compiled("print"), patient)
		first, second := call(t, pool, `"one"`), call(t, pool, `"two"`)
		if first.Target != second.Target {
			t.Errorf("two processes: %s, %s", first.Target, second.Target)
		}
		if !strings.Contains(first.Output, "one") || !strings.Contains(second.Output, "two") {
			t.Errorf("output %q and %q", first.Output, second.Output)
		}
		result := call(t, newPool(t, l.compiled("context"), patient), `1`)
		if result.FunctionError != nil {
			t.Fatalf("%s %s", result.FunctionError.Raw, result.Output)
		}
		got := parse[struct {
			ID, ARN, Name, Version string
			Left                   float64
		}](t, string(result.Payload))
		left := time.Duration(got.Left) * time.Millisecond
		if got.ID != result.RequestID || got.ARN != "arn:aws:lambda:us-east-1:000000000000:function:probe" || got.Name != "probe" ||
			got.Version != "$LATEST" || left <= 0 || left > patience {
			t.Errorf("got %+v for %s", got, result.RequestID)
		}
	})
}

// A process that dies of its event is replaced.
func TestCompiledCrash(t *testing.T) {
	t.Parallel()
	eachCompiled(t, func(t *testing.T, l language) {
		pool := newPool(t, l.compiled("exit"), patient)
		for range 2 {
			result := call(t, pool, `1`)
			if e := result.FunctionError; e == nil || e.Type != lambdaclient.TypeExit || !strings.HasSuffix(e.Message, "exit status 3") {
				t.Errorf("got %+v", e)
			}
		}
	})
}
