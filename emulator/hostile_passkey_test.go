package emulator_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
)

// cbor writes CBOR: integers, texts, byte strings, lists and maps. raw is put in as it is.
func cbor(value any) []byte {
	head := func(major byte, n uint64) []byte {
		if n < 24 {
			return []byte{major<<5 | byte(n)}
		}
		return binary.BigEndian.AppendUint64([]byte{major<<5 | 27}, n)
	}
	switch v := value.(type) {
	case raw:
		return v
	case int:
		if v < 0 {
			return head(1, uint64(-v-1))
		}
		return head(0, uint64(v))
	case []byte:
		return append(head(2, uint64(len(v))), v...)
	case string:
		return append(head(3, uint64(len(v))), v...)
	case []any:
		out := head(4, uint64(len(v)))
		for _, item := range v {
			out = append(out, cbor(item)...)
		}
		return out
	case pairs:
		out := head(5, uint64(len(v)/2))
		for _, item := range v {
			out = append(out, cbor(item)...)
		}
		return out
	}
	panic(fmt.Sprintf("no CBOR for %T", value))
}

type (
	raw   []byte
	pairs []any // keys and values of a map, in turn
)

// certificate is one that nobody else has signed, of a key that has signed nothing here.
func certificate(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
		Subject: pkix.Name{Country: []string{"US"}, Organization: []string{"x"}, OrganizationalUnit: []string{"Authenticator Attestation"}, CommonName: "x"},
	}
	made, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// statements are attestation statements that are broken in one way or another, whatever the format.
