package factor_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func decode(text string) []byte {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return raw
}

// strange are documents that no browser makes.
var strange = []string{
	"", "null", "[]", `""`, "0", "{}", `{"id":1}`, `{"id":"","rawId":"","type":"public-key","response":{}}`,
	`{"id":"AA","rawId":"AA","type":"public-key","response":null}`,
	`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"","attestationObject":"","authenticatorData":"","signature":""}}`,
	`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA","authenticatorData":"AA","signature":"AA"}}`,
	`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"bnVsbA","attestationObject":"9g","authenticatorData":"AA","signature":"AA"}}`,
	strings.Repeat(`{"id":`, 10000), `{"id":"` + strings.Repeat("A", 100000) + `"}`, "\x00", "\xff",
}

// FuzzPasskeyRegistration: whatever comes is taken or refused by one of the rules, and only what was asked for is taken.
func FuzzPasskeyRegistration(f *testing.F) {
	a := newAuthenticator("example.com", "https://example.com")
	good := a.register(passkeyChallenge)
	f.Add([]byte(good))
	f.Add([]byte(a.prove(passkeyChallenge)))
	for _, text := range strange {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, credential []byte) {
		passkey, err := factor.FinishRegistration(passkeyPool("example.com"), passkeyChallenge, api.Document(credential))
		if _, refused := rule.As(err); err != nil && !refused {
			t.Errorf("an error that is no refusal: %v", err)
		}
		if err == nil && (len(passkey.ID) == 0 || len(passkey.PublicKey) == 0 || passkey.RelyingPartyID != "example.com") {
			t.Errorf("taken as %+v", passkey)
		}
	})
}

// FuzzPasskeyLogin: nothing proves a passkey but its signature over the challenge.
func FuzzPasskeyLogin(f *testing.F) {
	a := newAuthenticator("example.com", "https://example.com")
	pool := passkeyPool("example.com")
	passkey, err := factor.FinishRegistration(pool, passkeyChallenge, a.register(passkeyChallenge))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(a.prove("AAAAAAAAAAAAAAAAAAAAAA"))
	f.Add(string(a.register(passkeyChallenge)))
	for _, text := range strange {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, credential string) {
		if login, err := factor.FinishLogin(pool, directory.User{}, []directory.Passkey{passkey}, passkeyChallenge, credential); err == nil {
			t.Errorf("%q proves %+v", credential, login)
		}
	})
}
