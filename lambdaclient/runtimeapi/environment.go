package runtimeapi

import (
	"crypto/rand"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// environment is what a function finds in its environment: the variables of the real runtime, see
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime, over those of this
// machine, and the configured ones over both. Where its Runtime API is, nobody can change.
func environment(name string, f lambdaclient.Function, o Options, address, logStream string) []string {
	env := inherited(o.Environ)
	maps.Copy(env, runtimeVariables(name, f, o, logStream))
	maps.Copy(env, o.Env)
	maps.Copy(env, f.Env)
	env["AWS_LAMBDA_RUNTIME_API"] = address

	list := make([]string, 0, len(env))
	for _, variable := range slices.Sorted(maps.Keys(env)) {
		list = append(list, variable+"="+env[variable])
	}
	return list
}

// inherited keeps of our own environment what does not concern AWS: neither this machine's credentials, which would let a
// function under test reach the real AWS, nor the variables of a Lambda function that we might be ourselves.
func inherited(environ []string) map[string]string {
	env := map[string]string{"PATH": "/usr/local/bin:/usr/bin:/bin"}
	for _, entry := range environ {
		variable, value, _ := strings.Cut(entry, "=")
		if variable != "" && !slices.ContainsFunc(awsPrefixes, func(p string) bool { return strings.HasPrefix(variable, p) }) {
			env[variable] = value
		}
	}
	return env
}

var awsPrefixes = []string{"AWS_", "LAMBDA_", "_LAMBDA_", "_HANDLER", "_X_AMZN_"}

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