func statements(t *testing.T) (found []any) {
	cert := certificate(t)
	odd := []any{
		raw{0xf6},
		raw{0xf5},
		raw{0xf9, 0x7e, 0x00},
		-7, 1 << 40, "", "2.0", "es256",
		[]byte{},
		[]byte{1},
		bytes.Repeat([]byte{0xff}, 70000), cert,
		[]any{},
		[]any{1},
		[]any{"x"},
		[]any{[]byte{}},
		[]any{cert},
		[]any{cert[:40]},
		[]any{cert, cert[:len(cert)-1]},
		[]any{cert, 1},
		pairs{},
		[]byte("a.b.c"), []byte("e30.e30.AA"), []byte(`{"x5c":[]}`),
		[]byte(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","x5c":["AA"]}`)) + ".e30.AA"), append([]byte{0xff, 'T', 'C', 'G', 0x80, 0x17}, make([]byte, 60)...),
		append([]byte{0x00, 0x23, 0x00, 0x0b}, bytes.Repeat([]byte{0xff}, 60)...),
	}
	members := []string{"alg", "sig", "x5c", "ver", "certInfo", "pubArea", "aikCert", "ecdaaKeyId", "response"}
	usual := map[string]any{
		"alg": -7, "sig": []byte{0x30, 6, 2, 1, 1, 2, 1, 1}, "x5c": []any{cert}, "ver": "2.0",
		"certInfo": append([]byte{0xff, 'T', 'C', 'G', 0x80, 0x17}, make([]byte, 60)...), "pubArea": append([]byte{0x00, 0x23, 0x00, 0x0b}, make([]byte, 60)...),
		"response": []byte("e30.e30.AA"),
	}
	for _, name := range append(members, "") {
		for _, value := range odd {
			statement := pairs{}
			for _, member := range members {
				switch usualValue, there := usual[member]; {
				case member == name:
					statement = append(statement, member, value)
				case there:
					statement = append(statement, member, usualValue)
				}
			}
			found = append(found, statement)
		}
	}
	for _, name := range members { // one left out
		statement := pairs{}
		for _, member := range members {
			if value, there := usual[member]; there && member != name {
				statement = append(statement, member, value)
			}
		}
		found = append(found, statement)
	}
	return append(found, odd...)
}

// bombs are CBOR that says it is large, or deep.
func bombs() map[string][]byte {
	return map[string][]byte{
		"deep lists": bytes.Repeat([]byte{0x81}, 1<<17), "deep maps": bytes.Repeat([]byte{0xa1, 0x00}, 1<<16), "endless": bytes.Repeat([]byte{0x9f}, 1<<17), "deep tags": bytes.Repeat([]byte{0xc0}, 1<<17),
		"a list of 2^63": {0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, "a map of 2^64": {0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		"bytes of 2^63": {0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, "text of 4 GB": {0x7b, 0, 0, 0, 1, 0, 0, 0, 0},
		"a bignum": append([]byte{0xc2, 0x5a, 0, 1, 0, 0}, bytes.Repeat([]byte{0xff}, 1<<16)...), "many members": append([]byte{0xba, 0, 1, 0, 0}, bytes.Repeat([]byte{0x61, 'a', 0}, 1<<16)...),
	}
}

var attestationFormats = []string{"packed", "tpm", "android-key", "android-safetynet", "fido-u2f", "apple", "none", "compound", "unheard-of", ""}

// TestHostileAttestations: passkeys come with attestations of every format, each of them broken. (Browsers are asked for
// none.) They are refused, or looked at no further; nothing breaks.
func TestHostileAttestations(t *testing.T) {
	s := startWithPasskeys(t)
	alice := openBrowser(t, s, "alice")
	token := alice.token("web")
	good := alice.create(token)
	authData := authDataOf(t, good)
	try := func(what string, object []byte) {
		t.Helper()
		credential := changed(t, string(good), "response.attestationObject", base64.RawURLEncoding.EncodeToString(object))
		answer := inProcess(s.Emulator, signedRequest("CompleteWebAuthnRegistration", strings.NewReader(`{"AccessToken":"`+token+`","Credential":`+credential+`}`)))
		if err := sane("CompleteWebAuthnRegistration", answer); err != nil || answer.Status != 400 {
			t.Errorf("%s: %d %s %v", what, answer.Status, answer.Body, err)
		}
	}
	all := statements(t)
	for f, format := range attestationFormats {
		for i, statement := range all {
			if (i+f)%3 > 0 { // each statement in some formats: all of them take half a minute
				continue
			}
			if encoded := string(cbor(statement)); format == "none" && (encoded == "\xa0" || encoded == "\xf6") {
				continue // nothing is what belongs there
			}
			try(fmt.Sprintf("%s, statement %d", format, i), cbor(pairs{"fmt", format, "attStmt", statement, "authData", authData}))
		}
	}
	for name, bomb := range bombs() {
		try(name, bomb)
		try(name+" as statement", cbor(pairs{"fmt", "packed", "attStmt", raw(bomb), "authData", authData}))
		try(name+" in a statement", cbor(pairs{"fmt", "packed", "attStmt", pairs{"x5c", raw(bomb)}, "authData", authData}))
		try(name+" as key", cbor(pairs{"fmt", "none", "attStmt", pairs{}, "authData", append(slices.Clone(authData[:len(authData)-77]), bomb...)}))
		extended := append(slices.Clone(authData), bomb...)
		extended[32] |= 0x80 // there are extensions
		try(name+" as extensions", cbor(pairs{"fmt", "none", "attStmt", pairs{}, "authData", extended}))
	}
	for length := range len(authData) {
		try(fmt.Sprintf("%d bytes of authData", length), cbor(pairs{"fmt", "none", "attStmt", pairs{}, "authData", authData[:length]}))
	}
	for i, key := range strangeKeys() {
		try(fmt.Sprintf("key %d", i), cbor(pairs{"fmt", "none", "attStmt", pairs{}, "authData", append(slices.Clone(authData[:len(authData)-77]), cbor(key)...)}))
	}
	if done := alice.complete(token, good); done.Status != 200 {
		t.Errorf("the good one, after all: %d %s", done.Status, done.Body)
	}
}

// strangeKeys are COSE keys with which nobody can have signed, or of kinds that were not asked for.
func strangeKeys() []pairs {
	long := bytes.Repeat([]byte{0xff}, 4096)
	return []pairs{
		{},
		{1, 2},
		{1, 2, 3, -7},
		{1, 2, 3, -7, -1, 1, -2, []byte{}, -3, []byte{}},
		{1, 2, 3, -7, -1, 1, -2, []byte{1}, -3, []byte{1}},
		{1, 2, 3, -7, -1, 1, -2, long, -3, long},
		{1, 2, 3, -7, -1, 9, -2, make([]byte, 32), -3, make([]byte, 32)},
		{1, 2, 3, -7, -1, 1, -2, make([]byte, 32), -3, make([]byte, 32)},
		{1, 2, 3, -257, -1, 1, -2, make([]byte, 32), -3, make([]byte, 32)},
		{1, 3, 3, -257},
		{1, 3, 3, -257, -1, []byte{}, -2, []byte{}},
		{1, 3, 3, -257, -1, []byte{0}, -2, []byte{0, 0, 0}},
		{1, 3, 3, -257, -1, make([]byte, 256), -2, []byte{1, 0, 1}},
		{1, 3, 3, -257, -1, []byte{15}, -2, []byte{3}},
		{1, 3, 3, -257, -1, bytes.Repeat([]byte{0xff}, 256), -2, bytes.Repeat([]byte{0xff}, 9)},
		{1, 3, 3, -65535, -1, bytes.Repeat([]byte{0xff}, 256), -2, []byte{1, 0, 1}},
		{1, 3, 3, -257, -1, bytes.Repeat([]byte{0xff}, 256), -2, []byte{0, 0, 0}},
		{1, 3, 3, -257, -1, bytes.Repeat([]byte{0xff}, 256), -2, []byte{0, 0, 1}},
		{1, 1, 3, -8, -1, 6, -2, make([]byte, 32)},
		{1, 1, 3, -8, -1, 6, -2, []byte{}},
		{1, 4, -1, long},
		{1, "EC"},
		{"kty", 2},
		{1, 2, 1, 3, 3, -7},
	}
}

func authDataOf(t *testing.T, credential json.RawMessage) []byte {
	t.Helper()
	var made struct {
		Response struct{ AttestationObject string }
	}
	if err := json.Unmarshal(credential, &made); err != nil {
		t.Fatal(err)
	}
	object, err := base64.RawURLEncoding.DecodeString(made.Response.AttestationObject)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := bytes.Cut(object, []byte("hauthDataX"))
	if !found || len(rest) < 1+int(rest[0]) {
		t.Fatalf("no authData in %x", object)
	}
	return slices.Clone(rest[1:][:rest[0]])
}
