package keys

import (
	"fmt"
	"io"
	"math/big"
)

// primeBits says how long the primes of a new key are; the lengths add up to
// 2048. Five is the smallest number of primes with which a signature, checked,
// costs at most 0.25 ms on the machine it was measured on (BenchmarkPrimes).
var primeBits = [...]int{410, 410, 410, 409, 409}

// Generate makes a new key from the bytes of random; the same bytes make the
// same key. It takes some tens of milliseconds: see [Reserve].
func Generate(random io.Reader) (*Key, error) {
	factors := make([]*big.Int, 0, len(primeBits))
	for _, bits := range primeBits {
		p, err := findPrime(random, bits)
		if err != nil {
			return nil, err
		}
		factors = append(factors, p)
	}
	return newKey(factors)
}

// findPrime returns a prime of exactly that many bits, at most maxPrimeBits.
//
// Its three top bits are set: 0.875^5 > 1/2, so the product of five such primes
// never falls one bit short of 2048.
func findPrime(random io.Reader, bits int) (*big.Int, error) {
	raw := make([]byte, (bits+7)/8)
	top := new(big.Int).Lsh(big.NewInt(7), uint(bits-3))
	p := new(big.Int)
	for {
		if _, err := io.ReadFull(random, raw); err != nil {
			return nil, fmt.Errorf("find a prime: %w", err)
		}
		p.SetBytes(raw)
		p.Rsh(p, uint(len(raw)*8-bits))
		p.Or(p, top).SetBit(p, 0, 1)
		if fitsExponent(p) && isPrime(p) {
			return p, nil
		}
	}
}

// fitsExponent says that e has an inverse modulo p-1 (e is itself a prime).
func fitsExponent(p *big.Int) bool {
	return new(big.Int).Mod(p, big.NewInt(publicExponent)).Int64() != 1
}

// isPrime tests a random number, with the cheap tests first: they turn away all
// but a few of the numbers that are not prime. [big.Int.ProbablyPrime] decides;
// it adds a Lucas test to its rounds of Miller-Rabin. A composite that got past
// it would still be found when the key is first tried (newKey).
func isPrime(p *big.Int) bool {
	const millerRabinRounds = 5
	return !hasSmallFactor(p) && passesFermat(p) && p.ProbablyPrime(millerRabinRounds)
}

// smallPrimes are those whose product, with 2 left out, still fits a word.
var smallPrimes = [...]uint64{3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53}

func hasSmallFactor(p *big.Int) bool {
	product := uint64(1)
	for _, small := range smallPrimes {
		product *= small
	}
	rest := new(big.Int).Mod(p, new(big.Int).SetUint64(product)).Uint64()
	for _, small := range smallPrimes {
		if rest%small == 0 {
			return true
		}
	}
	return false
}

// passesFermat says that 2^(p-1) = 1 mod p. It repeats a part of ProbablyPrime
// because it takes a third of the time.
func passesFermat(p *big.Int) bool {
	one := big.NewInt(1)
	exponent := limbsOf(new(big.Int).Sub(p, one))
	return newMontgomery(p).exp(big.NewInt(2), &exponent, p.BitLen()).Cmp(one) == 0
}
