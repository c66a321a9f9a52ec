package keys_test

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

func encode(raw string) string { return base64.RawURLEncoding.EncodeToString([]byte(raw)) }

func decode(tb testing.TB, text string) []byte {
	tb.Helper()
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

// among looks a key up in a list, as a pool does.
func among(list ...*keys.Key) func(string) *keys.Key {
	return func(kid string) *keys.Key {
		for _, key := range list {
			if key.Kid() == kid {
				return key
			}
		}
		return nil
	}
}

func mustSign(tb testing.TB, key *keys.Key, claims string) string {
	tb.Helper()
	token, err := keys.SignJWT(key, []byte(claims))
	if err != nil {
		tb.Fatal(err)
	}
	return token
}

func TestSignJWTWritesCognitosHeader(t *testing.T) {
	key := mustKey(t, 10)
	claims := `{"sub":"ü","zeta":1,"alpha":[true,null]}`
	parts := strings.Split(mustSign(t, key, claims), ".")
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	if got, want := string(decode(t, parts[0])), `{"kid":"`+key.Kid()+`","alg":"RS256"}`; got != want {
		t.Errorf("header %s, want %s", got, want)
	}
	if got := string(decode(t, parts[1])); got != claims {
		t.Errorf("claims %s, want %s", got, claims)
	}
	if got := len(decode(t, parts[2])); got != 256 {
		t.Errorf("signature of %d bytes", got)
	}
}

func TestSignJWTRefusesClaimsThatAreNoObject(t *testing.T) {
	key := mustKey(t, 10)
	for _, claims := range []string{"", " ", "null", "1", `"a"`, "[]", "{", `{"a":}`, "{}{}", "{\"a\":\"\xff\"}"} {
		if token, err := keys.SignJWT(key, []byte(claims)); err == nil || token != "" {
			t.Errorf("SignJWT(%q) = %q, %v", claims, token, err)
		}
	}
}

// Whatever we sign, three verifiers accept: crypto/rsa, go-jose through the
// published key set, and ourselves.
func TestSignaturesVerifyEverywhere(t *testing.T) {
	key := mustKey(t, 11)
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(keys.JWKS(key), &set); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		claims, err := json.Marshal(rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "claims"))
		if err != nil {
			t.Fatal(err)
		}
		token, err := keys.SignJWT(key, claims)
		if err != nil {
			t.Fatal(err)
		}
		dot := strings.LastIndexByte(token, '.')
		signature, _ := base64.RawURLEncoding.DecodeString(token[dot+1:])
		digest := sha256.Sum256([]byte(token[:dot]))
		if err := rsa.VerifyPKCS1v15(key.Public(), crypto.SHA256, digest[:], signature); err != nil {
			t.Fatalf("crypto/rsa: %v", err)
		}
		parsed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256})
		if err != nil {
			t.Fatalf("go-jose: %v", err)
		}
		if got, err := parsed.Verify(set); err != nil || !bytes.Equal(got, claims) {
			t.Fatalf("go-jose: %s, %v", got, err)
		}
		header, got, err := keys.ParseJWT(token, among(key))
		if err != nil || !bytes.Equal(got, claims) || header != (keys.Header{Kid: key.Kid(), Alg: "RS256"}) {
			t.Fatalf("ParseJWT = %v, %s, %v", header, got, err)
		}
	})
}

