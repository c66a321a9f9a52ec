package keys

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"math/big"
	mathrand "math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func seededReader(seed byte) io.Reader { return mathrand.NewChaCha8([32]byte{seed}) }

// drawBelow draws a number below limit, the ends and short numbers included.
func drawBelow(t *rapid.T, limit *big.Int, label string) *big.Int {
	raw := rapid.SliceOfN(rapid.Byte(), 0, len(limit.Bytes())+8).Draw(t, label)
	x := new(big.Int).Mod(new(big.Int).SetBytes(raw), limit)
	if rapid.IntRange(0, 9).Draw(t, label+" from the top") == 0 {
		x.Sub(limit, big.NewInt(1)).Sub(x, big.NewInt(int64(len(raw)%3)))
	}
	return x
}

// math/big is the oracle for the exponentiation, at every length that is
// allowed: the longest leaves the fewest bits free.
func TestMontgomeryExpIsBigExp(t *testing.T) {
	for _, bits := range []int{2, 3, 64, 65, 256, 409, 410, 445, maxPrimeBits} {
		// Any odd modulus will do; nearly all bits set is the hardest.
		p := new(big.Int).Lsh(big.NewInt(1), uint(bits))
		p.Sub(p, big.NewInt(1))
		m := newMontgomery(p)
		rapid.Check(t, func(t *rapid.T) {
			x, d := drawBelow(t, p, "x"), drawBelow(t, p, "d")
			exponent := limbsOf(d)
			if got, want := m.exp(x, &exponent, d.BitLen()), new(big.Int).Exp(x, d, p); got.Cmp(want) != 0 {
				t.Fatalf("%v^%v mod %v = %v, want %v", x, d, p, got, want)
			}
		})
	}
}

// With composite moduli powers can become zero, which mul may write as p.
func TestMontgomeryExpOfZero(t *testing.T) {
	for _, modulus := range []int64{9, 15, 27, 225} {
		p := big.NewInt(modulus)
		m := newMontgomery(p)
		for x := range modulus {
			for d := range uint64(9) {
				want := new(big.Int).Exp(big.NewInt(x), new(big.Int).SetUint64(d), p)
				if got := m.exp(big.NewInt(x), &limbs{d}, 4); got.Cmp(want) != 0 {
					t.Fatalf("%d^%d mod %d = %v, want %v", x, d, modulus, got, want)
				}
			}
		}
	}
}

// Results of mul stay below 2p even for the largest inputs, so none is lost.
func TestMontgomeryMulStaysInRange(t *testing.T) {
	p := new(big.Int).Lsh(big.NewInt(1), maxPrimeBits)
	p.Sub(p, big.NewInt(1))
	m := newMontgomery(p)
	twice := new(big.Int).Lsh(p, 1)
	r := new(big.Int).Lsh(big.NewInt(1), limbCount*64)
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawBelow(t, twice, "x"), drawBelow(t, twice, "y")
		var z limbs
		a, b := limbsOf(x), limbsOf(y)
		m.mul(&z, &a, &b)
		got := z.big()
		if got.Cmp(twice) >= 0 {
			t.Fatalf("%v is not below 2p", got)
		}
		left := new(big.Int).Mod(new(big.Int).Mul(got, r), p)
		right := new(big.Int).Mod(new(big.Int).Mul(x, y), p)
		if left.Cmp(right) != 0 {
			t.Fatalf("mul(%v, %v) = %v", x, y, got)
		}
	})
}

func TestLimbsRoundTrip(t *testing.T) {
	limit := new(big.Int).Lsh(big.NewInt(1), limbCount*64)
	rapid.Check(t, func(t *rapid.T) {
		x := drawBelow(t, limit, "x")
		l := limbsOf(x)
		if l.big().Cmp(x) != 0 {
			t.Fatalf("%v became %v", x, l.big())
		}
		for i := range limbCount * 16 {
			want := new(big.Int).Rsh(x, uint(4*i)).Uint64() & 15
			if got := l.nibble(i); got != want {
				t.Fatalf("nibble %d = %x, want %x", i, got, want)
			}
		}
	})
}

// privateFor returns a private key of primes that crypto/rand found.
func privateFor(tb testing.TB, lengths []int) *private {
	tb.Helper()
	for {
		var factors []*big.Int
		for _, bits := range lengths {
			p, err := rand.Prime(rand.Reader, bits)
			if err != nil {
				tb.Fatal(err)
			}
			factors = append(factors, p)
		}
		// Short primes may be equal, or 1 modulo e.
		if key, err := newPrivate(factors); err == nil {
			return key
		}
	}
}

// The private operation undoes the public one for any number of primes.
func TestPrivateUndoesPublic(t *testing.T) {
	for _, lengths := range [][]int{{64, 65}, {512, 512}, {446, 447}, {200, 500, 300}, {100, 100, 100, 100, 100, 100, 100, 100}} {
		key := privateFor(t, lengths)
		rapid.Check(t, func(t *rapid.T) {
			m := drawBelow(t, key.n, "m")
			c := new(big.Int).Exp(m, big.NewInt(publicExponent), key.n)
			if got := key.power(c); got.Cmp(m) != 0 {
				t.Fatalf("primes of %v bits: got %v, want %v", lengths, got, m)
			}
		})
	}
}

