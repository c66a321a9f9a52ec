package keys_test

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

func TestJWKSIsCognitos(t *testing.T) {
	first, second := mustKey(t, 16), mustKey(t, 17)
	modulus := func(key *keys.Key) string { return encode(string(key.Public().N.Bytes())) }
	want := `{"keys":[{"alg":"RS256","e":"AQAB","kid":"` + first.Kid() + `","kty":"RSA","n":"` + modulus(first) + `","use":"sig"},` +
		`{"alg":"RS256","e":"AQAB","kid":"` + second.Kid() + `","kty":"RSA","n":"` + modulus(second) + `","use":"sig"}]}`
	if got := string(keys.JWKS(first, second)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := string(keys.JWKS()); got != `{"keys":[]}` {
		t.Errorf("no keys: %s", got)
	}
}

func TestJWKSReadByGoJose(t *testing.T) {
	key := mustKey(t, 18)
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(keys.JWKS(key), &set); err != nil {
		t.Fatal(err)
	}
	found := set.Key(key.Kid())
	if len(found) != 1 || !found[0].Valid() || !key.Public().Equal(found[0].Key) {
		t.Fatalf("go-jose reads %v", found)
	}
	digest, err := found[0].Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if want := base64.StdEncoding.EncodeToString(digest); key.Kid() != want || len(want) != 44 || want[43] != '=' {
		t.Errorf("kid %s, want the thumbprint %s", key.Kid(), want)
	}
}
