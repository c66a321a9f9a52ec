package runtimeapi

import (
	"net/http"
	"runtime"
	"strconv"

	"github.com/google/uuid"
)

func routes(x *exchange, function string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", x.handleNext)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", x.handleResponse)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", x.handleError)
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", x.handleInitError)
	mux.HandleFunc("POST /2020-01-01/extension/register", registerExtension(function))
	mux.HandleFunc("GET /2020-01-01/extension/event/next", handleExtensionEvent)
	mux.HandleFunc("GET /ping", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("pong")) })
	return mux
}

// caller is the connection on which a request came.
func caller(w http.ResponseWriter) *connection { return w.(*response).connection }

// handleNext begins to wait; the answer is written by whoever has an invocation.
func (x *exchange) handleNext(w http.ResponseWriter, _ *http.Request) {
	c := caller(w)
	p := newPoll(c)
	if err := x.startPoll(p); err != nil {
		refuse(w, err)
		return
	}
	c.waiting = p
}

// send writes the invocation. Client-Context and Cognito-Identity are left out, as runtimes parse whatever is there; the content type
// must be exactly this for Python's runtime to decode the event. Errors are not looked at: if the runtime is gone, its end says so.
func (p *poll) send(inv *invocation) {
	b := make([]byte, 0, len(inv.payload)+512)
	b = append(b, "HTTP/1.1 200 OK\r\n"...)
	for _, header := range [][2]string{
		{"Content-Type", "application/json"},
		{"Content-Length", strconv.Itoa(len(inv.payload))},
		{headerRequestID, inv.id},
		{headerDeadline, strconv.FormatInt(inv.deadline().UnixMilli(), 10)},
		{headerARN, inv.arn},
		{headerTrace, inv.traceID},
	} {
		b = append(append(append(append(b, header[0]...), ": "...), header[1]...), "\r\n"...)
	}
	b = append(append(b, "\r\n"...), inv.payload...)
	if len(b) > socketBuffer { // a runtime that does not read it must not stop us
		_ = p.by.conn.SetWriteDeadline(inv.expires)
	}
	_, _ = p.by.conn.Write(b)
}

// socketBuffer is what a connection takes at once, at the least, if nothing else is on its way.
const socketBuffer = 16 << 10

func (x *exchange) handleResponse(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !x.expects(id) {
		refuse(w, errRequestID)
		return
	}
	a, problem := readResponse(r)
	if a != nil {
		if err := x.answer(id, caller(w), *a); err != nil {
			problem = err
		}
		runtime.Gosched() // who waits for the answer goes first
	}
	accept(w, problem)
}

func (x *exchange) handleError(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !x.expects(id) {
		refuse(w, errRequestID)
		return
	}
	e, problem := readError(r)
	if e != nil {
		if err := x.answer(id, caller(w), answer{err: e}); err != nil {
			problem = err
		}
	}
	accept(w, problem)
}

func (x *exchange) handleInitError(w http.ResponseWriter, r *http.Request) {
	e, problem := readError(r)
	if e != nil && problem == nil {
		problem = x.failInit(e)
	}
	accept(w, problem)
}

// accept answers a post. Go's runtime insists on 202 and exits upon anything else.
func accept(w http.ResponseWriter, problem error) {
	if problem != nil {
		refuse(w, problem)
		return
	}
	writeJSON(w, http.StatusAccepted, map[string]string{"status": "OK"})
}

// registerExtension lets a runtime register itself, which aws-lambda-go does in order to be sent SIGTERM before SIGKILL.
// See https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html.
func registerExtension(function string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Lambda-Extension-Identifier", uuid.NewString())
		writeJSON(w, http.StatusOK, map[string]string{
			"functionName": function, "functionVersion": version, "handler": defaultHandler,
		})
	}
}

// handleExtensionEvent leaves the request unanswered until the function goes down: there are no events for extensions.
func handleExtensionEvent(w http.ResponseWriter, _ *http.Request) {
	c := caller(w)
	c.waiting = newPoll(c)
	c.waiting.parked = true
}