func TestNewPrivateRefuses(t *testing.T) {
	p, err := findPrime(seededReader(1), 410)
	if err != nil {
		t.Fatal(err)
	}
	seven := big.NewInt(7)
	cases := map[string][]*big.Int{
		"no prime":           {},
		"one prime":          {p},
		"a missing prime":    {p, nil},
		"zero":               {p, new(big.Int)},
		"one":                {p, big.NewInt(1)},
		"an even number":     {p, big.NewInt(10)},
		"a negative number":  {p, big.NewInt(-7)},
		"the same prime":     {p, p},
		"one that divides":   {p, seven, new(big.Int).Mul(seven, seven)},
		"p-1 divisible by e": {p, big.NewInt(65537*2*3 + 1)},
	}
	for name, factors := range cases {
		t.Run(name, func(t *testing.T) {
			if key, err := newPrivate(factors); err == nil || key != nil {
				t.Errorf("newPrivate = %v, %v", key, err)
			}
		})
	}
}

// A wrong result is a leak, not only an error: one bad half of a CRT signature
// gives a prime away (Boneh, DeMillo, Lipton 1997). So it must not get out.
func TestFaultsAreWithheld(t *testing.T) {
	spoil := map[string]func(*prime){
		"exponent":    func(p *prime) { p.dLimbs[0] ^= 1 },
		"coefficient": func(p *prime) { p.coefficient = new(big.Int).Add(p.coefficient, big.NewInt(1)) },
		"modulus":     func(p *prime) { p.fast = newMontgomery(new(big.Int).Add(p.p, big.NewInt(2))) },
	}
	for name, change := range spoil {
		t.Run(name, func(t *testing.T) {
			key, err := Generate(seededReader(2))
			if err != nil {
				t.Fatal(err)
			}
			change(&key.private.primes[3])
			if token, err := SignJWT(key, []byte(`{}`)); token != "" || !errors.Is(err, ErrFault) {
				t.Errorf("SignJWT = %q, %v", token, err)
			}
		})
	}
}

func TestIsPrime(t *testing.T) {
	mersenne := func(bits uint) *big.Int {
		p := new(big.Int).Lsh(big.NewInt(1), bits)
		return p.Sub(p, big.NewInt(1))
	}
	cases := []struct {
		name string
		p    *big.Int
		want bool
	}{
		{"the Mersenne prime 2^127-1", mersenne(127), true},
		{"the prime 65537", big.NewInt(65537), true},
		{"59*61, no small factor", big.NewInt(59 * 61), false},
		{"53*65537, a small factor", big.NewInt(53 * 65537), false},
		// Mersenne numbers with a prime exponent pass Fermat's test for base 2.
		{"2^67-1, which Fermat's test takes for a prime", mersenne(67), false},
	}
	for _, tc := range cases {
		if got := isPrime(tc.p); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

func TestFitsExponent(t *testing.T) {
	for p, want := range map[int64]bool{65537*6 + 1: false, 65537*6 + 5: true, 65537: true, 3: true} {
		if got := fitsExponent(big.NewInt(p)); got != want {
			t.Errorf("%d: %v", p, got)
		}
	}
}

// 0xe400e5 is a prime, but 1 modulo e; 0xfffffd, the last one offered, will do.
func TestFindPrimeSkipsWhatDoesNotFit(t *testing.T) {
	p, err := findPrime(strings.NewReader("\xe4\x00\xe5\xff\xff\xe5\xff\xff\xfd"), 24)
	if err != nil || p.Int64() != 0xfffffd {
		t.Errorf("findPrime = %x, %v", p, err)
	}
}

// The first octet of an encoded message is zero: RFC 8017 section 7.1.2, step 3.g.
func TestUnpadOAEPReadsTheFirstOctet(t *testing.T) {
	em := padOAEP([contentKeySize]byte{1, 2, 3}, [hashSize]byte{4, 5, 6})
	if got, err := unpadOAEP(bytes.Clone(em)); err != nil || got[2] != 3 {
		t.Fatalf("unpadOAEP = %x, %v", got, err)
	}
	em[0] = 1
	if got, err := unpadOAEP(em); !errors.Is(err, ErrSealed) || got != nil {
		t.Errorf("unpadOAEP = %x, %v", got, err)
	}
}

func TestFindPrimeHasTheLength(t *testing.T) {
	for _, bits := range []int{64, 100, 256, 409, 410, 445} {
		for seed := range byte(5) {
			p, err := findPrime(seededReader(seed), bits)
			if err != nil {
				t.Fatal(err)
			}
			if p.BitLen() != bits || p.Bit(bits-2) != 1 || p.Bit(bits-3) != 1 || !p.ProbablyPrime(20) {
				t.Errorf("%d bits: %x", bits, p)
			}
		}
	}
}
