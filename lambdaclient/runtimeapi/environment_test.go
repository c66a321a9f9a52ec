package runtimeapi_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

type surroundings struct {
	Env  map[string]string
	Dir  string
	Args []string
}

// A function finds the environment of the real runtime.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	f := probe("environment")
	f.Handler, f.Runtime = "index.handler", "nodejs22.x"
	f.Command = append(f.Command, "one", "two")
	f.Env["OWN"], f.Env["COMMON"] = "own", "own"
	pool := newPool(t, f, runtimeapi.Options{
		Region: "eu-central-1",
		Env:    map[string]string{"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://127.0.0.1:2646", "COMMON": "common"},
		Environ: []string{
			"HOME=/home/somebody", "AWS_PROFILE=production", "AWS_ACCESS_KEY_ID=real", "_LAMBDA_SERVER_PORT=1",
			"AWS_LAMBDA_MAX_CONCURRENCY=9", "AWS_LAMBDA_EXEC_WRAPPER=/x", "AWS_LAMBDA_RUNTIME_API=elsewhere:1", "=C:=odd",
		},
	})
	got := parse[surroundings](t, answer(t, pool, `1`))
	for name, pattern := range map[string]string{
		"AWS_LAMBDA_RUNTIME_API":          `127\.0\.0\.1:[0-9]+`,
		"_HANDLER":                        `index\.handler`,
		"LAMBDA_TASK_ROOT":                regexp.QuoteMeta(got.Dir),
		"LAMBDA_RUNTIME_DIR":              `/var/runtime`,
		"AWS_LAMBDA_FUNCTION_NAME":        `probe`,
		"AWS_LAMBDA_FUNCTION_VERSION":     `\$LATEST`,
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": `[0-9]+`,
		"AWS_LAMBDA_LOG_GROUP_NAME":       `/aws/lambda/probe`,
		"AWS_LAMBDA_LOG_STREAM_NAME":      `\d{4}/\d{2}/\d{2}/\[\$LATEST\][0-9a-f]{32}`,
		"AWS_LAMBDA_INITIALIZATION_TYPE":  `on-demand`,
		"AWS_EXECUTION_ENV":               `AWS_Lambda_nodejs22\.x`,
		"AWS_REGION":                      `eu-central-1`,
		"AWS_DEFAULT_REGION":              `eu-central-1`,
		"AWS_ACCESS_KEY_ID":               `local`,
		"AWS_SECRET_ACCESS_KEY":           `.+`,
		"AWS_SESSION_TOKEN":               `.+`,
		"TZ":                              `:UTC`,
		"LANG":                            `en_US\.UTF-8`,
		"PATH":                            `.+`,
		"HOME":                            `/home/somebody`,
		"OWN":                             `own`,
		"COMMON":                          `own`,
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": `http://127\.0\.0\.1:2646`,
	} {
		if value, ok := got.Env[name]; !ok || !regexp.MustCompile(`^`+pattern+`$`).MatchString(value) {
			t.Errorf("%s is %q, want %s", name, value, pattern)
		}
	}
	for _, name := range []string{"AWS_PROFILE", "_LAMBDA_SERVER_PORT", "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_LAMBDA_EXEC_WRAPPER"} {
		if value, ok := got.Env[name]; ok {
			t.Errorf("%s=%s was passed on", name, value)
		}
	}
	if strings.Join(got.Args, " ") != "one two" {
		t.Errorf("arguments %q", got.Args)
	}
}

