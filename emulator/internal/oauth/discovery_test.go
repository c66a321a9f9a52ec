package oauth_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/go-jose/go-jose/v4"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/oauth"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

const (
	poolID        = "us-east-1_App000001"
	jwksPath      = "/" + poolID + "/.well-known/jwks.json"
	discoveryPath = "/" + poolID + "/.well-known/openid-configuration"
)

// serve gives the routes, in front of one pool. Only who asks for its keys needs a reserve of them.
func serve(t *testing.T, issuer token.IssuerURL, reserve *keys.Reserve) http.Handler {
	db, err := store.Open(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	err = db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		return directory.Pools.Put(tx, directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}})
	})
	if err != nil {
		t.Fatal(err)
	}
	router := chi.NewRouter()
	(&oauth.Discovery{DB: db, Keyrings: &token.Keyrings{DB: db, Reserve: reserve}, Issuer: issuer}).Mount(router)
	return router
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "http://emulator:2646"+path, nil))
	return recorder
}

// The keys that verifiers see are two, of the form of Cognito's, and the same for everybody who asks.
func TestJWKS(t *testing.T) {
	handler := serve(t, token.AWSIssuer(), keys.StartReserve(t.Context(), 3, rand.Reader))
	answers := make([]string, 3)
	var everybody sync.WaitGroup
	for i := range answers {
		everybody.Go(func() { answers[i] = get(handler, jwksPath).Body.String() })
	}
	everybody.Wait()
	for _, answer := range answers {
		if answer != answers[0] {
			t.Fatalf("%s is not %s", answer, answers[0])
		}
	}
	var set jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(answers[0]), &set); err != nil || len(set.Keys) != 2 || set.Keys[0].KeyID == set.Keys[1].KeyID {
		t.Fatalf("%s: %v", answers[0], err)
	}
	for _, key := range set.Keys {
		if !key.Valid() || !key.IsPublic() || key.Algorithm != "RS256" || key.Use != "sig" {
			t.Errorf("%+v", key)
		}
	}
	got := get(handler, jwksPath)
	if got.Code != 200 || got.Header().Get("Content-Type") != "application/json;charset=UTF-8" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
}

// The issuer is what tokens have, whoever asks; the keys are where the caller found the document.
func TestConfiguration(t *testing.T) {
	const rest = `"response_types_supported":["code","token"],"scopes_supported":["openid","email","phone","profile"],` +
		`"subject_types_supported":["public"],"token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]}`
	for name, c := range map[string]struct {
		issuer      token.IssuerURL
		host        string
		secure      bool
		iss, prefix string
	}{
		"local":           {token.LocalIssuer("http://localhost:2646"), "localhost:2646", false, "http://localhost:2646/", "http://localhost:2646/"},
		"another network": {token.LocalIssuer("http://localhost:2646"), "emulator:2646", false, "http://localhost:2646/", "http://emulator:2646/"},
		"tls":             {token.LocalIssuer("http://localhost:2646"), "localhost", true, "http://localhost:2646/", "https://localhost/"},
		"aws":             {token.AWSIssuer(), "localhost:2646", false, "https://cognito-idp.us-east-1.amazonaws.com/", "http://localhost:2646/"},
		"odd host":        {token.AWSIssuer(), `a"b`, false, "https://cognito-idp.us-east-1.amazonaws.com/", `http://a\"b/`},
	} {
		request := httptest.NewRequest(http.MethodGet, discoveryPath, nil)
		request.Host = c.host
		if c.secure {
			request.TLS = &tls.ConnectionState{}
		}
		got := httptest.NewRecorder()
		serve(t, c.issuer, nil).ServeHTTP(got, request)
		want := `{"id_token_signing_alg_values_supported":["RS256"],"issuer":"` + c.iss + poolID + `","jwks_uri":"` + c.prefix + poolID + `/.well-known/jwks.json",` + rest
		if got.Code != 200 || got.Body.String() != want || got.Header().Get("Content-Type") != "application/json;charset=UTF-8" {
			t.Errorf("%s: %d %s\nwant %s", name, got.Code, got.Body, want)
		}
	}
}

func TestPoolsThatDoNotExist(t *testing.T) {
	handler := serve(t, token.AWSIssuer(), nil)
	for _, pool := range []string{"us-east-1_Nothing00", "x", "%00", "%07", "%22", "%E5%90%8D", "%FF", "a%2Fb", strings.Repeat("x", 10_000)} {
		for _, document := range []string{"jwks.json", "openid-configuration"} {
			got := get(handler, "/"+pool+"/.well-known/"+document)
			var problem struct{ Message string }
			if err := json.Unmarshal(got.Body.Bytes(), &problem); err != nil || got.Code != 404 || !strings.HasPrefix(problem.Message, "User pool ") {
				t.Errorf("%.20s/%s: %d %.100s %v", pool, document, got.Code, got.Body, err)
			}
		}
	}
}
