package manage

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Function is a Lambda function that the emulator knows.
type Function struct {
	Name          string                 `json:"name"` // "*" is what answers for all others
	Kind          string                 `json:"kind"`
	Where         string                 `json:"where"`
	Configuration *lambdaclient.Function `json:"configuration,omitempty"` // nil for a Go function
}

// shownFunction is a function as JSON, with its last calls.
type shownFunction struct {
	Function
	Calls []shownCall `json:"calls"`
}

type shownCall struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Trigger string    `json:"trigger"`
	Verdict string    `json:"verdict"`
	Error   string    `json:"error,omitempty"`
}

// mostCalls is how many calls are shown beside a function; GET /_emulator/invocations has all.
const mostCalls = 5

func (a *API) functions(w http.ResponseWriter, _ *http.Request) {
	shown := []shownFunction{}
	for _, f := range a.Functions.Functions() {
		shown = append(shown, a.show(f))
	}
	write(w, http.StatusOK, shown)
}

func (a *API) show(f Function) shownFunction {
	shown := shownFunction{f, []shownCall{}}
	for _, i := range a.Journal.LatestInvocations(0) {
		if len(shown.Calls) < mostCalls && isFunction(f.Name, i.Function) {
			shown.Calls = append(shown.Calls, shownCall{i.ID, i.At, i.Trigger, i.Verdict, i.Error})
		}
	}
	return shown
}

func (a *API) function(w http.ResponseWriter, r *http.Request) {
	name := parameter(r, "name")
	f, ok := a.findFunction(name)
	if !ok {
		noFunction(w, name)
		return
	}
	write(w, http.StatusOK, a.show(f))
}

func (a *API) findFunction(name string) (Function, bool) {
	all := a.Functions.Functions()
	i := slices.IndexFunc(all, func(f Function) bool { return f.Name == name })
	if i < 0 {
		return Function{}, false
	}
	return all[i], true
}

func noFunction(w http.ResponseWriter, name string) {
	write(w, http.StatusNotFound, problem{"no such function", "no function is configured as " + name, "GET /_emulator/functions lists all"})
}

// putFunction configures a function, in place of one that has its name. Relative paths count from the emulator's
// working directory.
func (a *API) putFunction(w http.ResponseWriter, r *http.Request) {
	configuration, ok := body(w, r)
	if !ok {
		return
	}
	const example = `send what a seed has under a name in Lambdas, as JSON: {"Command": ["./bootstrap"], "Dir": "functions/a"} or "http://localhost:3001"`
	if !json.Valid(configuration) {
		badBody(w, "the body is not JSON", example)
		return
	}
	name := parameter(r, "name")
	if err := a.Functions.PutFunction(r.Context(), name, configuration); err != nil {
		badBody(w, err.Error(), example)
		return
	}
	a.function(w, r)
}

func (a *API) deleteFunction(w http.ResponseWriter, r *http.Request) {
	name := parameter(r, "name")
	existed, err := a.Functions.DeleteFunction(name)
	switch {
	case err != nil:
		failed(w, err)
	case !existed:
		noFunction(w, name)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}
