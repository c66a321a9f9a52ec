package runtimeapi

import (
	"crypto/rand"
	"encoding/hex"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// environment is what a function finds in its environment: the variables of the real runtime, see
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime, over the few of this
// machine that [passedOn] lists, and the configured ones over both. Where its Runtime API is, nobody can change.
func environment(name string, f lambdaclient.Function, o Options, address, logStream string) []string {
	env := inherited(o.Environ)
	maps.Copy(env, runtimeVariables(name, f, o, logStream))
	maps.Copy(env, o.Env)
	maps.Copy(env, f.Env)
	env["AWS_LAMBDA_RUNTIME_API"] = address
	bypassProxy(env)

	list := make([]string, 0, len(env))
	for _, variable := range slices.Sorted(maps.Keys(env)) {
		list = append(list, variable+"="+env[variable])
	}
	return list
}

// passedOn are the variables of this machine that a process needs to run at all, and to find the interpreters and libraries that
// are installed here. Everything else stays out, as it does on Lambda: a function that needs more is given it as Env. What is left
// out on purpose, since one might expect it: credentials and AWS_PROFILE, which would let a function under test reach the real
// AWS; proxies, which a Runtime API on the loopback interface must not go through; NODE_OPTIONS, GODEBUG, GOCOVERDIR and their
// like, which are meant for us.
var passedOn = map[string]bool{
	"PATH": true, "HOME": true, "TMPDIR": true, // interpreters that a version manager installed are found by PATH and HOME
	"LD_LIBRARY_PATH": true, "NODE_PATH": true, "PYTHONPATH": true, "JAVA_HOME": true, // Lambda sets the first three, to its own folders
	"NIX_LD": true, "NIX_LD_LIBRARY_PATH": true, // the loader, where it is not in /lib

	// Windows starts nothing without these.
	"SYSTEMROOT": true, "SYSTEMDRIVE": true, "WINDIR": true, "COMSPEC": true, "PATHEXT": true, "TEMP": true, "TMP": true,
	"USERPROFILE": true, "APPDATA": true, "LOCALAPPDATA": true, "PROGRAMDATA": true,
}

// inherited keeps of our own environment what is passed on.
func inherited(environ []string) map[string]string {
	env := map[string]string{"PATH": "/usr/local/bin:/usr/bin:/bin"}
	for _, entry := range environ {
		variable, value, _ := strings.Cut(entry, "=")
		if passedOn[variable] || runtime.GOOS == "windows" && passedOn[strings.ToUpper(variable)] {
			env[variable] = value
		}
	}
	return env
}

// bypassProxy lets a function that is configured with a proxy reach its Runtime API without it.
func bypassProxy(env map[string]string) {
	for _, variable := range []string{"NO_PROXY", "no_proxy"} {
		proxy := strings.Replace(variable, "NO_", "HTTP_", 1)
		proxy = strings.Replace(proxy, "no_", "http_", 1)
		if env[proxy] != "" || env[variable] != "" {
			env[variable] = strings.TrimPrefix(env[variable]+",127.0.0.1", ",")
		}
	}
}

func runtimeVariables(name string, f lambdaclient.Function, o Options, logStream string) map[string]string {
	env := map[string]string{
		"_HANDLER":                        defaultHandler,
		"LAMBDA_TASK_ROOT":                f.Dir,
		"LAMBDA_RUNTIME_DIR":              "/var/runtime",
		"AWS_LAMBDA_FUNCTION_NAME":        name,
		"AWS_LAMBDA_FUNCTION_VERSION":     version,
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
		"AWS_LAMBDA_INITIALIZATION_TYPE":  "on-demand",
		"AWS_LAMBDA_LOG_GROUP_NAME":       "/aws/lambda/" + name,
		"AWS_LAMBDA_LOG_STREAM_NAME":      logStream,
		"AWS_REGION":                      o.Region,
		"AWS_DEFAULT_REGION":              o.Region,
		"AWS_ACCESS_KEY_ID":               "local",
		"AWS_SECRET_ACCESS_KEY":           "local",
		"AWS_SESSION_TOKEN":               "local",
		"AWS_CONFIG_FILE":                 os.DevNull, // the real runtime has no such files, nor these variables;
		"AWS_SHARED_CREDENTIALS_FILE":     os.DevNull, // this machine may have, with accounts that no test should reach
		"TZ":                              ":UTC",
		"LANG":                            "en_US.UTF-8",
	}
	if f.Handler != "" {
		env["_HANDLER"] = f.Handler
	}
	if f.Runtime != "" && !strings.HasPrefix(f.Runtime, "provided") {
		env["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + f.Runtime
	}
	return env
}

// logStream is a log stream's name as Lambda makes them: the day, the version and a random number.
func logStream(now time.Time) string {
	return now.UTC().Format("2006/01/02/") + "[" + version + "]" + randomHex(16)
}

// traceID is an X-Ray tracing header that is not sampled.
// See https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader.
func traceID(now time.Time) string {
	seconds := uint32(now.Unix()) //nolint:gosec // the format has eight digits
	epoch := hex.EncodeToString([]byte{byte(seconds >> 24), byte(seconds >> 16), byte(seconds >> 8), byte(seconds)})
	return "Root=1-" + epoch + "-" + randomHex(12) + ";Parent=" + randomHex(8) + ";Sampled=0"
}

func randomHex(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	return hex.EncodeToString(raw)
}
