package invokeapi_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/invokeapi"
)

const event = `{"request":{},"response":{}}`

// serve runs a handler as an endpoint and gives its URL.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

func newEndpoint(t *testing.T, url string, concurrency int) *invokeapi.Endpoint {
	t.Helper()
	e, err := invokeapi.NewEndpoint(url, concurrency)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// says answers always alike.
func says(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hang never answers. The server only notices that the client has gone when the body has been read.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// The replies of the endpoints that people have, and what they mean.
func TestReplies(t *testing.T) {
	t.Parallel()
	const unhandled = "X-Amz-Function-Error"
	for name, c := range map[string]struct {
		reply   http.HandlerFunc
		payload string
		message string // of the function's error
		err     error
		text    string // in err
	}{
		"AWS: answer":             {reply: says(200, event, "X-Amz-Executed-Version", "$LATEST"), payload: event},
		"AWS: null":               {reply: says(200, `null`), payload: `null`},
		"AWS: nothing":            {reply: says(200, ``), payload: ``},
		"AWS: error":              {reply: says(200, `{"errorMessage":"Bad password","errorType":"errorString"}`, unhandled, "Unhandled"), message: "Bad password"},
		"AWS: old runtimes":       {reply: says(200, `{"errorMessage":"Bad password"}`, unhandled, "Handled"), message: "Bad password"},
		"AWS: error with event":   {reply: says(200, `{"errorMessage":"m","response":{}}`, unhandled, "Unhandled"), message: "m"},
		"AWS: timeout":            {reply: says(200, `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: x Error: Task timed out after 3.00 seconds"}`, unhandled, "Unhandled"), message: "RequestId: x Error: Task timed out after 3.00 seconds"},
		"AWS: throttled":          {reply: says(429, `{"Reason":"x","Type":"User","message":"Rate Exceeded."}`, "X-Amzn-Errortype", "TooManyRequestsException:http://x"), err: lambdaclient.ErrServer, text: "429 TooManyRequestsException: Rate Exceeded."},
		"AWS: denied":             {reply: says(403, `{"Message":"not authorized"}`, "X-Amzn-Errortype", "AccessDeniedException"), err: lambdaclient.ErrServer, text: "403 AccessDeniedException: not authorized"},
		"AWS: own failure":        {reply: says(500, `{"__type":"com.amazonaws#ServiceException","message":"sorry"}`), err: lambdaclient.ErrServer, text: "500 ServiceException: sorry"},
		"AWS: bad gateway":        {reply: says(502, `{"Type":"User","message":"no memory"}`, "X-Amzn-Errortype", "EC2ThrottledException"), err: lambdaclient.ErrServer, text: "EC2ThrottledException"},
		"AWS: unknown":            {reply: says(404, `{"Type":"User","Message":"Function not found: arn"}`, "X-Amzn-Errortype", "ResourceNotFoundException"), err: lambdaclient.ErrUnknownFunction, text: "Function not found: arn"},
		"RIE: error, no header":   {reply: says(200, `{"errorMessage":"Bad password","errorType":"errorString"}`, "Content-Type", "text/plain"), message: "Bad password"},
		"RIE: Node":               {reply: says(200, `{"errorType":"string","errorMessage":"Bad password","trace":[]}`), message: "Bad password"},
		"RIE: Python":             {reply: says(200, `{"errorMessage": "Bad password", "errorType": "Exception", "requestId": "8", "stackTrace": []}`), message: "Bad password"},
		"RIE: stack only":         {reply: says(200, `{"errorMessage":"m","stackTrace":["x"]}`), message: "m"},
		"RIE: exit":               {reply: says(502, `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: x Error: Runtime exited with error: exit status 3"}`), message: "RequestId: x Error: Runtime exited with error: exit status 3"},
		"RIE: init panic":         {reply: says(502, ``), err: lambdaclient.ErrServer, text: "status 502"},
		"RIE: init error":         {reply: says(502, `{"errorType":"Runtime.ImportModuleError","errorMessage":"no x","trace":[]}`), message: "no x"},
		"RIE: timeout":            {reply: says(200, `Task timed out after 2.00 seconds`), message: "Task timed out after 2.00 seconds"},
		"RIE: internal error":     {reply: says(500, `{"errorMessage":"boom","errorType":"InternalServerError"}`), message: "boom"},
		"sam: heuristic":          {reply: says(200, `{"errorMessage":"m","errorType":"t"}`, unhandled, "Unhandled"), message: "m"},
		"sam: not implemented":    {reply: says(501, `{"Type":"LocalService","Message":"log-type: Tail is not supported."}`, "X-Amzn-Errortype", "NotImplemented"), err: lambdaclient.ErrServer, text: "501 NotImplemented"},
		"sam: container failure":  {reply: says(502, `<html>`), err: lambdaclient.ErrServer, text: "<html>"},
		"LocalStack: start fails": {reply: says(500, `{"__type":"ServiceException","message":"Docker not available"}`), err: lambdaclient.ErrServer, text: "Docker not available"},
		"echo of an event with an error in it": {
			reply:   says(200, `{"errorMessage":"m","errorType":"t","request":{},"response":{}}`),
			payload: `{"errorMessage":"m","errorType":"t","request":{},"response":{}}`,
		},
		"an answer with a message":        {reply: says(200, `{"errorMessage":"m"}`), payload: `{"errorMessage":"m"}`},
		"an answer with another type":     {reply: says(200, `{"errorMessage":7,"errorType":"t"}`), payload: `{"errorMessage":7,"errorType":"t"}`},
		"an answer that is text":          {reply: says(200, `hello`), payload: `hello`},
		"more than Lambda allows":         {reply: says(200, strings.Repeat("x", lambdaclient.MaxPayload+1)), message: "Response payload size exceeded maximum allowed payload size (6291556 bytes)."},
		"a redirect":                      {reply: says(302, ``, "Location", "http://127.0.0.1:1/"), err: lambdaclient.ErrServer, text: "302"},
		"a web server, not an endpoint":   {reply: says(405, `Method Not Allowed`), err: lambdaclient.ErrServer, text: "Method Not Allowed"},
		"a web server without the path":   {reply: says(404, `404 page not found`), err: lambdaclient.ErrUnknownFunction, text: "404 page not found"},
		"an error that is no valid UTF-8": {reply: says(500, "\xff"), err: lambdaclient.ErrServer, text: "\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := newEndpoint(t, serve(t, c.reply), 0).Invoke(within(t, 20*time.Second), "f", []byte(event))
			if !errors.Is(err, c.err) || err != nil && !strings.Contains(err.Error(), c.text) {
				t.Errorf("got %v, want %v with %q", err, c.err, c.text)
			}
			if string(result.Payload) != c.payload {
				t.Errorf("got payload %q, want %q", result.Payload, c.payload)
			}
			if e := result.FunctionError; (e != nil) != (c.message != "") || e != nil && e.Message != c.message {
				t.Errorf("got function error %+v, want %q", e, c.message)
			}
			if result.Target == "" || result.RequestID == "" || result.Duration <= 0 {
				t.Errorf("the result lacks something: %+v", result)
			}
		})
	}
}

func TestWhatIsTakenFromTheHeaders(t *testing.T) {
	t.Parallel()
	log := base64.StdEncoding.EncodeToString([]byte("START\nhello\n"))
	e := newEndpoint(t, serve(t, says(200, `1`, "X-Amzn-Requestid", "the-id", "X-Amz-Log-Result", log)), 0)
	result, err := e.Invoke(within(t, 20*time.Second), "f", nil)
	if err != nil || result.RequestID != "the-id" || result.Output != "START\nhello\n" {
		t.Errorf("got %+v, %v", result, err)
	}
}

// What is sent: a plain POST of the event, with nothing that any endpoint objects to.
func TestRequests(t *testing.T) {
	t.Parallel()
	var got atomic.Pointer[string]
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen := r.Method + " " + r.URL.EscapedPath() + "?" + r.URL.RawQuery + " " + r.Header.Get("X-Amz-Log-Type") + " " + string(body)
		got.Store(&seen)
		_, _ = io.WriteString(w, "1")
	})
	const arn = "arn:aws:lambda:us-east-1:000000000000:function:f:live"
	for _, c := range []struct{ base, function, path string }{
		{"", "f", "/2015-03-31/functions/f/invocations"},
		{"", arn, "/2015-03-31/functions/f/invocations"},
		{"/", "f", "/2015-03-31/functions/f/invocations"},
		{"/below", "f", "/below/2015-03-31/functions/f/invocations"},
		{"/2015-03-31/functions/function/invocations", "f", "/2015-03-31/functions/function/invocations"},
	} {
		if _, err := newEndpoint(t, url+c.base, 0).Invoke(within(t, 20*time.Second), c.function, []byte("{}")); err != nil {
			t.Fatal(err)
		}
		if want := "POST " + c.path + "?  {}"; *got.Load() != want {
			t.Errorf("%s of %q: got %s, want %s", c.function, c.base, *got.Load(), want)
		}
	}
	if _, err := newEndpoint(t, url, 0).Named(arn).Invoke(within(t, 20*time.Second), "f", nil); err != nil {
		t.Fatal(err)
	}
	if want := "POST /2015-03-31/functions/" + strings.ReplaceAll(arn, ":", "%3A") + "/invocations?  "; !strings.EqualFold(*got.Load(), want) &&
		*got.Load() != "POST /2015-03-31/functions/"+arn+"/invocations?  " {
		t.Errorf("a name of its own: got %s", *got.Load())
	}
}

