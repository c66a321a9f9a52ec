package keys

import (
	"crypto/rand"
	"math/big"
	"strconv"
	"testing"
)

// plainKey returns a key that computes with math/big alone.
func plainKey(key *Key) *Key {
	plain := *key
	plain.private = &private{n: key.private.n}
	for _, prime := range key.private.primes {
		prime.fast = nil
		plain.private.primes = append(plain.private.primes, prime)
	}
	return &plain
}

// BenchmarkPrimes is the measurement behind primeBits: a checked signature by
// the number of primes, with this package's arithmetic (which primes of more
// than 446 bits do not fit) and with math/big's.
func BenchmarkPrimes(b *testing.B) {
	for _, lengths := range [][]int{
		{1024, 1024},
		{683, 683, 682},
		{512, 512, 512, 512},
		{410, 410, 410, 409, 409},
		{342, 342, 341, 341, 341, 341},
		{256, 256, 256, 256, 256, 256, 256, 256},
	} {
		name, key := strconv.Itoa(len(lengths)), keyFor(b, lengths)
		if lengths[0] <= maxPrimeBits {
			b.Run(name+"/ours", func(b *testing.B) { benchmarkSign(b, key) })
		}
		b.Run(name+"/big", func(b *testing.B) { benchmarkSign(b, plainKey(key)) })
	}
}

// keyFor returns a key of such primes; where their product falls short of 2048
// bits it tries again.
func keyFor(b *testing.B, lengths []int) *Key {
	b.Helper()
	for {
		var factors []*big.Int
		for _, prime := range privateFor(b, lengths).primes {
			factors = append(factors, prime.p)
		}
		if key, err := newKey(factors); err == nil {
			return key
		}
	}
}

func benchmarkSign(b *testing.B, key *Key) {
	message := make([]byte, 800)
	for b.Loop() {
		if _, err := key.sign(message); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMontgomery(b *testing.B) {
	p, _ := findPrime(rand.Reader, 410)
	m := newMontgomery(p)
	x := limbsOf(new(big.Int).Sub(p, big.NewInt(5)))
	b.Run("mul", func(b *testing.B) {
		for b.Loop() {
			m.mul(&x, &x, &x)
		}
	})
	d := limbsOf(new(big.Int).Sub(p, big.NewInt(3)))
	base := new(big.Int).Sub(p, big.NewInt(7))
	b.Run("exp", func(b *testing.B) {
		for b.Loop() {
			m.exp(base, &d, p.BitLen())
		}
	})
}

func BenchmarkFindPrime(b *testing.B) {
	for b.Loop() {
		if _, err := findPrime(rand.Reader, 410); err != nil {
			b.Fatal(err)
		}
	}
}
