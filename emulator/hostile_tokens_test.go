package emulator_test

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/srp"
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
				if changed := token[:start+i] + c + token[start+i+1:]; changed != token {
					found = append(found, changed)
				}
			}
		}
		start += len(part) + 1
	}
	if parts := strings.Split(token, "."); len(parts) > 1 {
		parts[0], parts[1] = parts[1], parts[0]
		found = append(found, strings.Join(parts, "."), parts[0], strings.Repeat(".", len(parts)-1))
	}
	return found
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
			answer := inProcess(server, signedRequest(c.operation, strings.NewReader(string(body))))
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

// What can come as SRP_A. That 0 and 2 are accepted is recorded.
func TestHostileSRP(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for name, c := range map[string]struct {
		a      string
		status int
	}{
		"0": {"0", 200}, "00": {"00", 200}, "1": {"1", 200}, "2": {"2", 200}, "upper case": {"ABCDEF", 200}, "N": {groupN.Text(16), 200}, "2N": {timesN(2), 200},
		"empty": {"", 400}, "minus": {"-1", 400}, "plus": {"+1", 400}, "prefix": {"0x1", 400}, "no digit": {"g", 400}, "space": {" 1", 400}, "underscore": {"1_0", 400},
		"line": {"1\n", 400}, "NUL": {"1\x00", 400}, "full width": {"１", 400}, "float": {"1.0", 400}, "exponent": {"1p5", 400},
		"a million digits": {strings.Repeat("f", 1e6), 400},
	} {
		for _, user := range []string{"alice", "nobody"} {
			body, err := json.Marshal(map[string]any{"ClientId": "protocol", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": map[string]string{"USERNAME": user, "SRP_A": c.a}})
			if err != nil {
				t.Fatal(err)
			}
			answer := inProcess(server, signedRequest("InitiateAuth", strings.NewReader(string(body))))
			want := c.status
			if user == "nobody" {
				want = 400
			}
			if err := sane("InitiateAuth", answer); err != nil || answer.Status != want {
				t.Errorf("%s of %s: %d %.300s %v", name, user, answer.Status, answer.Body, err)
			}
		}
	}
}

var groupN, _ = new(big.Int).SetString("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"+
	"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"+
	"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"+
	"83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"+
	"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"+
	"15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"+
	"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"+
	"BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF", 16)

// timesN is a multiple of the group's prime.
func timesN(n int64) string { return new(big.Int).Mul(groupN, big.NewInt(n)).Text(16) }

// The oldest attack on SRP: with a multiple of N for A the server's secret is 0, whatever the password, so that anybody
// can compute the proof (RFC 5054 §2.5.4 forbids it).
func TestHostileProofOfNothing(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for _, a := range []string{"0", timesN(1), timesN(2), timesN(3)} {
		var challenge struct{ ChallengeParameters map[string]string }
		server.Must("InitiateAuth", map[string]any{
			"ClientId": "protocol", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": map[string]string{"USERNAME": "alice", "SRP_A": a},
		}).Into(t, &challenge)
		block, timestamp := challenge.ChallengeParameters["SECRET_BLOCK"], srp.FormatTimestamp(server.Clock.Now())
		answer := server.Call("RespondToAuthChallenge", map[string]any{
			"ClientId": "protocol", "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": map[string]string{
				"USERNAME": "alice", "PASSWORD_CLAIM_SECRET_BLOCK": block, "TIMESTAMP": timestamp,
				"PASSWORD_CLAIM_SIGNATURE": proofOfZero(t, a, challenge.ChallengeParameters["SRP_B"], block, timestamp),
			},
		})
		if answer.Type() != "NotAuthorizedException" || answer.Message() != "Incorrect username or password." {
			t.Errorf("A = %.20s…: %d %s", a, answer.Status, answer.Body)
		}
	}
}

// proofOfZero is the signature of a client whose secret S is 0.
func proofOfZero(t *testing.T, a, b, block, timestamp string) string {
	t.Helper()
	u := sha256.Sum256(append(padHex(a), padHex(b)...))
	key, err := hkdf.Key(sha256.New, []byte{0}, padBytes(u[:]), "Caldera Derived Key", 16)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(block)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("Protocol1alice"))
	mac.Write(raw)
	mac.Write([]byte(timestamp))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// padHex is a number as Cognito hashes it: the bytes of a signed integer.
func padHex(digits string) []byte {
	n, _ := new(big.Int).SetString(digits, 16)
	return padBytes(n.Bytes())
}

func padBytes(raw []byte) []byte {
	if len(raw) == 0 || raw[0] >= 0x80 {
		return append([]byte{0}, raw...)
	}
	return raw
}
