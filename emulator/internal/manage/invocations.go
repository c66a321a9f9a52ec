package manage

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// invocationFilter says which invocations are wanted.
type invocationFilter struct {
	function, trigger string
	errorsOnly        bool
	limit             int
}

func newInvocationFilter(query url.Values) (f invocationFilter, fix string, err error) {
	known := []string{"function", "trigger", "limit", "error"}
	for name := range query {
		if !slices.Contains(known, name) {
			return f, "there are " + strings.Join(known, ", "), fmt.Errorf("there is no parameter %s", name)
		}
	}
	f = invocationFilter{function: query.Get("function"), trigger: query.Get("trigger"), limit: 100}
	f.errorsOnly, _ = strconv.ParseBool(query.Get("error"))
	if text := query.Get("limit"); text != "" {
		if f.limit, err = strconv.Atoi(text); err != nil || f.limit < 1 {
			return f, "give a number from 1", fmt.Errorf("limit is %q", text)
		}
	}
	return f, "", nil
}

// fits reports whether an invocation is wanted. A trigger is UserMigration or, more precisely, one of its sources.
func (a *API) fits(f invocationFilter, i journal.Invocation) bool {
	kind, _, _ := strings.Cut(i.Trigger, "_")
	return (f.function == "" || isFunction(f.function, i.Function)) &&
		(f.trigger == "" || f.trigger == i.Trigger || f.trigger == kind) &&
		(!f.errorsOnly || i.Error != "" || a.refuses(i))
}

// refuses reports whether an answer was one that Cognito refuses. Of an answer that was too long to keep, nobody knows.
func (a *API) refuses(i journal.Invocation) bool {
	if !i.Whole() {
		return false
	}
	_, refusal := a.Choices.Judge(eventOf(i), lambdaclient.Result{Payload: []byte(i.Answer)}, nil)
	return refusal != nil
}

// eventOf is the event as the function got it or, if that was too long to keep, as it is shown.
func eventOf(i journal.Invocation) json.RawMessage {
	if len(i.Raw) > 0 {
		return i.Raw
	}
	return i.Event
}

// isFunction reports whether two names, each a bare one or an ARN, are of the same function.
func isFunction(a, b string) bool {
	x, err := lambdaclient.ParseReference(a)
	if err != nil {
		return false
	}
	y, err := lambdaclient.ParseReference(b)
	return err == nil && x.Name == y.Name
}

// invocations lists the latest calls of functions, newest first.
func (a *API) invocations(w http.ResponseWriter, r *http.Request) {
	f, fix, err := newInvocationFilter(r.URL.Query())
	if err != nil {
		badQuery(w, err.Error(), fix)
		return
	}
	shown := []journal.Invocation{}
	for _, i := range a.Journal.LatestInvocations(0) {
		if len(shown) == f.limit {
			break
		}
		if a.fits(f, i) {
			shown = append(shown, i)
		}
	}
	write(w, http.StatusOK, shown)
}

// invocation shows one call.
func (a *API) invocation(w http.ResponseWriter, r *http.Request) {
	if i, ok := a.findInvocation(w, parameter(r, "id")); ok {
		write(w, http.StatusOK, i)
	}
}

// findInvocation answers itself if there is none.
func (a *API) findInvocation(w http.ResponseWriter, id string) (journal.Invocation, bool) {
	if id == "latest" {
		if latest := a.Journal.LatestInvocations(1); len(latest) == 1 {
			return latest[0], true
		}
	}
	i, ok := a.Journal.FindInvocation(id)
	if !ok {
		because := fmt.Sprintf("none of the last %d invocations has the id %s", len(a.Journal.LatestInvocations(0)), id)
		write(w, http.StatusNotFound, problem{"no such invocation", because, "GET /_emulator/invocations lists those that are kept; latest is the last one"})
	}
	return i, ok
}

// replay calls the function again, with the same event, and changes nothing in the pool. The function may have been
// changed meanwhile; that is what replays are for.
func (a *API) replay(w http.ResponseWriter, r *http.Request) {
	i, ok := a.findInvocation(w, parameter(r, "id"))
	if !ok {
		return
	}
	if len(i.Raw) == 0 {
		write(w, http.StatusConflict, problem{"no event", "the event of the invocation was too long to keep", "cause it again by a request"})
		return
	}
	result, err := a.Functions.Invoke(r.Context(), i.Function, i.Raw)
	write(w, http.StatusOK, a.judge(i.Function, i.Raw, i.Event, result, err, i.Mask))
}
