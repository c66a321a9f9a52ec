package keys

import (
	"errors"
	"math/big"
)

// publicExponent is e of every key: the "AQAB" of a JWK.
const publicExponent = 65537

// private is the private operation of RSA and nothing else: the one type to
// replace where another kind of key, or another arithmetic, is wanted.
//
// It works on any number of primes of any size by the Chinese remainder
// theorem: RSADP and RSASP1 in their second form, RFC 8017 sections 5.1.2 and
// 5.2.1. It is not constant-time; the package comment says why it need not be.
type private struct {
	n      *big.Int
	primes []prime
}

// prime is one prime factor of n with what RFC 8017 section 3.2 keeps beside it.
type prime struct {
	p           *big.Int
	d           *big.Int    // 1/e mod p-1
	product     *big.Int    // of the primes before this one
	coefficient *big.Int    // 1/product mod p
	fast        *montgomery // nil where p is too long for it
	dLimbs      limbs       // d for fast
}

func newPrivate(factors []*big.Int) (*private, error) {
	if len(factors) < 2 {
		return nil, errors.New("an RSA key needs at least two primes")
	}
	key := &private{n: big.NewInt(1)}
	for _, factor := range factors {
		next, err := newPrime(factor, key.n)
		if err != nil {
			return nil, err
		}
		key.primes = append(key.primes, next)
		key.n = new(big.Int).Mul(key.n, factor)
	}
	return key, nil
}

func newPrime(p, product *big.Int) (prime, error) {
	if p == nil || p.Sign() <= 0 || p.Bit(0) == 0 || p.BitLen() < 2 {
		return prime{}, errors.New("a factor of an RSA key is not an odd prime")
	}
	minusOne := new(big.Int).Sub(p, big.NewInt(1))
	out := prime{
		p:           p,
		product:     product,
		d:           new(big.Int).ModInverse(big.NewInt(publicExponent), minusOne),
		coefficient: new(big.Int).ModInverse(product, p),
	}
	if out.d == nil || out.coefficient == nil {
		return prime{}, errors.New("the factors of an RSA key do not fit e = 65537 or one another")
	}
	if p.BitLen() <= maxPrimeBits {
		out.fast, out.dLimbs = newMontgomery(p), limbsOf(out.d)
	}
	return out, nil
}

// power returns c^d mod n for c below n, put together by Garner's recombination.
func (k *private) power(c *big.Int) *big.Int {
	m, h := new(big.Int), new(big.Int)
	for i := range k.primes {
		prime := &k.primes[i]
		h.Sub(prime.power(c), m)
		h.Mul(h, prime.coefficient)
		h.Mod(h, prime.p)
		m.Add(m, h.Mul(h, prime.product))
	}
	return m
}

// power returns c^d mod p.
func (p *prime) power(c *big.Int) *big.Int {
	base := new(big.Int).Mod(c, p.p)
	if p.fast == nil {
		return base.Exp(base, p.d, p.p)
	}
	return p.fast.exp(base, &p.dLimbs, p.d.BitLen())
}
