package emulator_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// signedInTokens are those of alice.
type signedInTokens struct{ AccessToken, IdToken, RefreshToken string }

func signInAlice(t *testing.T, server *emulatortest.Server) signedInTokens {
	t.Helper()
	var answer struct{ AuthenticationResult signedInTokens }
	server.Must("InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`).Into(t, &answer)
	return answer.AuthenticationResult
}

// mutations are texts that are nearly this one. Every part of a token is changed at its beginning, at its end, where
// base64 has bits that nobody reads, and every so often in between.
func mutations(token string) []string {
	found := []string{token[1:], token[:len(token)-1], token + "A", token + ".", "." + token, token + "=", strings.ToLower(token), strings.ReplaceAll(token, "A", "B")}
	start := 0
	for part := range strings.SplitSeq(token, ".") {
		for i := 0; i < len(part); i++ {
			if i > 2 && i < len(part)-3 && i%37 != 0 {
				continue
			}
			for _, c := range []string{"A", "B", "_"} {
				found = append(found, token[:start+i]+c+token[start+i+1:])
			}
		}
		start += len(part) + 1
	}
	if parts := strings.Split(token, "."); len(parts) > 1 {
		parts[0], parts[1] = parts[1], parts[0]
		found = append(found, strings.Join(parts, "."), parts[0], strings.Repeat(".", len(parts)-1))
	}
	return slices.DeleteFunc(found, func(text string) bool { return text == token })
}

// No text but the token itself is taken for it.
func TestHostileTokens(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	tokens := signInAlice(t, server)
	var challenge struct{ Session string }
	server.Must("AdminCreateUser", `{"UserPoolId":"us-east-1_Protocol1","Username":"carol","TemporaryPassword":"Temp0rary!","MessageAction":"SUPPRESS"}`)
	server.Must("InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"carol","PASSWORD":"Temp0rary!"}}`).Into(t, &challenge)
	respond := func(session string) any {
		return map[string]any{
			"ClientId": "protocol", "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": session,
			"ChallengeResponses": map[string]string{"USERNAME": "carol", "NEW_PASSWORD": "An0ther!!"},
		}
	}
	refresh := func(token string) any {
		return map[string]any{"ClientId": "protocol", "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": map[string]string{"REFRESH_TOKEN": token}}
	}
	for _, c := range []struct {
		operation, token string
		body             func(string) any
	}{
		{"GetUser", tokens.AccessToken, func(token string) any { return map[string]string{"AccessToken": token} }},
		{"InitiateAuth", tokens.RefreshToken, refresh},
		{"GetTokensFromRefreshToken", tokens.RefreshToken, func(token string) any { return map[string]string{"ClientId": "protocol", "RefreshToken": token} }},
		{"RespondToAuthChallenge", challenge.Session, respond},
	} {
		for _, mutation := range mutations(c.token) {
			body, err := json.Marshal(c.body(mutation))
			if err != nil {
				t.Fatal(err)
			}
			answer := inProcess(server.Emulator, signedRequest(c.operation, strings.NewReader(string(body))))
			if err := sane(c.operation, answer); err != nil || answer.Status == http.StatusOK {
				t.Fatalf("%s took %s\nfor        %s: %d %s %v", c.operation, mutation, c.token, answer.Status, answer.Body, err)
			}
		}
		server.Must(c.operation, c.body(c.token))
	}
}

// Tokens that somebody else signed, or nobody, with headers that other libraries fell for.
func TestHostileSignatures(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed + `
  - Id: us-east-1_Protocol2
    PoolName: other
    Clients: [{ClientName: web, ClientId: other, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: alice, Password: "Passw0rd!"}]
`})
	tokens := signInAlice(t, server)
	var elsewhere struct{ AuthenticationResult signedInTokens }
	server.Must("InitiateAuth", `{"ClientId":"other","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`).Into(t, &elsewhere)
	_, keys := discoverKeys(t, server.URL+"/us-east-1_Protocol1")
	public, err := json.Marshal(keys.Keys[1])
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(tokens.AccessToken, ".")
	others := strings.Split(elsewhere.AuthenticationResult.AccessToken, ".")
	header := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	kid := keys.Keys[1].KeyID
	symmetric := header(`{"kid":"`+kid+`","alg":"HS256"}`) + "." + parts[1]
	mac := hmac.New(sha256.New, public)
	mac.Write([]byte(symmetric))
	symmetric += "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	const invalid, unsigned = "Invalid Access Token", "Could not verify signature for Access Token"
	for name, c := range map[string]struct{ token, message string }{
		"alg none":                       {header(`{"kid":"`+kid+`","alg":"none"}`) + "." + parts[1] + ".", unsigned},
		"alg none and a signature":       {header(`{"kid":"`+kid+`","alg":"none"}`) + "." + parts[1] + "." + parts[2], unsigned},
		"signed with the public key":     {symmetric, unsigned},
		"another algorithm":              {header(`{"kid":"`+kid+`","alg":"RS512"}`) + "." + parts[1] + "." + parts[2], unsigned},
		"no key id":                      {header(`{"alg":"RS256"}`) + "." + parts[1] + "." + parts[2], invalid},
		"another key id":                 {header(`{"kid":"x","alg":"RS256"}`) + "." + parts[1] + "." + parts[2], unsigned},
		"a key of its own":               {header(`{"kid":"`+kid+`","alg":"RS256","jwk":`+string(public)+`}`) + "." + parts[1] + "." + parts[2], unsigned},
		"another pool's signature":       {parts[0] + "." + parts[1] + "." + others[2], unsigned},
		"another pool's header":          {others[0] + "." + parts[1] + "." + others[2], unsigned},
		"an ID token":                    {tokens.IdToken, invalid},
		"the refresh token":              {tokens.RefreshToken, invalid},
		"claims of a pool without keys":  {parts[0] + "." + header(`{"iss":"`+server.URL+`/us-east-1_Nothing00","token_use":"access"}`) + "." + parts[2], unsigned},
		"claims of another issuer":       {parts[0] + "." + header(`{"iss":"https://example.com/us-east-1_Protocol1","token_use":"access"}`) + "." + parts[2], invalid},
		"claims without an issuer":       {parts[0] + "." + header(`{"token_use":"access"}`) + "." + parts[2], invalid},
		"claims that are a list":         {parts[0] + "." + header(`[]`) + "." + parts[2], invalid},
		"claims of other types":          {parts[0] + "." + header(`{"iss":1,"exp":"x"}`) + "." + parts[2], invalid},
		"another pool's token, complete": {elsewhere.AuthenticationResult.AccessToken, ""},
	} {
		answer := server.Call("GetUser", map[string]string{"AccessToken": c.token})
		if answer.Message() != c.message || c.message != "" && answer.Type() != "NotAuthorizedException" {
			t.Errorf("%s: %d %s, want %q", name, answer.Status, answer.Body, c.message)
		}
	}
	for name, token := range map[string]string{"another pool's": elsewhere.AuthenticationResult.RefreshToken, "an access token": tokens.AccessToken} {
		answer := server.Call("GetTokensFromRefreshToken", map[string]string{"ClientId": "protocol", "RefreshToken": token})
		if answer.Message() != "Invalid Refresh Token" {
			t.Errorf("%s as a refresh token: %d %s", name, answer.Status, answer.Body)
		}
	}
}
