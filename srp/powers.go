package srp

import "math/big"

// exponentSize is the length in bytes of every exponent of g: x is a SHA-256
// value, and a and b are drawn that long. RFC 5054 §2.5.3 and §2.5.4 want at
// least 256 bits; RFC 3526 §8 puts this group's strength near 130 bits, which a
// generic search for a 256-bit exponent (about 2^128 steps) already matches.
const exponentSize = 32

// powers holds g^(d·16^i) at [i][d]: with it, g to any exponent of 256 bits is a
// product of 64 numbers and needs no squaring, about a third of the work of
// [big.Int.Exp]. S has another base each time, so nothing can be prepared for
// it; nor would raising A and v together help, because Exp's Montgomery
// multiplication, which math/big does not lend out, outweighs what is shared.
//
// Like math/big itself this takes no care of constant time.
type powers [2 * exponentSize][16]*big.Int

func newPowers(g, n *big.Int) *powers {
	table, base := new(powers), g
	for i := range table {
		table[i][0] = big.NewInt(1)
		for d := 1; d < len(table[i]); d++ {
			table[i][d] = product(table[i][d-1], base, n)
		}
		base = product(table[i][len(table[i])-1], base, n)
	}
	return table
}

func product(a, b, n *big.Int) *big.Int {
	z := new(big.Int).Mul(a, b)
	// The copy drops the room that the division needed, which is most of it.
	return new(big.Int).Set(z.Rem(z, n))
}

// power returns g^exponent for a big-endian exponent of at most exponentSize bytes.
func (g *Group) power(exponent []byte) *big.Int {
	table, result := g.powers(), big.NewInt(1)
	var z, quotient big.Int
	for i, b := range exponent {
		at := 2 * (len(exponent) - 1 - i)
		for _, factor := range [...]*big.Int{table[at][b&15], table[at+1][b>>4]} {
			quotient.QuoRem(z.Mul(result, factor), g.n, result)
		}
	}
	return result
}
