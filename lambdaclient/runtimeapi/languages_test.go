package runtimeapi_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// language is something that runs the handlers of testdata: our own bootstrap, or an official client of the Runtime API.
type language struct {
	name     string
	function lambdaclient.Function // but for the handler
	strict   bool                  // Node's clients from 4 on, which know no callbacks
	official bool
}

func (l language) handler(handler string) lambdaclient.Function {
	f := l.function
	f.Handler = handler
	if l.official {
		f.Command = append(append([]string(nil), f.Command...), handler)
	}
	return f
}

// installed are the official clients that testdata/install-runtimes.sh of the package above has put into a folder.
const installed = "COGNITWO_TEST_RUNTIMES"

// missing skips a test for want of a tool, which CI must have.
func missing(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

func needs(t *testing.T, tool string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		missing(t, err.Error())
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// official is the command of a client below the folder of installed ones.
func official(t *testing.T, path ...string) []string {
	t.Helper()
	dir := os.Getenv(installed)
	if dir == "" {
		missing(t, installed+" names no folder with the official runtime clients; see lambdaclient/testdata/install-runtimes.sh")
	}
	command := filepath.Join(append([]string{dir}, path...)...)
	if _, err := os.Stat(command); err != nil {
		missing(t, err.Error())
	}
	return []string{command}
}

// eachNode runs a test with our bootstrap and with both lines of the official client.
func eachNode(t *testing.T, dir string, test func(*testing.T, language)) {
	t.Helper()
	dir = absolute(t, dir)
	t.Run("bootstrap", func(t *testing.T) {
		needs(t, "node")
		test(t, language{name: "bootstrap", function: lambdaclient.Function{Runtime: "nodejs22.x", Dir: dir}})
	})
	for version, strict := range map[string]bool{"3.3.0": false, "4.0.2": true} {
		t.Run("aws-lambda-ric "+version, func(t *testing.T) {
			needs(t, "node")
			command := official(t, "node-"+version, "node_modules", ".bin", "aws-lambda-ric")
			test(t, language{version, lambdaclient.Function{Command: command, Dir: dir, Runtime: "nodejs22.x"}, strict, true})
		})
	}
}

// eachPython runs a test with our bootstrap and with the official client.
func eachPython(t *testing.T, dir string, test func(*testing.T, language)) {
	t.Helper()
	dir = absolute(t, dir)
	quiet := map[string]string{"PYTHONDONTWRITEBYTECODE": "1"} // keeps the tree clean
	t.Run("bootstrap", func(t *testing.T) {
		needs(t, "python3")
		test(t, language{name: "bootstrap", function: lambdaclient.Function{Runtime: "python3.11", Dir: dir, Env: quiet}})
	})
	t.Run("awslambdaric", func(t *testing.T) {
		command := append(official(t, "python-4.0.1", "bin", "python"), "-m", "awslambdaric")
		test(t, language{"awslambdaric", lambdaclient.Function{Command: command, Dir: dir, Runtime: "python3.11", Env: quiet}, false, true})
	})
}

// atOnce keeps a machine from starting all interpreters together.
func atOnce() chan struct{} { return make(chan struct{}, runtime.NumCPU()) }
