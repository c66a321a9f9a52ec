// Package manage serves /_emulator: what the emulator would have sent, what it decided about each request and why, the
// rules by which it refuses, and whether it is ready.
//
// All of it is for reading, as JSON in camel case. Errors are {"error", "because", "fix"}. The package keeps nothing:
// messages are in package message, requests in package journal, rules in package rule. The API's operations are in rpc.
package manage

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// API is the management API.
type API struct {
	Version  string
	DB       *store.DB
	Messages *message.Sender
	Journal  *journal.Journal
	Ready    func() bool
	Now      func() time.Time
}

// Mount adds the routes. The router is that of /_emulator.
func (a *API) Mount(r chi.Router) {
	r.Get("/health", a.health)
	r.Get("/ready", a.ready)
	r.Get("/messages", a.messages)
	r.Get("/messages/latest", a.latestMessage)
	r.Get("/requests", a.requests)
	r.Get("/requests/{id}", a.request)
	r.Get("/rules", a.rules)
	r.Get("/rules/{id}", a.rule)
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
	"/requests?limit=&error=1&op=, /requests/{id}, /rules?provenance=, /rules/{id}"

func (a *API) notFound(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusNotFound, problem{"not found", "there is nothing at " + r.URL.Path, "there are " + routes})
}

func (a *API) notAllowed(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusMethodNotAllowed, problem{"method not allowed", r.URL.Path + " can only be read", "use GET"})
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
