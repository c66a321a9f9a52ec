package emulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/fixtures/lambdas/migrate-user/migrate"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/inprocess"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
	"github.com/cognitwo/cognitwo/lambdaclient/targets"
)

// waysAnswers is what a client sees of the migration function, in whatever language it is written and however it runs.
var waysAnswers = []struct {
	name string
	ask  func(*emulatortest.Server) emulatortest.Answer
	want string
}{
	{"the right password", signInAs("hidden", "ada", "Difference-1843"), saysNothing},
	{"once more, without the function", signInAs("legacy", "ada", "Difference-1843"), saysNothing},
	{"a wrong password", signInAs("hidden", "alan", "secret"), badWord},
	{"nobody's name, hidden", signInAs("hidden", "bob", "secret"), saysWrong},
	{"nobody's name", signInAs("legacy", "bob", "secret"), saysUnknown},
	{"a forgotten password", forget("hidden", "grace"), saysNothing},
	{"nobody's forgotten password", forget("legacy", "bob"), saysUnknownTo},
}

func signInAs(client, user, password string) func(*emulatortest.Server) emulatortest.Answer {
	return func(s *emulatortest.Server) emulatortest.Answer {
		return s.Call("InitiateAuth", fields{
			"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": user, "PASSWORD": password},
		})
	}
}

func forget(client, user string) func(*emulatortest.Server) emulatortest.Answer {
	return func(s *emulatortest.Server) emulatortest.Answer { return askForgot(s, client, user) }
}

const waysSeed = `
UserPools:
  - PoolName: app
    AutoVerifiedAttributes: [email]
    LambdaConfig: {UserMigration: migrate}
    Clients:
      - {ClientName: legacy, ClientId: legacy, PreventUserExistenceErrors: LEGACY, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}
      - {ClientName: hidden, ClientId: hidden, PreventUserExistenceErrors: ENABLED, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}
`

// TestTheSameFunctionInEveryWay runs one migration function, in three languages, in all ways in which a function runs.
func TestTheSameFunctionInEveryWay(t *testing.T) {
	credentialsOfNobody(t)
	t.Run("Go/in process", func(t *testing.T) {
		handler, _ := migrate.Handler("")
		checkWays(t, inprocess.Func(handler))
	})
	for name, function := range languagesOf(t) {
		for way, place := range ways {
			if way == "dial-in" && bootstrapped[name] {
				continue
			}
			t.Run(name+"/"+way, func(t *testing.T) {
				if f, ok := function(t); ok {
					checkWays(t, place(t, f))
				}
			})
		}
	}
}

// bootstrapped are the languages that run on our bootstraps. The emulator starts these itself; who dials in brings an
// official client of the Runtime API.
var bootstrapped = map[string]bool{"JavaScript": true, "Python": true}

func checkWays(t *testing.T, function lambdaclient.Invoker) {
	s := emulatortest.New(t, emulatortest.Options{Functions: function, Seed: waysSeed, Lambda: lambdaclient.Policy{Timeout: 30 * time.Second}})
	for _, a := range waysAnswers {
		if got := outcome(a.ask(s)); got != a.want {
			t.Errorf("%s: %q, want %q", a.name, got, a.want)
		}
	}
}

// languagesOf is the function as an executable, on our bootstraps, and on the official clients of the Runtime API.
func languagesOf(t *testing.T) map[string]func(*testing.T) (lambdaclient.Function, bool) {
	command := buildMigrateUser(t)
	lambdas, err := filepath.Abs("../fixtures/lambdas")
	if err != nil {
		t.Fatal(err)
	}
	node, python := filepath.Join(lambdas, "node"), filepath.Join(lambdas, "python")
	quiet := map[string]string{"PYTHONDONTWRITEBYTECODE": "1"} // keeps the tree clean
	return map[string]func(*testing.T) (lambdaclient.Function, bool){
		"Go": func(*testing.T) (lambdaclient.Function, bool) {
			return lambdaclient.Function{Command: []string{command}}, true
		},
		"JavaScript": func(t *testing.T) (lambdaclient.Function, bool) {
			return lambdaclient.Function{Runtime: "nodejs22.x", Handler: "migrate.handler", Dir: node}, has(t, "node")
		},
		"Python": func(t *testing.T) (lambdaclient.Function, bool) {
			return lambdaclient.Function{Runtime: "python3.12", Handler: "migrate.handler", Dir: python, Env: quiet}, has(t, "python3")
		},
		"JavaScript on aws-lambda-ric": func(t *testing.T) (lambdaclient.Function, bool) {
			path, ok := installedRuntime(t, "node-4.0.2", "node_modules", ".bin", "aws-lambda-ric")
			return lambdaclient.Function{Command: []string{path, "migrate.handler"}, Handler: "migrate.handler", Dir: node}, ok
		},
		"Python on awslambdaric": func(t *testing.T) (lambdaclient.Function, bool) {
			path, ok := installedRuntime(t, "python-4.0.1", "bin", "python")
			return lambdaclient.Function{Command: []string{path, "-m", "awslambdaric", "migrate.handler"}, Handler: "migrate.handler", Dir: python, Env: quiet}, ok
		},
	}
}

