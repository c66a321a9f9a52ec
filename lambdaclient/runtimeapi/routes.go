package runtimeapi

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"
)

type connectionKey struct{}

// newServer serves an exchange to the runtimes that connect. No answer may time out: a runtime waits for the next invocation as
// long as it takes. Runtimes put up to 1 MiB of an error's cause into a header.
func newServer(x *exchange, function string) *http.Server {
	connections := newConnections(x)
	return &http.Server{
		Handler:           routes(x, function),
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    2 << 20,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		ConnState:         connections.changed,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connectionKey{}, connections.of(c))
		},
	}
}

func routes(x *exchange, function string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", x.handleNext)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", x.handleResponse)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", x.handleError)
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", x.handleInitError)
	mux.HandleFunc("POST /2020-01-01/extension/register", registerExtension(function))
	mux.HandleFunc("GET /2020-01-01/extension/event/next", x.handleExtensionEvent)
	mux.HandleFunc("GET /ping", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("pong")) })
	return mux
}

func caller(r *http.Request) *connection {
	c, _ := r.Context().Value(connectionKey{}).(*connection)
	c.userAgent = r.UserAgent() // one request at a time is served on a connection
	return c
}

// handleNext hands out the next invocation. Client-Context and Cognito-Identity are left out, as runtimes parse whatever is there;
// the content type must be exactly this for Python's runtime to decode the event.
func (x *exchange) handleNext(w http.ResponseWriter, r *http.Request) {
	inv, err := x.take(r.Context(), caller(r))
	if err != nil {
		refuse(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set(headerRequestID, inv.id)
	h.Set(headerDeadline, strconv.FormatInt(inv.deadline().UnixMilli(), 10))
	h.Set(headerARN, inv.arn)
	h.Set(headerTrace, inv.traceID)
	_, _ = w.Write(inv.payload) // if the runtime is gone, its end says so
}

func (x *exchange) handleResponse(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !x.expects(id) {
		refuse(w, errRequestID)
		return
	}
	a, problem := readResponse(r)
	if a != nil {
		if err := x.answer(id, caller(r), *a); err != nil {
			problem = err
		}
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
		if err := x.answer(id, caller(r), answer{err: e}); err != nil {
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

// handleExtensionEvent blocks until the function goes down: there are no events for extensions.
func (x *exchange) handleExtensionEvent(w http.ResponseWriter, r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-x.closed:
		refuse(w, errClosed)
	}
}
