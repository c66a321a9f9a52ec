// Package emulatortest starts the emulator inside a Go test:
//
//	server := emulatortest.New(t, emulatortest.Options{Seed: `
//	UserPools:
//	  - PoolName: app
//	    Clients: [{ClientName: web}]
//	    Users: [{Username: alice, Password: "Passw0rd!"}]
//	`})
//	// point an AWS SDK at server.URL
//
// Every test gets an emulator of its own, in memory, with a clock that the test can move. When a test fails, the log
// has why each request was refused.
package emulatortest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Options say how the emulator starts. The zero value is ready for use.
type Options struct {
	Seed      string               // a seed document; "" for an empty emulator
	Functions lambdaclient.Invoker // runs the Lambda triggers, for example inprocess functions
	Lambda    lambdaclient.Policy  // default: 5 seconds, 3 attempts
	Issuer    string               // see emulator.Config
	Disputed  []string             // see emulator.Config
	DataDir   string               // see emulator.Config
	FixedCode string               // see emulator.Config
	Start     time.Time            // the clock stands still there; zero lets it run
}

// Server is a running emulator.
type Server struct {
	URL      string
	Emulator *emulator.Emulator
	Clock    *clock.Clock

	t testing.TB
}

// New starts an emulator for one test and stops it in the end.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	ticking := clock.New()
	if !o.Start.IsZero() {
		ticking = clock.NewFrozen(o.Start)
	}
	front := httptest.NewUnstartedServer(nil)
	url := "http://" + front.Listener.Addr().String()
	e, err := emulator.New(emulator.Config{
		PublicURL: url, Issuer: o.Issuer, DataDir: o.DataDir, FixedCode: o.FixedCode, Functions: o.Functions, Lambda: o.Lambda, Disputed: o.Disputed, Clock: ticking,
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	front.Config.Handler = e
	front.Start()
	s := &Server{URL: url, Emulator: e, Clock: ticking, t: t}
	t.Cleanup(func() {
		front.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := e.ApplySeed(context.Background(), []byte(o.Seed)); err != nil {
		t.Fatal(err)
	}
	return s
}

// Answer is what a call brought.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Type is the exception of an error; "" for a success.
func (a Answer) Type() string { return a.text("__type") }

// Message is the message of an error.
func (a Answer) Message() string { return a.text("message") }

// Rule is the id of the rule that refused the request.
func (a Answer) Rule() string { return a.Header.Get("x-emulator-rule") }

func (a Answer) text(name string) string {
	var members map[string]any
	if json.Unmarshal(a.Body, &members) != nil {
		return ""
	}
	text, _ := members[name].(string)
	return text
}

// Into decodes the body.
func (a Answer) Into(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		t.Fatalf("answer %s: %v", a.Body, err)
	}
}

// Call makes one API call. The body is a JSON text, or something that is encoded as JSON. Administrators' operations
// get a dummy signature.
func (s *Server) Call(operation string, body any) Answer {
	s.t.Helper()
	return s.CallWith(operation, body, http.Header{
		"Authorization": {"AWS4-HMAC-SHA256 Credential=test/20260924/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0"},
		"X-Amz-Date":    {"20260924T000000Z"},
	})
}

// CallWith makes one API call with just these headers beside the target.
func (s *Server) CallWith(operation string, body any, header http.Header) Answer {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.URL+"/", bytes.NewReader(payload(s.t, body)))
	if err != nil {
		s.t.Fatal(err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	return s.do(request)
}

// Must makes a call that has to succeed.
func (s *Server) Must(operation string, body any) Answer {
	s.t.Helper()
	answer := s.Call(operation, body)
	if answer.Status != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", operation, payload(s.t, body), answer.Status, answer.Body)
	}
	return answer
}

// Get fetches a path, such as /_emulator/messages.
func (s *Server) Get(path string) Answer {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(request)
}

func (s *Server) do(request *http.Request) Answer {
	s.t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return Answer{response.StatusCode, response.Header, body}
}

func payload(t testing.TB, body any) []byte {
	t.Helper()
	switch b := body.(type) {
	case nil:
		return []byte("{}")
	case string:
		return []byte(b)
	case []byte:
		return b
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}