// And the other way: what go-jose signs with the same key is accepted here, and
// the signature is the same, for RSASSA-PKCS1-v1_5 leaves no choice.
func TestParseJWTTakesGoJoseTokens(t *testing.T) {
	key := mustKey(t, 12)
	signer, err := jose.NewSigner(jose.SigningKey{
		Algorithm: jose.RS256,
		Key:       jose.JSONWebKey{Key: privateOf(t, key), KeyID: key.Kid()},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign([]byte(`{"sub":"a"}`))
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	if _, claims, err := keys.ParseJWT(token, among(key)); err != nil || string(claims) != `{"sub":"a"}` {
		t.Errorf("ParseJWT = %s, %v", claims, err)
	}
	ours := mustSign(t, key, `{"sub":"a"}`)
	digest := sha256.Sum256([]byte(ours[:strings.LastIndexByte(ours, '.')]))
	want, err := rsa.SignPKCS1v15(nil, privateOf(t, key), crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	if got := decode(t, ours[strings.LastIndexByte(ours, '.')+1:]); !bytes.Equal(got, want) {
		t.Error("our signature is not the one crypto/rsa makes")
	}
}

func TestParseJWTTellsWhatIsWrong(t *testing.T) {
	key, other := mustKey(t, 13), mustKey(t, 14)
	token := mustSign(t, key, `{"sub":"a"}`)
	parts := strings.Split(token, ".")
	header, claims, signature := parts[0], parts[1], parts[2]
	join := func(parts ...string) string { return strings.Join(parts, ".") }
	named := func(kid, alg string) string { return encode(fmt.Sprintf(`{"kid":%q,"alg":%q}`, kid, alg)) }
	cases := []struct {
		name, token string
		want        error
	}{
		{"empty", "", keys.ErrNotJWT},
		{"a word", "token", keys.ErrNotJWT},
		{"two dots", "..", keys.ErrNotJWT},
		{"two parts", join(header, claims), keys.ErrNotJWT},
		{"four parts", join(header, claims, signature, ""), keys.ErrNotJWT},
		{"five parts", join(header, claims, signature, "", ""), keys.ErrNotJWT},
		{"padding", join(header, claims+"=", signature), keys.ErrNotJWT},
		{"leading space", " " + token, keys.ErrNotJWT},
		{"trailing newline", token + "\n", keys.ErrNotJWT},
		{"newline inside", join(header, claims[:4]+"\r\n"+claims[4:], signature), keys.ErrNotJWT},
		{"stray bits", join(header, claims, signature[:len(signature)-1]+"_"), keys.ErrNotJWT},
		{"standard alphabet", join(header, claims, strings.Repeat("+/", 171)), keys.ErrNotJWT},
		{"header not JSON", join(encode("{"), claims, signature), keys.ErrNotJWT},
		{"header an array", join(encode("[]"), claims, signature), keys.ErrNotJWT},
		{"header empty", join(encode("{}"), claims, signature), keys.ErrNotJWT},
		{"kid a number", join(encode(`{"kid":1,"alg":"RS256"}`), claims, signature), keys.ErrNotJWT},
		{"kid missing", join(encode(`{"alg":"RS256"}`), claims, signature), keys.ErrNotJWT},
		{"alg missing", join(encode(`{"kid":"a"}`), claims, signature), keys.ErrNotJWT},
		{"claims not JSON", join(header, encode("a"), signature), keys.ErrNotJWT},
		{"claims null", join(header, encode("null"), signature), keys.ErrNotJWT},
		{"claims empty", join(header, "", signature), keys.ErrNotJWT},

		{"key of another pool", mustSign(t, other, `{"sub":"a"}`), keys.ErrUnknownKey},
		{"invented kid", join(named("a", "RS256"), claims, signature), keys.ErrUnknownKey},

		{"other claims", join(header, encode(`{"sub":"b"}`), signature), keys.ErrBadSignature},
		{"signed by another key", join(header, claims, strings.Split(mustSign(t, other, `{"sub":"a"}`), ".")[2]), keys.ErrBadSignature},
		{"no signature", join(header, claims, ""), keys.ErrBadSignature},
		{"short signature", join(header, claims, encode("a")), keys.ErrBadSignature},
		{"zero signature", join(header, claims, encode(strings.Repeat("\x00", 256))), keys.ErrBadSignature},
		{"long signature", join(header, claims, encode("\x00"+string(decode(t, signature)))), keys.ErrBadSignature},
		{"alg none", join(named(key.Kid(), "none"), claims, ""), keys.ErrBadSignature},
		{"alg RS512", join(named(key.Kid(), "RS512"), claims, signature), keys.ErrBadSignature},
		{"alg RS512 that we signed ourselves", rsaToken(t, key, "RS512", claims), keys.ErrBadSignature},
		{"HS256 with the public key", hmacToken(key, claims), keys.ErrBadSignature},
		{"header with a typ", join(encode(`{"kid":"`+key.Kid()+`","typ":"JWT","alg":"RS256"}`), claims, signature), keys.ErrBadSignature},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			header, claims, err := keys.ParseJWT(tc.token, among(key))
			if !errors.Is(err, tc.want) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
			if claims != nil || header != (keys.Header{}) {
				t.Errorf("a result beside the error: %v, %s", header, claims)
			}
		})
	}
}

// rsaToken signs a header that SignJWT would never write.
func rsaToken(t *testing.T, key *keys.Key, alg, claims string) string {
	t.Helper()
	input := encode(`{"kid":"`+key.Kid()+`","alg":"`+alg+`"}`) + "." + claims
	digest := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(nil, privateOf(t, key), crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + encode(string(signature))
}

// hmacToken tries to pass the public key off as a shared secret (RFC 8725
// section 2.1).
func hmacToken(key *keys.Key, claims string) string {
	input := encode(`{"kid":"`+key.Kid()+`","alg":"HS256"}`) + "." + claims
	mac := hmac.New(sha256.New, x509.MarshalPKCS1PublicKey(key.Public()))
	mac.Write([]byte(input))
	return input + "." + encode(string(mac.Sum(nil)))
}

// A signature s and s+n are the same number modulo n; only s is the signature.
func TestParseJWTRefusesALargerSignature(t *testing.T) {
	key := mustKey(t, 20)
	limit := new(big.Int).Lsh(big.NewInt(1), 2048)
	for i := range 1000 {
		token := mustSign(t, key, fmt.Sprintf(`{"n":%d}`, i))
		dot := strings.LastIndexByte(token, '.')
		s := new(big.Int).SetBytes(decode(t, token[dot+1:]))
		if s.Add(s, key.Public().N); s.Cmp(limit) >= 0 {
			continue
		}
		changed := token[:dot+1] + encode(string(s.FillBytes(make([]byte, 256))))
		if _, _, err := keys.ParseJWT(changed, among(key)); !errors.Is(err, keys.ErrBadSignature) {
			t.Fatalf("ParseJWT: %v", err)
		}
		return
	}
	t.Fatal("no signature was small enough to try")
}

func TestNoSecondSpellingOfAToken(t *testing.T) {
	key := mustKey(t, 15)
	token := mustSign(t, key, `{"sub":"a"}`)
	for i := range token {
		for _, replacement := range []byte("A_.=\n") {
			if token[i] == replacement {
				continue
			}
			changed := token[:i] + string(replacement) + token[i+1:]
			if _, _, err := keys.ParseJWT(changed, among(key)); err == nil {
				t.Fatalf("accepted with byte %d changed to %q", i, replacement)
			}
		}
	}
}

func FuzzParseJWT(f *testing.F) {
	key := mustKey(f, 19)
	token := mustSign(f, key, `{"sub":"a"}`)
	f.Add(token)
	f.Add("..")
	f.Add(encode(`{"kid":"`+key.Kid()+`","alg":"none"}`) + "." + encode("{}") + ".")
	f.Fuzz(func(t *testing.T, text string) {
		header, claims, err := keys.ParseJWT(text, among(key))
		switch {
		case err == nil && text != token:
			t.Fatalf("forged: %q", text)
		case err != nil && (claims != nil || header != (keys.Header{})):
			t.Fatal("a result beside an error")
		}
	})
}

func BenchmarkParseJWT(b *testing.B) {
	key, err := keys.Generate(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	token := mustSign(b, key, `{"sub":"64684428-c021-7049-51b0-d218e66ffecd","token_use":"access"}`)
	for b.Loop() {
		if _, _, err := keys.ParseJWT(token, among(key)); err != nil {
			b.Fatal(err)
		}
	}
}