func TestConcurrencyThatWasAllowed(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int32
	e := newEndpoint(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(200 * time.Millisecond)
		now.Add(-1)
		_, _ = io.WriteString(w, "1")
	}), 3)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := e.Invoke(within(t, 20*time.Second), "f", nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := most.Load(); got < 2 || got > 3 {
		t.Errorf("%d calls at a time, want 3", got)
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	_ = l.Close()
	hangUp := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	cut := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "{")
	})
	for url, says := range map[string]string{nobody: "connection refused", hangUp: "without an answer", cut: "unexpected EOF"} {
		_, err := newEndpoint(t, url, 0).Invoke(within(t, 20*time.Second), "f", nil)
		if !errors.Is(err, lambdaclient.ErrUnreachable) || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), url) {
			t.Errorf("%s: got %v, want ErrUnreachable with %q", url, err, says)
		}
	}
	closed := newEndpoint(t, nobody, 0)
	_ = closed.Close()
	if _, err := closed.Invoke(within(t, 20*time.Second), "f", nil); !errors.Is(err, lambdaclient.ErrUnreachable) {
		t.Errorf("closed: %v", err)
	}
	if _, err := invokeapi.NewEndpoint("ftp://x", 0); err == nil {
		t.Error("a URL that is none was accepted")
	}
}

func TestCloseEndsCalls(t *testing.T) {
	t.Parallel()
	e := newEndpoint(t, serve(t, hang), 0)
	time.AfterFunc(200*time.Millisecond, func() { _ = e.Close() })
	if _, err := e.Invoke(within(t, 20*time.Second), "f", nil); !errors.Is(err, lambdaclient.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
}
