package runtimeapi_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

const accepted = `202 {"status":"OK"}`

// listen opens a listener for a runtime that the test itself plays.
func listen(t *testing.T, f lambdaclient.Function) *runtimeapi.DialIn {
	t.Helper()
	if f.Listen == "" {
		f.DialIn = true
	}
	d, err := runtimeapi.Listen("probe", f, runtimeapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// pendingCall is an invocation whose answer is still to come.
type pendingCall struct {
	t    *testing.T
	done chan ended
}

type ended struct {
	result lambdaclient.Result
	err    error
}

func begin(t *testing.T, inv lambdaclient.Invoker, payload string, patience time.Duration) *pendingCall {
	c := &pendingCall{t, make(chan ended, 1)}
	ctx := within(t, patience)
	go func() {
		result, err := inv.Invoke(ctx, "probe", []byte(payload))
		c.done <- ended{result, err}
	}()
	return c
}

func (c *pendingCall) result() lambdaclient.Result {
	c.t.Helper()
	e := <-c.done
	if e.err != nil {
		c.t.Fatal(e.err)
	}
	return e.result
}

func TestHeadersOfAnInvocation(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	call := begin(t, d, `{"a":1}`, 20*time.Second)
	f := newRuntime(t, d.Address())
	response, body := f.do(http.MethodGet, "/2018-06-01/runtime/invocation/next", nil, nil)
	if body != `{"a":1}` {
		t.Errorf("the event is %s", body)
	}
	id := response.Header.Get("Lambda-Runtime-Aws-Request-Id")
	for name, pattern := range map[string]string{
		"Content-Type":                        `application/json`,
		"Lambda-Runtime-Aws-Request-Id":       `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`,
		"Lambda-Runtime-Invoked-Function-Arn": `arn:aws:lambda:us-east-1:000000000000:function:probe`,
		"Lambda-Runtime-Trace-Id":             `Root=1-.*;Parent=.*;Sampled=0`,
		"Lambda-Runtime-Deadline-Ms":          `\d{13}`,
	} {
		if value := response.Header.Get(name); !regexp.MustCompile(`^` + pattern + `$`).MatchString(value) {
			t.Errorf("%s: %q, want %s", name, value, pattern)
		}
	}
	for _, name := range []string{"Lambda-Runtime-Client-Context", "Lambda-Runtime-Cognito-Identity"} {
		if value, ok := response.Header[name]; ok {
			t.Errorf("%s is sent, as %q; runtimes parse it", name, value)
		}
	}
	deadline, err := strconv.ParseInt(response.Header.Get("Lambda-Runtime-Deadline-Ms"), 10, 64)
	if left := time.Until(time.UnixMilli(deadline)); err != nil || left > 20*time.Second || left < 10*time.Second {
		t.Errorf("the deadline is in %s, want about 20 s (%v)", left, err)
	}
	if got := f.respond(id, `1`); got != accepted {
		t.Errorf("response: %s", got)
	}
	if got := call.result(); string(got.Payload) != `1` || got.RequestID != id {
		t.Errorf("got %s of %s, want 1 of %s", got.Payload, got.RequestID, id)
	}
}

// What the API refuses, it refuses in the words of the runtime interface emulator, and the invocation goes on.
func TestRefusals(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	call := begin(t, d, `1`, 20*time.Second)
	f := newRuntime(t, d.Address())
	const badID = `400 {"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}`
	if got := f.respond("no-such-id", `1`); got != badID {
		t.Errorf("an unknown id: %s", got)
	}
	id := f.next()
	mode := http.Header{"Lambda-Runtime-Function-Response-Mode": {"sideways"}}
	if got := f.post("/invocation/"+id+"/response", `1`, mode); !strings.HasPrefix(got, "400 ") || !strings.Contains(got, "InvalidFunctionResponseMode") {
		t.Errorf("an unknown mode: %s", got)
	}
	cut := "POST /2018-06-01/runtime/invocation/" + id + "/response HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
	if got := raw(t, d.Address(), cut); !strings.Contains(got, "400") {
		t.Errorf("an answer that is cut short: %s", got)
	}
	if got := f.respond(id, `"at last"`); got != accepted {
		t.Errorf("the answer: %s", got)
	}
	if got := f.respond(id, `"again"`); got != badID {
		t.Errorf("a second answer: %s", got)
	}
	if got := f.post("/invocation/"+id+"/error", `{}`, nil); got != badID {
		t.Errorf("an error after the answer: %s", got)
	}
	if got := call.result(); string(got.Payload) != `"at last"` {
		t.Errorf("got %s", got.Payload)
	}
	if response, _ := f.do(http.MethodGet, "/2018-06-01/runtime/restore/next", nil, nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("SnapStart: %s", response.Status)
	}
}

func TestStateOfASingleProcess(t *testing.T) {
	t.Parallel()
	got := parse[[]string](t, answer(t, newPool(t, probe("next-twice"), runtimeapi.Options{}), `1`))
	for i, said := range got {
		if !strings.HasPrefix(said, "403 ") || !strings.Contains(said, `"errorType":"InvalidStateTransition"`) {
			t.Errorf("request %d: %s, want 403 InvalidStateTransition", i, said)
		}
	}
	if len(got) != 2 {
		t.Errorf("got %q", got)
	}
}

func TestErrorTypes(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	for _, c := range []struct{ header, body, wantType, wantMessage string }{
		{"", `{"errorMessage":"Bad password","errorType":"errorString"}`, "errorString", "Bad password"},
		{"Runtime.Own", `{"errorMessage":"m"}`, "Runtime.Own", "m"},
		{"Function.Own", `{"errorType":"Error","errorMessage":"m","trace":["a"]}`, "Error", "m"},
		{"nonsense", `{"errorMessage":""}`, "Runtime.Unknown", ""},
		{"", `plain text`, "Runtime.Unknown", "plain text"},
	} {
		call := begin(t, d, `1`, 20*time.Second)
		header := http.Header{}
		if c.header != "" {
			header["Lambda-Runtime-Function-Error-Type"] = []string{c.header}
		}
		if got := f.post("/invocation/"+f.next()+"/error", c.body, header); got != accepted {
			t.Errorf("%+v: %s", c, got)
		}
		e := call.result().FunctionError
		if e == nil || e.Type != c.wantType || e.Message != c.wantMessage || string(e.Raw) != c.body {
			t.Errorf("%+v: got %+v", c, e)
		}
	}
}

// Runtimes send the cause of an error for X-Ray in a header of up to 1 MiB.
func TestHugeHeader(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	call := begin(t, d, `1`, 20*time.Second)
	f := newRuntime(t, d.Address())
	header := http.Header{"Lambda-Runtime-Function-Xray-Error-Cause": {strings.Repeat("x", 1<<20)}}
	if got := f.post("/invocation/"+f.next()+"/error", `{"errorMessage":"m","errorType":"t"}`, header); got != accepted {
		t.Errorf("got %s", got)
	}
	if e := call.result().FunctionError; e == nil || e.Message != "m" {
		t.Errorf("got %+v", e)
	}
}

// trailing is a body that sets trailers when it has been read.
type trailing struct {
	io.Reader
	set func()
}

func (t trailing) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if err == io.EOF {
		t.set()
	}
	return n, err
}

func TestStreamingAnswers(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	const report = `{"errorType":"Error","errorMessage":"in the middle","trace":[]}`
	for name, c := range map[string]struct{ errorType, errorBody, wantMessage string }{
		"whole":     {"", "", ""},
		"broken":    {"Error", base64.StdEncoding.EncodeToString([]byte(report)), "in the middle"},
		"not coded": {"Error", report, "in the middle"},
	} {
		call := begin(t, d, `1`, 20*time.Second)
		id := f.next()
		trailer := http.Header{"Lambda-Runtime-Function-Error-Type": nil, "Lambda-Runtime-Function-Error-Body": nil}
		body := trailing{strings.NewReader(`{"part":1}`), func() {
			if c.errorType != "" {
				trailer.Set("Lambda-Runtime-Function-Error-Type", c.errorType)
				trailer.Set("Lambda-Runtime-Function-Error-Body", c.errorBody)
			}
		}}
		request, err := http.NewRequest(http.MethodPost, f.url("/2018-06-01/runtime/invocation/"+id+"/response"), body)
		if err != nil {
			t.Fatal(err)
		}
		request.Trailer = trailer
		request.Header.Set("Lambda-Runtime-Function-Response-Mode", "streaming")
		response, err := f.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusAccepted {
			t.Errorf("%s: %s", name, response.Status)
		}
		result := call.result()
		switch e := result.FunctionError; {
		case c.wantMessage == "" && (e != nil || string(result.Payload) != `{"part":1}`):
			t.Errorf("%s: got %s %+v", name, result.Payload, e)
		case c.wantMessage != "" && (e == nil || e.Message != c.wantMessage || e.Type != "Error"):
			t.Errorf("%s: got %s %+v", name, result.Payload, e)
		}
	}
}

func TestOversizedAnswer(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	call := begin(t, d, `1`, 20*time.Second)
	got := f.respond(f.next(), strings.Repeat("x", 6*1024*1024+101))
	want := `413 {"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if e := call.result().FunctionError; e == nil || e.Type != "Function.ResponseSizeTooLarge" {
		t.Errorf("got %+v", e)
	}
	call = begin(t, d, `1`, 20*time.Second)
	if got := f.respond(f.next(), strings.Repeat("x", 6*1024*1024+100)); got != accepted {
		t.Errorf("the most that is allowed: %s", got)
	}
	if got := len(call.result().Payload); got != 6291556 {
		t.Errorf("got %d bytes", got)
	}
}

func TestExtensionAndPing(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	f := newRuntime(t, d.Address())
	header := http.Header{"Lambda-Extension-Name": {"GoLangEnableSIGTERM"}}
	response, body := f.do(http.MethodPost, "/2020-01-01/extension/register", strings.NewReader(`{"events":null}`), header)
	if response.StatusCode != http.StatusOK || response.Header.Get("Lambda-Extension-Identifier") == "" ||
		!sameJSON(t, body, `{"functionName":"probe","functionVersion":"$LATEST","handler":"bootstrap"}`) {
		t.Errorf("register: %s %s %v", response.Status, body, response.Header)
	}
	if _, body := f.do(http.MethodGet, "/ping", nil, nil); body != "pong" {
		t.Errorf("ping: %s", body)
	}
}
