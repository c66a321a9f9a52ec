package runtimeapi_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// BenchmarkWarmInvocation compares an invocation of a Go function that runs, from the call to the answer, with what the same bytes
// need to and fro over plain HTTP: a server of net/http in another process, on a connection that is kept. Both take turns, so that
// the machine's load meets both. In the pauses in between, the function asks for the next event, which it does while its caller goes on.
func BenchmarkWarmInvocation(b *testing.B) {
	pool, err := runtimeapi.NewPool("probe", "", probe("echo-raw"), runtimeapi.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	echo := httpEcho(b)
	event := []byte(migrationEvent)
	invoke := func() {
		if result, err := pool.Invoke(b.Context(), "probe", event); err != nil || !bytes.Equal(result.Payload, event) {
			b.Fatal(string(result.Payload), result.FunctionError, err)
		}
	}
	invoke()
	echo(event)
	var ours, theirs time.Duration
	for b.Loop() {
		ours += timed(invoke)
		time.Sleep(settle)
		theirs += timed(func() { echo(event) })
		time.Sleep(settle)
	}
	b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N), "ns/invocation")
	b.ReportMetric(float64(theirs.Nanoseconds())/float64(b.N), "ns/http")
	b.ReportMetric(float64(ours)/float64(theirs), "x-http")
}

// settle is longer than a function needs from its answer to its next request.
const settle = 500 * time.Microsecond

func timed(do func()) time.Duration {
	started := time.Now()
	do()
	return time.Since(started)
}

// httpEcho starts an HTTP server that answers with what it is sent, and gives a client for it.
func httpEcho(b *testing.B) func(body []byte) {
	b.Helper()
	server := exec.Command(program("probe")[0])
	server.Env = []string{"MODE=http-echo"}
	out, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _, _ = server.Process.Kill(), server.Wait() })
	url, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{}}
	b.Cleanup(client.CloseIdleConnections)
	return func(body []byte) {
		response, err := client.Post(strings.TrimSpace(url), "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		got, err := io.ReadAll(response.Body)
		if _ = response.Body.Close(); err != nil || !bytes.Equal(got, body) {
			b.Fatal(string(got), err)
		}
	}
}

// BenchmarkColdStart compares the first invocation of a function, from the call to the answer, with the mere start of the same
// executable, until it has printed a line and ended.
func BenchmarkColdStart(b *testing.B) {
	var ours, theirs time.Duration
	for b.Loop() {
		pool, err := runtimeapi.NewPool("probe", "", probe("echo-raw"), runtimeapi.Options{})
		if err != nil {
			b.Fatal(err)
		}
		ours += timed(func() {
			if result, err := pool.Invoke(b.Context(), "probe", []byte(migrationEvent)); err != nil || result.FunctionError != nil {
				b.Fatal(result.FunctionError, err)
			}
		})
		if err := pool.Close(); err != nil {
			b.Fatal(err)
		}
		theirs += timed(func() {
			bare := exec.Command(program("probe")[0]) //nolint:gosec // our own
			bare.Env = []string{"MODE=hello"}
			if out, err := bare.Output(); err != nil || string(out) != "hello\n" {
				b.Fatal(string(out), err)
			}
		})
	}
	b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N), "ns/cold-start")
	b.ReportMetric(float64(theirs.Nanoseconds())/float64(b.N), "ns/exec")
	b.ReportMetric(float64(ours)/float64(theirs), "x-exec")
}