// has skips a test for want of a program, which CI must have.
func has(t *testing.T, program string) bool {
	t.Helper()
	_, err := exec.LookPath(program)
	return present(t, err)
}

func installedRuntime(t *testing.T, path ...string) (string, bool) {
	t.Helper()
	dir := os.Getenv("COGNITWO_TEST_RUNTIMES")
	if dir == "" {
		return "", present(t, fmt.Errorf("COGNITWO_TEST_RUNTIMES names no folder with the official runtime clients; see lambdaclient/testdata/install-runtimes.sh"))
	}
	command := filepath.Join(append([]string{dir}, path...)...)
	_, err := os.Stat(command)
	return command, present(t, err)
}

func present(t *testing.T, err error) bool {
	t.Helper()
	switch {
	case err == nil:
		return true
	case os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Skip(err)
	}
	return false
}

// ways are the ways to run a function that is not a Go function in this process.
var ways = map[string]func(*testing.T, lambdaclient.Function) lambdaclient.Invoker{
	"command": open,
	"dial-in": dialIn,
	"Invoke endpoint": func(t *testing.T, f lambdaclient.Function) lambdaclient.Invoker {
		return open(t, lambdaclient.Function{Url: elsewhere(t, f, likeLambda)})
	},
	"runtime interface emulator": func(t *testing.T, f lambdaclient.Function) lambdaclient.Invoker {
		return open(t, lambdaclient.Function{Url: elsewhere(t, f, likeRIE)})
	},
	"webhook": func(t *testing.T, f lambdaclient.Function) lambdaclient.Invoker {
		return open(t, lambdaclient.Function{Url: elsewhere(t, f, likeWebhook), Mode: lambdaclient.ModeHTTP})
	},
	"AWS": func(t *testing.T, f lambdaclient.Function) lambdaclient.Invoker {
		arn := "arn:aws:lambda:us-east-1:000000000000:function:migrate"
		return open(t, lambdaclient.Function{Url: elsewhere(t, f, likeLambda), Mode: lambdaclient.ModeAWS, Arn: arn})
	},
}

// open runs the function as a seed's entry under Lambdas does.
func open(t *testing.T, f lambdaclient.Function) lambdaclient.Invoker {
	t.Helper()
	set, err := targets.Open(t.Context(), map[string]lambdaclient.Function{"migrate": f}, targets.Options{Policy: lambdaclient.Policy{Timeout: 30 * time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = set.Close() })
	return set
}

// dialIn starts the function's process here, with the address that it finds its Runtime API at, as a container's
// start would.
func dialIn(t *testing.T, f lambdaclient.Function) lambdaclient.Invoker {
	listener, err := runtimeapi.Listen("migrate", lambdaclient.Function{DialIn: true}, runtimeapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	process := exec.CommandContext(t.Context(), f.Command[0], f.Command[1:]...)
	process.Dir = f.Dir
	process.Env = append(os.Environ(), "AWS_LAMBDA_RUNTIME_API="+listener.Address(), "_HANDLER="+f.Handler, "LAMBDA_TASK_ROOT="+f.Dir,
		"AWS_LAMBDA_FUNCTION_NAME=migrate", "AWS_LAMBDA_FUNCTION_VERSION=$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128",
		"AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/migrate", "AWS_LAMBDA_LOG_STREAM_NAME=1", "PYTHONDONTWRITEBYTECODE=1")
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listener.Close()
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	return listener
}

// elsewhere runs the function behind an HTTP server that is like something.
func elsewhere(t *testing.T, f lambdaclient.Function, like func(http.ResponseWriter, lambdaclient.Result)) string {
	t.Helper()
	pool, err := runtimeapi.NewPool("migrate", "", f, runtimeapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var busy atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if busy.Add(1) > 1 {
			t.Error("two calls at a time")
		}
		defer busy.Add(-1)
		event, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		result, err := pool.Invoke(r.Context(), "migrate", event)
		if err != nil {
			t.Error(err)
		}
		like(w, result)
	}))
	t.Cleanup(func() {
		server.Close()
		_ = pool.Close()
	})
	return server.URL
}

// likeLambda answers as Lambda does: an error of the function has a header.
func likeLambda(w http.ResponseWriter, r lambdaclient.Result) {
	if r.FunctionError != nil {
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
	}
	likeRIE(w, r)
}

// likeRIE answers as the runtime interface emulator does: an error of the function looks like any answer.
func likeRIE(w http.ResponseWriter, r lambdaclient.Result) {
	_, _ = w.Write(bodyOf(r))
}

func likeWebhook(w http.ResponseWriter, r lambdaclient.Result) {
	if r.FunctionError != nil {
		w.WriteHeader(http.StatusInternalServerError)
	}
	likeRIE(w, r)
}

func bodyOf(r lambdaclient.Result) []byte {
	if r.FunctionError != nil {
		return r.FunctionError.Raw
	}
	return r.Payload
}

// credentialsOfNobody gives AWS's SDK what it needs, and keeps it from looking anywhere else.
func credentialsOfNobody(t *testing.T) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "")
		}
	}
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		t.Setenv(name, value)
	}
}