// What is ours stays ours, but for what a process needs to run.
func TestNothingLeaksIntoAFunction(t *testing.T) {
	for name, value := range map[string]string{
		"SOME_SETTING": "x", "DATABASE_URL": "postgres://secret", "AWS_PROFILE": "production", "GITHUB_TOKEN": "x", "GODEBUG": "http2client=0",
		"HTTP_PROXY": "http://192.0.2.1:3128", "https_proxy": "http://192.0.2.1:3128", "NODE_OPTIONS": "--inspect", "COGNITWO_PORT": "1",
		"LD_LIBRARY_PATH": "/opt/lib", "TMPDIR": t.TempDir(),
	} {
		t.Setenv(name, value)
	}
	got := parse[surroundings](t, answer(t, newPool(t, probe("environment"), runtimeapi.Options{}), `1`))
	known := regexp.MustCompile(`^(AWS_(LAMBDA_[A-Z_]+|(DEFAULT_)?REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CONFIG_FILE|` +
		`SHARED_CREDENTIALS_FILE)|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|_HANDLER|_X_AMZN_TRACE_ID|TZ|LANG|PATH|HOME|TMPDIR|LD_LIBRARY_PATH|` +
		`NODE_PATH|PYTHONPATH|JAVA_HOME|NIX_LD(_LIBRARY_PATH)?|MODE)$`)
	for name, value := range got.Env {
		if !known.MatchString(name) {
			t.Errorf("%s=%s was passed on", name, value)
		}
	}
	for name, want := range map[string]string{
		"PATH": os.Getenv("PATH"), "TMPDIR": os.Getenv("TMPDIR"), "LD_LIBRARY_PATH": "/opt/lib",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		if got.Env[name] != want {
			t.Errorf("%s is %q, want %q", name, got.Env[name], want)
		}
	}
}

// A function that is configured with a proxy still finds its Runtime API.
func TestProxyIsNotForTheRuntimeAPI(t *testing.T) {
	t.Parallel()
	f := probe("environment")
	f.Env["HTTP_PROXY"], f.Env["http_proxy"], f.Env["no_proxy"] = "http://192.0.2.1:1", "http://192.0.2.1:1", "internal"
	got := parse[surroundings](t, answer(t, newPool(t, f, runtimeapi.Options{}), `1`))
	if got.Env["NO_PROXY"] != "127.0.0.1" || got.Env["no_proxy"] != "internal,127.0.0.1" {
		t.Errorf("NO_PROXY is %q and no_proxy %q", got.Env["NO_PROXY"], got.Env["no_proxy"])
	}
}

func TestDirIsCountedFromTheBase(t *testing.T) {
	t.Parallel()
	f := probe("environment")
	f.Dir = "../.."
	base, err := filepath.Abs("../testdata/deep/er")
	if err != nil {
		t.Fatal(err)
	}
	pool, err := runtimeapi.NewPool("probe", base, f, runtimeapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	got := parse[surroundings](t, answer(t, pool, `1`))
	if want := filepath.Dir(filepath.Dir(base)); got.Dir != want || got.Env["LAMBDA_TASK_ROOT"] != want {
		t.Errorf("runs in %s with root %s, want %s", got.Dir, got.Env["LAMBDA_TASK_ROOT"], want)
	}
}

// The headers of an invocation reach the handler's context.
func TestContextOfAnInvocation(t *testing.T) {
	t.Parallel()
	f := probe("context")
	f.Timeout = lambdaclient.Duration(7 * time.Second)
	pool := newPool(t, f, runtimeapi.Options{Account: "123456789012"})
	for function, arn := range map[string]string{
		"probe":        "arn:aws:lambda:us-east-1:123456789012:function:probe",
		"probe:canary": "arn:aws:lambda:us-east-1:123456789012:function:probe:canary",
		"arn:aws:lambda:eu-west-1:000000000001:function:probe": "arn:aws:lambda:eu-west-1:000000000001:function:probe",
	} {
		result, err := pool.Invoke(within(t, patience), function, []byte(`1`))
		if err != nil {
			t.Fatal(err)
		}
		got := parse[struct {
			ID, ARN, Trace string
			Left           float64
		}](t, string(result.Payload))
		if got.ID != result.RequestID || got.ARN != arn {
			t.Errorf("got id %s and ARN %s, want %s and %s", got.ID, got.ARN, result.RequestID, arn)
		}
		if got.Left > 7 || got.Left < 3 {
			t.Errorf("%.1f seconds are left of 7", got.Left)
		}
		if !regexp.MustCompile(`^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$`).MatchString(got.Trace) {
			t.Errorf("trace id %q", got.Trace)
		}
	}
}
