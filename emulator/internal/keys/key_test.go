package keys_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

// seeded is a source of bytes that are the same in every run.
func seeded(seed byte) io.Reader {
	return mathrand.NewChaCha8([32]byte{seed})
}

// mustKey returns a new key, of the same bytes for the same seed.
func mustKey(tb testing.TB, seed byte) *keys.Key {
	tb.Helper()
	key, err := keys.Generate(seeded(seed))
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// privateOf hands our key to the standard library.
func privateOf(tb testing.TB, key *keys.Key) *rsa.PrivateKey {
	tb.Helper()
	block, _ := pem.Decode(key.Marshal())
	private, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		tb.Fatal(err)
	}
	return private
}

// encodePEM writes a key of the standard library in our form.
func encodePEM(private *rsa.PrivateKey) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)})
}

func TestGenerateMakesValidKeysOf2048Bits(t *testing.T) {
	for seed := range byte(20) {
		private := privateOf(t, mustKey(t, seed))
		if err := private.Validate(); err != nil {
			t.Errorf("seed %d: crypto/rsa says %v", seed, err)
		}
		if got := private.N.BitLen(); got != 2048 {
			t.Errorf("seed %d: n has %d bits", seed, got)
		}
		if private.E != 65537 {
			t.Errorf("seed %d: e = %d", seed, private.E)
		}
		if len(private.Primes) != 5 {
			t.Errorf("seed %d: %d primes", seed, len(private.Primes))
		}
		for _, p := range private.Primes {
			if !p.ProbablyPrime(20) || p.BitLen() < 409 {
				t.Errorf("seed %d: %v is no prime of about 410 bits", seed, p)
			}
		}
	}
}

func TestGenerateDependsOnTheReaderAlone(t *testing.T) {
	first, again, other := mustKey(t, 1), mustKey(t, 1), mustKey(t, 2)
	if !bytes.Equal(first.Marshal(), again.Marshal()) {
		t.Error("the same bytes gave two keys")
	}
	if first.Kid() == other.Kid() {
		t.Error("other bytes gave the same key")
	}
}

func TestGenerateReportsTheReadersError(t *testing.T) {
	broken := errors.New("no entropy")
	if key, err := keys.Generate(iotest.ErrReader(broken)); key != nil || !errors.Is(err, broken) {
		t.Errorf("Generate = %v, %v", key, err)
	}
	if key, err := keys.Generate(strings.NewReader("short")); key != nil || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Generate = %v, %v", key, err)
	}
}

func TestMarshalRoundTrip(t *testing.T) {
	key := mustKey(t, 3)
	loaded, err := keys.Unmarshal(key.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Kid() != key.Kid() || !loaded.Public().Equal(key.Public()) {
		t.Error("the loaded key is another one")
	}
	if !bytes.Equal(loaded.Marshal(), key.Marshal()) {
		t.Error("the loaded key is written otherwise")
	}
	ours, err := keys.SignJWT(key, []byte(`{"sub":"a"}`))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := keys.SignJWT(loaded, []byte(`{"sub":"a"}`))
	if err != nil || ours != theirs {
		t.Errorf("the loaded key signs %q, %v; want %q", theirs, err, ours)
	}
}

// A seed file may bring a key that OpenSSL made: two primes, other arithmetic.
func TestUnmarshalTakesOrdinaryKeys(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := keys.Unmarshal(encodePEM(private))
	if err != nil {
		t.Fatal(err)
	}
	token, err := keys.SignJWT(key, []byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	signed := token[:strings.LastIndexByte(token, '.')]
	digest := sha256.Sum256([]byte(signed))
	want, err := rsa.SignPKCS1v15(nil, private, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	if got := decode(t, token[len(signed)+1:]); !bytes.Equal(got, want) {
		t.Error("the signature is not the one crypto/rsa makes")
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	good := mustKey(t, 4).Marshal()
	block, _ := pem.Decode(good)
	otherType := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: block.Bytes})
	notDER := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: []byte("x")})
	cut := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: block.Bytes[:len(block.Bytes)-1]})
	cases := map[string][]byte{
		"nothing":           nil,
		"no PEM":            []byte("hello"),
		"another PEM type":  otherType,
		"no DER":            notDER,
		"half a key":        cut,
		"text after it":     append(slices.Clone(good), "more"...),
		"two keys":          append(slices.Clone(good), good...),
		"1024 bits":         encodePEM(mustRSA(t, 1024)),
		"3072 bits":         encodePEM(mustRSA(t, 3072)),
		"another exponent":  encodePEM(withExponent(t, 3)),
		"a composite prime": encodePEM(withComposite(t)),
		"another's primes":  encodePEM(withFactors(t)),
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			if key, err := keys.Unmarshal(text); err == nil || key != nil {
				t.Errorf("Unmarshal = %v, %v", key, err)
			}
		})
	}
}

func mustRSA(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return private
}

// withExponent returns a valid key of 2048 bits with another public exponent.
func withExponent(t *testing.T, e int64) *rsa.PrivateKey {
	t.Helper()
	for {
		private := mustRSA(t, 2048)
		p, q := private.Primes[0], private.Primes[1]
		one := big.NewInt(1)
		order := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		if d := new(big.Int).ModInverse(big.NewInt(e), order); d != nil {
			return &rsa.PrivateKey{
				PublicKey: rsa.PublicKey{N: private.N, E: int(e)},
				D:         d, Primes: private.Primes,
			}
		}
	}
}

// withFactors returns a key with the modulus of one of our keys, and with other
// prime factors that are valid by themselves. The standard library does not
// notice: it does not look at three or more primes.
func withFactors(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	private, other := privateOf(t, mustKey(t, 5)), privateOf(t, mustKey(t, 6))
	return &rsa.PrivateKey{PublicKey: private.PublicKey, D: private.D, Primes: other.Primes}
}

// withComposite returns one of our keys with two of its primes given as one.
func withComposite(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	private := privateOf(t, mustKey(t, 5))
	p := private.Primes
	joined := []*big.Int{p[0], p[1], p[2], new(big.Int).Mul(p[3], p[4])}
	return &rsa.PrivateKey{PublicKey: private.PublicKey, D: private.D, Primes: joined}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add(mustKey(f, 6).Marshal())
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := keys.Unmarshal(text)
		if err != nil {
			if key != nil {
				t.Fatal("a key beside an error")
			}
			return
		}
		if _, err := keys.SignJWT(key, []byte(`{}`)); err != nil {
			t.Fatalf("a key was read that does not sign: %v", err)
		}
	})
}
