package keys_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

// BenchmarkSignJWT compares whole tokens with bare signatures of others, made
// in the same run: "x-crypto/rsa" and "x-openssl" say how many times more of
// ours come out per second on one core.
func BenchmarkSignJWT(b *testing.B) {
	key := mustKey(b, 50)
	claims := []byte(`{"sub":"` + strings.Repeat("s", 500) + `"}`)
	sign := func() error {
		_, err := keys.SignJWT(key, claims)
		return err
	}
	ours, theirs, openssl := rate(b, sign), standardRate(b), opensslRate(b)
	for b.Loop() {
		if err := sign(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(ours, "sign/s")
	b.ReportMetric(ours/theirs, "x-crypto/rsa")
	if openssl > 0 {
		b.ReportMetric(ours/openssl, "x-openssl")
	}
}

// rate returns how often per second sign runs in the best of many short
// stretches, which is the speed that a busy machine disturbs least. OpenSSL's
// own figure counts processor time, to the same end.
func rate(b *testing.B, sign func() error) float64 {
	b.Helper()
	const stretches, each = 50, 10
	best := time.Hour
	for range stretches {
		start := time.Now()
		for range each {
			if err := sign(); err != nil {
				b.Fatal(err)
			}
		}
		best = min(best, time.Since(start))
	}
	return each / best.Seconds()
}

// standardRate measures crypto/rsa with an ordinary key of two primes.
func standardRate(b *testing.B) float64 {
	b.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	digest := sha256.Sum256(nil)
	return rate(b, func() error {
		_, err := rsa.SignPKCS1v15(nil, private, crypto.SHA256, digest[:])
		return err
	})
}

var opensslLine = regexp.MustCompile(`(?m)^rsa 2048 bits.*?([0-9.]+)\s+[0-9.]+\s*$`)

// opensslRate asks OpenSSL for its signatures per second; 0 where it is missing.
func opensslRate(b *testing.B) float64 {
	b.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("CI") == "true" {
			b.Fatal("openssl is missing")
		}
		b.Log("openssl is missing: nothing to compare with")
		return 0
	}
	out, err := exec.CommandContext(b.Context(), path, "speed", "-seconds", "1", "rsa2048").Output()
	if err != nil {
		b.Fatal(err)
	}
	match := opensslLine.FindSubmatch(out)
	if match == nil {
		b.Fatalf("openssl speed says %s", out)
	}
	rate, err := strconv.ParseFloat(string(match[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return rate
}

func BenchmarkGenerate(b *testing.B) {
	for b.Loop() {
		if _, err := keys.Generate(rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnmarshal(b *testing.B) {
	text := mustKey(b, 51).Marshal()
	for b.Loop() {
		if _, err := keys.Unmarshal(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	for name, sealer := range sealers(b, 52) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				mustSeal(b, sealer, "payload")
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for name, sealer := range sealers(b, 53) {
		sealed := mustSeal(b, sealer, "payload")
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := sealer.Open(sealed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
