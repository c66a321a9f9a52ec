// Package manage serves /_emulator: what the emulator would have sent, what it decided about each request and why, the
// rules by which it refuses, the Lambda functions and what they were asked, and whether it is ready.
//
// All of it is JSON in camel case. Errors are {"error", "because", "fix"}. The package keeps nothing: messages are in
// package message, requests and invocations in package journal, rules in package rule; what an answer of a function is
// worth is judged in package trigger, and a migration rehearsed in package migration. What can be changed are
// functions, which the emulator itself keeps, and the clock; nobody but a page of the emulator can do it from within a
// browser (origin.go).
// The API's operations are in rpc.
package manage

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/migration"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// API is the management API.
type API struct {
	Version   string
	PublicURL string // where pages of the emulator itself come from
	Region    string // of examples that name no pool
	DB        *store.DB
	Messages  *message.Sender
	Journal   *journal.Journal
	Functions Functions
	Migrator  *migration.Migrator
	Choices   trigger.Choices
	Disputed  []string // the names of what is chosen
	Ready     func() bool
	Clock     *clock.Clock
	Now       func() time.Time
}

// Functions are the emulator's Lambda functions. A configuration is what a seed has under a name in Lambdas.
type Functions interface {
	lambdaclient.Invoker
	Functions() []Function
	PutFunction(ctx context.Context, name string, configuration []byte) error
	DeleteFunction(name string) (existed bool, err error)
}

// Mount adds the routes. The router is that of /_emulator.
func (a *API) Mount(r chi.Router) {
	r.Use(a.refuseOtherPages)
	r.Get("/health", a.health)
	r.Get("/ready", a.ready)
	r.Get("/messages", a.messages)
	r.Get("/messages/latest", a.latestMessage)
	r.Get("/requests", a.requests)
	r.Get("/requests/{id}", a.request)
	r.Get("/rules", a.rules)
	r.Get("/rules/{id}", a.rule)
	r.Get("/invocations", a.invocations)
	r.Get("/invocations/{id}", a.invocation)
	r.Post("/invocations/{id}/replay", a.replay)
	r.Get("/functions", a.functions)
	r.Get("/functions/{name}", a.function)
	r.Put("/functions/{name}", a.putFunction)
	r.Delete("/functions/{name}", a.deleteFunction)
	r.Post("/functions/{name}/invoke", a.invoke)
	r.Post("/pools/{pool}/rehearsal", a.rehearsal)
	r.Get("/pools/{pool}/users/{user}/totp", a.totp)
	r.Get("/disputed", a.disputed)
	r.Get("/clock", a.showClock)
	r.Put("/clock", a.setClock)
	r.Delete("/clock", a.resetClock)
	r.Post("/clock/advance", a.advanceClock)
	r.NotFound(a.notFound)
	r.MethodNotAllowed(a.notAllowed)
}

// problem is the body of an error.
type problem struct {
	Error   string `json:"error"`
	Because string `json:"because"`
	Fix     string `json:"fix"`
}

// routes are what there is, for those who looked for something else.
const routes = "GET /_emulator/health, /ready, /messages?to=&pool=&trigger=&user=&since=&wait=5s, /messages/latest, " +
	"/requests?limit=&error=1&op=, /requests/{id}, /rules?provenance=, /rules/{id}, " +
	"/invocations?function=&trigger=&limit=&error=1, /invocations/{id}, /functions, /functions/{name}, /disputed, /pools/{pool}/users/{user}/totp, " +
	"POST /invocations/{id}/replay, /functions/{name}/invoke?source=&pool=&client=&user=, /pools/{pool}/rehearsal, " +
	"PUT and DELETE /functions/{name}, GET, PUT and DELETE /clock, POST /clock/advance"

func (a *API) notFound(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusNotFound, problem{"not found", "there is nothing at " + r.URL.Path, "there are " + routes})
}

func (a *API) notAllowed(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusMethodNotAllowed, problem{"method not allowed", r.Method + " is not possible at " + r.URL.Path, "there are " + routes})
}

// write sends JSON.
func write(w http.ResponseWriter, status int, body any) {
	text, err := api.Encode(body)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{"error":"the answer could not be encoded"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // the client may be gone; there is nobody left to tell
}

// failed answers for the emulator's own failure.
func failed(w http.ResponseWriter, err error) {
	write(w, http.StatusInternalServerError, problem{"the emulator failed", err.Error(), "see its log"})
}

func badQuery(w http.ResponseWriter, because, fix string) {
	write(w, http.StatusBadRequest, problem{"bad query", because, fix})
}
