package runtimeapi_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// fakeRuntime is a runtime of the tests' own, which says what it likes, on one connection that it keeps.
type fakeRuntime struct {
	t         *testing.T
	address   string
	client    *http.Client
	userAgent string
}

func newRuntime(t *testing.T, address string) *fakeRuntime {
	transport := &http.Transport{MaxConnsPerHost: 1}
	t.Cleanup(transport.CloseIdleConnections)
	return &fakeRuntime{t: t, address: address, client: &http.Client{Transport: transport}, userAgent: "aws-lambda-go/test"}
}

func (f *fakeRuntime) url(path string) string { return "http://" + f.address + path }

func (f *fakeRuntime) do(method, path string, body io.Reader, header http.Header) (*http.Response, string) {
	f.t.Helper()
	request, err := http.NewRequestWithContext(f.t.Context(), method, f.url(path), body)
	if err != nil {
		f.t.Fatal(err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("User-Agent", f.userAgent)
	response, err := f.client.Do(request)
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return response, string(text)
}

// next waits for an invocation and gives its id.
func (f *fakeRuntime) next() (id string) {
	f.t.Helper()
	response, body := f.do(http.MethodGet, "/2018-06-01/runtime/invocation/next", nil, nil)
	if response.StatusCode != http.StatusOK {
		f.t.Fatalf("next: %d %s", response.StatusCode, body)
	}
	return response.Header.Get("Lambda-Runtime-Aws-Request-Id")
}

// post sends to a path below /2018-06-01/runtime and gives the status and the body.
func (f *fakeRuntime) post(path, body string, header http.Header) string {
	f.t.Helper()
	response, text := f.do(http.MethodPost, "/2018-06-01/runtime"+path, strings.NewReader(body), header)
	return fmt.Sprintf("%d %s", response.StatusCode, strings.TrimSpace(text))
}

func (f *fakeRuntime) respond(id, body string) string {
	return f.post("/invocation/"+id+"/response", body, nil)
}

// die ends the connection.
func (f *fakeRuntime) die() { f.client.CloseIdleConnections() }

// raw sends bytes on a connection of their own, ends its sending half, and gives the status line.
func raw(t *testing.T, address, request string) string {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}
