package manage

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// requests lists the latest requests, newest first.
func (a *API) requests(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	limit := 100
	if text := query.Get("limit"); text != "" {
		var err error
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 {
			badQuery(w, fmt.Sprintf("limit is %q", text), "give a number from 1")
			return
		}
	}
	errorsOnly, _ := strconv.ParseBool(query.Get("error"))
	operation := query.Get("op")
	shown := []journal.Entry{}
	for _, e := range a.Journal.Latest(0) {
		if len(shown) == limit {
			break
		}
		if (!errorsOnly || e.Status >= http.StatusBadRequest || e.Explain.Hidden) && (operation == "" || e.Operation == operation) {
			shown = append(shown, e.Shown())
		}
	}
	write(w, http.StatusOK, shown)
}

// request shows one request by the id that every SDK's error has.
func (a *API) request(w http.ResponseWriter, r *http.Request) {
	id := chi.URLParam(r, "id")
	if id == "latest" {
		if latest := a.Journal.Latest(1); len(latest) == 1 {
			write(w, http.StatusOK, latest[0].Shown())
			return
		}
	}
	entry, ok := a.Journal.Find(id)
	if !ok {
		kept := a.Journal.Latest(0)
		because := fmt.Sprintf("none of the last %d requests has the id %s", len(kept), id)
		if i := slices.IndexFunc(kept, func(e journal.Entry) bool { return len(id) >= 4 && len(e.ID) > len(id) && e.ID[:len(id)] == id }); i >= 0 {
			because += ", but one has " + kept[i].ID
		}
		write(w, http.StatusNotFound, problem{"no such request", because, "the id is the header x-amzn-requestid; GET /_emulator/requests lists those that are kept"})
		return
	}
	write(w, http.StatusOK, entry.Shown())
}
