package emulator_test

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// protocolClaims reads a token without looking at its signature.
func protocolClaims(t *testing.T, token any) map[string]any {
	t.Helper()
	text, _ := token.(string)
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		t.Fatalf("%v is no JWT", token)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims map[string]any
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		t.Fatalf("%s: %v", payload, err)
	}
	return claims
}

// discoverKeys does what OpenID Connect clients do: the configuration of an issuer, and the keys that it points to.
func discoverKeys(t *testing.T, url string) (configuration map[string]any, set jose.JSONWebKeySet) {
	t.Helper()
	overHTTP(t, http.MethodGet, url+"/.well-known/openid-configuration", nil).Into(t, &configuration)
	uri, ok := configuration["jwks_uri"].(string)
	if !ok {
		t.Fatalf("the configuration is %v", configuration)
	}
	overHTTP(t, http.MethodGet, uri, nil).Into(t, &set)
	return configuration, set
}

// An independent library verifies both tokens, with each issuer that can be configured: iss is what the configuration
// says (OpenID Connect Discovery 1.0 §4.3), and the keys are in the order ID token, access token (recorded).
func TestProtocolTokensAreVerifiable(t *testing.T) {
	for issuer, want := range map[string]string{
		"local": "", "aws": "https://cognito-idp.us-east-1.amazonaws.com", "https://login.example.com": "https://login.example.com",
	} {
		t.Run(issuer, func(t *testing.T) {
			server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed, Issuer: issuer})
			if want == "" {
				want = server.URL
			}
			var answer struct {
				AuthenticationResult struct{ AccessToken, IdToken string }
			}
			server.Must("InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`).Into(t, &answer)
			configuration, set := discoverKeys(t, server.URL+"/us-east-1_Protocol1")
			if got := configuration["issuer"]; got != want+"/us-east-1_Protocol1" {
				t.Errorf("the issuer is %v", got)
			}
			for i, token := range []string{answer.AuthenticationResult.IdToken, answer.AuthenticationResult.AccessToken} {
				parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
				if err != nil {
					t.Fatal(err)
				}
				if parsed.Headers[0].KeyID != set.Keys[i].KeyID {
					t.Errorf("token %d was signed by %s", i, parsed.Headers[0].KeyID)
				}
				var claims jwt.Claims
				if err := parsed.Claims(set.Keys[i].Key, &claims); err != nil {
					t.Errorf("token %d: %v", i, err)
				}
				expected := jwt.Expected{Issuer: want + "/us-east-1_Protocol1", Time: server.Clock.Now()}
				if i == 0 {
					expected.AnyAudience = jwt.Audience{"protocol"}
				}
				if err := claims.ValidateWithLeeway(expected, 0); err != nil {
					t.Errorf("token %d: %v", i, err)
				}
				if claims.Expiry.Time().Sub(claims.IssuedAt.Time()) != time.Hour {
					t.Errorf("token %d lives from %v to %v", i, claims.IssuedAt.Time(), claims.Expiry.Time())
				}
				if err := parsed.Claims(set.Keys[1-i].Key, &claims); err == nil {
					t.Errorf("token %d can be verified with the other key", i)
				}
			}
		})
	}
}

// Behind TLS the keys are offered by https.
func TestProtocolDiscoveryBehindTLS(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "/us-east-1_Protocol1/.well-known/openid-configuration", nil)
	request.Host, request.TLS = "emulator.example.com", &tls.ConnectionState{}
	var configuration struct {
		JWKSURI string `json:"jwks_uri"`
	}
	inProcess(server.Emulator, request).Into(t, &configuration)
	if configuration.JWKSURI != "https://emulator.example.com/us-east-1_Protocol1/.well-known/jwks.json" {
		t.Error(configuration.JWKSURI)
	}
}
