package keys_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"hash"
	"math/big"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

const refreshHeader = `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`

// A refresh token is a real JWE: go-jose opens it with the private key.
func TestGoJoseOpensRefreshTokens(t *testing.T) {
	key := mustKey(t, 40)
	private, sealer := privateOf(t, key), keys.NewRefreshSealer(key)
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOfN(rapid.Byte(), 0, 1500).Draw(t, "payload")
		sealed, err := sealer.Seal(rand.Reader, payload)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := jose.ParseEncryptedCompact(sealed, []jose.KeyAlgorithm{jose.RSA_OAEP}, []jose.ContentEncryption{jose.A256GCM})
		if err != nil {
			t.Fatal(err)
		}
		plain, err := parsed.Decrypt(private)
		if err != nil {
			t.Fatal(err)
		}
		rest, found := bytes.CutPrefix(plain, payload)
		if !found || len(plain)%1000 != 0 || !bytes.Equal(bytes.TrimRight(rest, "\x00"), []byte{0x80}) {
			t.Fatalf("plaintext %x of payload %x", plain, payload)
		}
	})
}

// forgery is the recipe of a refresh token made with the standard library
// instead of ours, so that each step can be spoilt.
type forgery struct {
	header    string
	hash      func() hash.Hash
	label     []byte
	keySize   int
	plain     []byte
	nonceSize int
	tagSize   int
}

func (f forgery) token(t *testing.T, public *rsa.PublicKey) string {
	t.Helper()
	contentKey := make([]byte, f.keySize)
	block, err := aes.NewCipher(contentKey)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCMWithNonceSize(block, f.nonceSize)
	if err != nil {
		t.Fatal(err)
	}
	nonce := make([]byte, f.nonceSize)
	sealed := aead.Seal(nil, nonce, f.plain, []byte(encode(f.header)))
	cut := len(sealed) - f.tagSize
	parts := []string{f.header, string(f.wrap(t, public, contentKey)), string(nonce), string(sealed[:cut]), string(sealed[cut:])}
	for i := range parts {
		parts[i] = encode(parts[i])
	}
	return strings.Join(parts, ".")
}

func (f forgery) wrap(t *testing.T, public *rsa.PublicKey, contentKey []byte) []byte {
	t.Helper()
	wrapped, err := rsa.EncryptOAEP(f.hash(), rand.Reader, public, contentKey, f.label)
	if err != nil {
		t.Fatal(err)
	}
	return wrapped
}

// And the other way: what crypto/rsa and crypto/aes make to the same recipe is
// opened here, and what they make to another one is not.
func TestOpenRefreshFollowsTheRecipe(t *testing.T) {
	padded := append([]byte("payload\x80"), make([]byte, 92)...)
	right := forgery{header: refreshHeader, hash: sha1.New, keySize: 32, nonceSize: 12, tagSize: 16, plain: padded}
	spoil := map[string]func(*forgery){
		"as it should be":        func(*forgery) {},
		"members in other order": func(f *forgery) { f.header = `{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}` },
		"compressed":             func(f *forgery) { f.header = `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP","zip":"DEF"}` },
		"no header":              func(f *forgery) { f.header = "" },
		"OAEP with SHA-256":      func(f *forgery) { f.hash = sha256.New },
		"OAEP with a label":      func(f *forgery) { f.label = []byte("label") },
		"content key of 16":      func(f *forgery) { f.keySize = 16 },
		"content key of 24":      func(f *forgery) { f.keySize = 24 },
		"tag of 15":              func(f *forgery) { f.tagSize = 15 },
		"tag of 17":              func(f *forgery) { f.tagSize = 17 },
		"nonce of 11":            func(f *forgery) { f.nonceSize = 11 },
		"nonce of 16":            func(f *forgery) { f.nonceSize = 16 },
		"no padding":             func(f *forgery) { f.plain = []byte("payload") },
		"nothing inside":         func(f *forgery) { f.plain = nil },
		"only zeros inside":      func(f *forgery) { f.plain = make([]byte, 100) },
	}
	key := mustKey(t, 41)
	sealer := keys.NewRefreshSealer(key)
	for name, change := range spoil {
		t.Run(name, func(t *testing.T) {
			forged := right
			change(&forged)
			payload, err := sealer.Open(forged.token(t, key.Public()))
			if name == "as it should be" {
				if err != nil || string(payload) != "payload" {
					t.Errorf("Open = %q, %v", payload, err)
				}
				return
			}
			if !errors.Is(err, keys.ErrSealed) || payload != nil {
				t.Errorf("Open = %q, %v", payload, err)
			}
		})
	}
}

// The wrapped key is a number: zero, one, n and more are not ciphertexts.
func TestOpenRefreshRefusesOddNumbers(t *testing.T) {
	key := mustKey(t, 42)
	sealer := keys.NewRefreshSealer(key)
	sealed := mustSeal(t, sealer, "payload")
	parts := strings.Split(sealed, ".")
	one := make([]byte, 256)
	one[255] = 1
	for name, wrapped := range map[string][]byte{
		"empty":   {},
		"zero":    make([]byte, 256),
		"one":     one,
		"n":       key.Public().N.Bytes(),
		"all ff":  bytes.Repeat([]byte{0xff}, 256),
		"shorter": decode(t, parts[1])[:255],
		"longer":  append([]byte{0}, decode(t, parts[1])...),
	} {
		changed := strings.Join([]string{parts[0], encode(string(wrapped)), parts[2], parts[3], parts[4]}, ".")
		t.Run(name, func(t *testing.T) { mustNotOpen(t, sealer, changed, sealed) })
	}
}

// A number c and c+n unwrap to the same key; only c is the wrapped key.
func TestOpenRefreshRefusesALargerNumber(t *testing.T) {
	key := mustKey(t, 43)
	sealer := keys.NewRefreshSealer(key)
	limit := new(big.Int).Lsh(big.NewInt(1), 2048)
	for range 1000 {
		sealed := mustSeal(t, sealer, "payload")
		parts := strings.Split(sealed, ".")
		c := new(big.Int).SetBytes(decode(t, parts[1]))
		if c.Add(c, key.Public().N); c.Cmp(limit) >= 0 {
			continue
		}
		parts[1] = encode(string(c.FillBytes(make([]byte, 256))))
		mustNotOpen(t, sealer, strings.Join(parts, "."), sealed)
		return
	}
	t.Fatal("no wrapped key was small enough to try")
}
