package keys

import (
	"encoding/binary"
	"math/big"
	"math/bits"
)

const (
	limbCount = 7
	limbBytes = limbCount * 8

	// maxPrimeBits leaves two bits free: with R = 2^448 > 4p a product of two
	// numbers below 2p stays below 2p, and mul never has to subtract.
	maxPrimeBits = limbCount*64 - 2
)

// limbs is a number below 2^448, least significant word first.
type limbs [limbCount]uint64

func limbsOf(x *big.Int) limbs {
	var raw [limbBytes]byte
	x.FillBytes(raw[:])
	var z limbs
	for i := range z {
		z[i] = binary.BigEndian.Uint64(raw[limbBytes-8*(i+1):])
	}
	return z
}

func (x *limbs) big() *big.Int {
	var raw [limbBytes]byte
	for i, word := range x {
		binary.BigEndian.PutUint64(raw[limbBytes-8*(i+1):], word)
	}
	return new(big.Int).SetBytes(raw[:])
}

// nibble returns the i-th group of four bits, counted from the least significant.
func (x *limbs) nibble(i int) uint64 {
	return x[i/16] >> (4 * (i % 16)) & 15
}

// montgomery is arithmetic modulo one odd prime of at most maxPrimeBits, on
// numbers x that are kept as x*R mod p (P. Montgomery, "Modular Multiplication
// Without Trial Division", Mathematics of Computation 44, 1985). On numbers
// this short it is about twice as fast as [big.Int.Exp]: five primes sign as
// fast here as eight do there.
type montgomery struct {
	p        limbs
	inverse  uint64 // -1/p mod 2^64
	one      limbs  // R mod p
	rSquared limbs  // R*R mod p, which brings a number into the form
}

func newMontgomery(p *big.Int) *montgomery {
	r := new(big.Int).Lsh(big.NewInt(1), limbCount*64)
	m := &montgomery{
		p:        limbsOf(p),
		one:      limbsOf(new(big.Int).Mod(r, p)),
		rSquared: limbsOf(new(big.Int).Mod(new(big.Int).Mul(r, r), p)),
	}
	inverse := m.p[0] // right in the three lowest bits; each step doubles them
	for range 5 {
		inverse *= 2 - m.p[0]*inverse
	}
	m.inverse = -inverse
	return m
}

// exp returns x^d mod p for x below p, four bits of d at a time.
func (m *montgomery) exp(x *big.Int, d *limbs, dBits int) *big.Int {
	base := limbsOf(x)
	var powers [16]limbs
	powers[0] = m.one
	m.mul(&powers[1], &base, &m.rSquared)
	for i := 2; i < len(powers); i++ {
		m.mul(&powers[i], &powers[i-1], &powers[1])
	}
	z := m.one
	for i := (dBits+3)/4 - 1; i >= 0; i-- {
		for range 4 {
			m.mul(&z, &z, &z)
		}
		m.mul(&z, &z, &powers[d.nibble(i)])
	}
	m.mul(&z, &z, &limbs{1}) // leaves the form; at most p now
	out := z.big()
	if out.Cmp(m.p.big()) >= 0 {
		return new(big.Int)
	}
	return out
}

// mul sets z = x*y/R mod p, somewhere below 2p, for x and y below 2p.
//
// Each turn adds one row x*y[i], then the multiple of p that clears the lowest
// word, and drops that word. A row is written out because the compiler keeps
// its carries in the processor's flag that way: a loop took half as long again.
//
// The race detector has nothing to find in numbers that nobody shares, and would
// make tests sign ten times slower.
//
//go:norace
func (m *montgomery) mul(z, x, y *limbs) {
	p := &m.p
	var t0, t1, t2, t3, t4, t5, t6, t7, c uint64
	for _, word := range y {
		h0, l0 := bits.Mul64(x[0], word)
		h1, l1 := bits.Mul64(x[1], word)
		h2, l2 := bits.Mul64(x[2], word)
		h3, l3 := bits.Mul64(x[3], word)
		h4, l4 := bits.Mul64(x[4], word)
		h5, l5 := bits.Mul64(x[5], word)
		h6, l6 := bits.Mul64(x[6], word)
		t0, c = bits.Add64(t0, l0, 0)
		t1, c = bits.Add64(t1, l1, c)
		t2, c = bits.Add64(t2, l2, c)
		t3, c = bits.Add64(t3, l3, c)
		t4, c = bits.Add64(t4, l4, c)
		t5, c = bits.Add64(t5, l5, c)
		t6, c = bits.Add64(t6, l6, c)
		t7 = h6 + c
		t1, c = bits.Add64(t1, h0, 0)
		t2, c = bits.Add64(t2, h1, c)
		t3, c = bits.Add64(t3, h2, c)
		t4, c = bits.Add64(t4, h3, c)
		t5, c = bits.Add64(t5, h4, c)
		t6, c = bits.Add64(t6, h5, c)
		t7 += c

		k := t0 * m.inverse
		h0, l0 = bits.Mul64(p[0], k)
		h1, l1 = bits.Mul64(p[1], k)
		h2, l2 = bits.Mul64(p[2], k)
		h3, l3 = bits.Mul64(p[3], k)
		h4, l4 = bits.Mul64(p[4], k)
		h5, l5 = bits.Mul64(p[5], k)
		h6, l6 = bits.Mul64(p[6], k)
		_, c = bits.Add64(t0, l0, 0)
		t1, c = bits.Add64(t1, l1, c)
		t2, c = bits.Add64(t2, l2, c)
		t3, c = bits.Add64(t3, l3, c)
		t4, c = bits.Add64(t4, l4, c)
		t5, c = bits.Add64(t5, l5, c)
		t6, c = bits.Add64(t6, l6, c)
		t7 += c
		t0, c = bits.Add64(t1, h0, 0)
		t1, c = bits.Add64(t2, h1, c)
		t2, c = bits.Add64(t3, h2, c)
		t3, c = bits.Add64(t4, h3, c)
		t4, c = bits.Add64(t5, h4, c)
		t5, c = bits.Add64(t6, h5, c)
		t6 = t7 + h6 + c
	}
	*z = limbs{t0, t1, t2, t3, t4, t5, t6}
}
