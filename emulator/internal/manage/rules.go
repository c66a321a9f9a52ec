package manage

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// shownRule is a rule as JSON.
type shownRule struct {
	ID         string      `json:"id"`
	Exception  string      `json:"exception"`
	Message    string      `json:"message"`
	Because    string      `json:"because"`
	Fix        string      `json:"fix,omitempty"`
	Provenance rule.Source `json:"provenance"`
}

func show(r *rule.Rule) shownRule {
	return shownRule{r.ID, r.Exception(), r.Wording, r.Reason, r.Fix, r.Source}
}

// rules lists every rejection there is. With ?provenance=assumed it is the list of what nobody has shown to be so.
func (a *API) rules(w http.ResponseWriter, r *http.Request) {
	kind := rule.Kind(r.URL.Query().Get("provenance"))
	shown := []shownRule{}
	for _, one := range rule.All() {
		if kind == "" || one.Source.Kind == kind {
			shown = append(shown, show(one))
		}
	}
	if len(shown) == 0 {
		badQuery(w, "no rule has the provenance "+string(kind), "it is one of recorded, documented, observed, assumed")
		return
	}
	write(w, http.StatusOK, shown)
}

func (a *API) rule(w http.ResponseWriter, r *http.Request) {
	id := chi.URLParam(r, "id")
	for _, one := range rule.All() {
		if one.ID == id {
			write(w, http.StatusOK, show(one))
			return
		}
	}
	write(w, http.StatusNotFound, problem{"no such rule", "there is no rule " + id, "GET /_emulator/rules lists all"})
}
