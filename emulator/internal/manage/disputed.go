package manage

import (
	"net/http"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// shownChoice is a disputed point as JSON.
type shownChoice struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
	Instead string `json:"instead"`
	Chosen  bool   `json:"chosen"`
}

// disputed lists the points on which the evidence about AWS is split, and how they are decided here.
func (a *API) disputed(w http.ResponseWriter, _ *http.Request) {
	shown := []shownChoice{}
	for _, c := range trigger.AllChoices() {
		shown = append(shown, shownChoice{c.Name, c.Meaning, c.Instead, slices.Contains(a.Disputed, c.Name)})
	}
	write(w, http.StatusOK, shown)
}
