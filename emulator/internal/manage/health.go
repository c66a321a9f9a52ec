package manage

import "net/http"

type health struct {
	Status  string `json:"status"`
	Version string `json:"version"`
}

// health answers as soon as the emulator serves at all.
func (a *API) health(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, health{"ok", a.Version})
}

// ready answers 503 until the seed is applied, so that whoever waits for it finds the pools there.
func (a *API) ready(w http.ResponseWriter, _ *http.Request) {
	if !a.Ready() {
		write(w, http.StatusServiceUnavailable, problem{"not ready", "the seed is being applied", "try again, or use cognitwo ready --wait"})
		return
	}
	write(w, http.StatusOK, health{"ready", a.Version})
}
