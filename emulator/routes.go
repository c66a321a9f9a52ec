package emulator

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/cognitwo/cognitwo/emulator/internal/kms"
	"github.com/cognitwo/cognitwo/emulator/internal/manage"
	"github.com/cognitwo/cognitwo/emulator/internal/oauth"
	"github.com/cognitwo/cognitwo/emulator/internal/rpc"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// routes are all paths of the one port.
func (e *Emulator) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(e.introduce)
	handler := &rpc.Handler{
		Service: e.service, Conceal: e.conceal(), Journal: e.journal, Log: e.config.Log, Now: e.config.Clock.Now, Random: e.config.Random,
	}
	manager := &manage.API{
		Version: e.config.Version, PublicURL: e.config.PublicURL, Region: e.config.Region, Choices: e.config.choices, Disputed: e.config.Disputed,
		DB: e.db, Messages: e.messages, Journal: e.journal, Functions: managed{e}, Migrator: e.migrator,
		Ready: e.ready.Load, Clock: e.config.Clock, Now: e.config.Clock.Now,
	}
	r.Route("/_emulator", manager.Mount)
	r.Get("/", manager.Home)
	r.Method(http.MethodGet, "/confirmUser", &manage.ConfirmLink{DB: e.db, RPC: handler})
	r.Method(http.MethodGet, threat.FeedbackPath, &manage.FeedbackLink{RPC: handler})
	r.Group(func(r chi.Router) {
		r.Use(rpc.CORS)
		r.Method(http.MethodPost, "/", e.besideKMS(handler))
		r.Method(http.MethodOptions, "/", http.NotFoundHandler()) // a preflight is answered by CORS
		(&oauth.Discovery{DB: e.db, Keyrings: e.keyrings, Issuer: e.issuer.URL}).Mount(r)
	})
	return r
}

// introduce says on every answer that this is not AWS, so that a test can make sure of it.
func (e *Emulator) introduce(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("x-emulator", "cognitwo/"+e.config.Version)
		next.ServeHTTP(w, r)
	})
}

// besideKMS lets the two services share POST /: AWS tells them apart by host, we by X-Amz-Target.
func (e *Emulator) besideKMS(cognito http.Handler) http.Handler {
	keys := &kms.Handler{Keys: e.codes, Log: e.config.Log}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("X-Amz-Target"), kms.TargetPrefix) {
			keys.ServeHTTP(w, r)
			return
		}
		cognito.ServeHTTP(w, r)
	})
}
