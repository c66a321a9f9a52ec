// Package oauth serves a pool's public documents: its signing keys and its OpenID configuration.
//
// Pools have no hosted domain here yet, so the configuration has no authorization or token endpoint; the real one
// leaves them out for such pools, too (assumed).
package oauth

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

// Discovery serves the documents under /{pool}/.well-known/.
type Discovery struct {
	DB       *store.DB
	Keyrings *token.Keyrings
	Issuer   token.IssuerURL
}

// Mount adds the routes. Whoever mounts them answers the preflights of browsers, for which there has to be a route.
func (d *Discovery) Mount(r chi.Router) {
	for path, serve := range map[string]http.HandlerFunc{"jwks.json": d.jwks, "openid-configuration": d.configuration} {
		r.Get("/{pool}/.well-known/"+path, serve)
		r.Options("/{pool}/.well-known/"+path, http.NotFound)
	}
}

// jwks is the document that verifiers take the public keys from.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
func (d *Discovery) jwks(w http.ResponseWriter, r *http.Request) {
	pool := chi.URLParam(r, "pool")
	if !d.exists(w, r, pool) {
		return
	}
	ring, err := d.Keyrings.Of(r.Context(), pool)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, http.StatusOK, ring.JWKS())
}

// configuration is OpenID Connect Discovery 1.0 §3. The issuer is fixed; the keys are offered where the caller is.
type configuration struct {
	SigningAlgorithms []string `json:"id_token_signing_alg_values_supported"`
	Issuer            string   `json:"issuer"`
	JWKSURI           string   `json:"jwks_uri"`
	ResponseTypes     []string `json:"response_types_supported"`
	Scopes            []string `json:"scopes_supported"`
	SubjectTypes      []string `json:"subject_types_supported"`
	TokenAuthMethods  []string `json:"token_endpoint_auth_methods_supported"`
}

func (d *Discovery) configuration(w http.ResponseWriter, r *http.Request) {
	pool := chi.URLParam(r, "pool")
	if !d.exists(w, r, pool) {
		return
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	body, err := api.Encode(configuration{
		SigningAlgorithms: []string{"RS256"}, Issuer: d.Issuer(pool), JWKSURI: scheme + "://" + r.Host + "/" + pool + "/.well-known/jwks.json",
		ResponseTypes: []string{"code", "token"}, Scopes: []string{"openid", "email", "phone", "profile"}, SubjectTypes: []string{"public"},
		TokenAuthMethods: []string{"client_secret_basic", "client_secret_post"},
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, http.StatusOK, body)
}

type problem struct {
	Message string `json:"message"`
}

// exists answers for pools that do not. Form and status of the real answer are not established.
func (d *Discovery) exists(w http.ResponseWriter, r *http.Request, pool string) bool {
	err := d.DB.View(r.Context(), func(tx *store.Tx) error {
		_, err := directory.FindPool(tx, pool)
		return err
	})
	if refusal, ok := rule.As(err); ok {
		body, _ := api.Encode(problem{refusal.Answer.Message}) // a string can always be encoded
		answer(w, http.StatusNotFound, body)
		return false
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
	return err == nil
}

func answer(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone; there is nobody left to tell
}
