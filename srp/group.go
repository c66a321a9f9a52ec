package srp

import (
	"crypto/sha256"
	"math/big"
	"sync"

	onepassword "github.com/1Password/srp"
)

// A Group is what both sides agree on before they meet: the prime N, the
// generator g, and the multiplier k = H(pad(N) | pad(g)) (RFC 5054 §2.5.3).
//
// A Group may be used by many goroutines at once. Its first exponentiation
// builds a table (some milliseconds, less than half a megabyte), so a program
// wants one Group for all of its life.
type Group struct {
	n, g, k *big.Int

	powers  func() *powers
	checker func() *onepassword.SRP
}

// NewGroup returns Cognito's group: the 3072-bit prime of RFC 5054 Appendix A,
// with g = 2.
func NewGroup() *Group {
	prime := onepassword.KnownGroups[onepassword.RFC5054Group3072].N()
	return newGroup(new(big.Int).Set(prime), big.NewInt(2))
}

func newGroup(n, g *big.Int) *Group {
	return &Group{
		n: n, g: g, k: hashNumber(pad(n), pad(g)),
		powers: sync.OnceValue(func() *powers { return newPowers(g, n) }),
		checker: sync.OnceValue(func() *onepassword.SRP {
			group := onepassword.NewGroup()
			group.N().Set(n)
			group.Generator().Set(g)
			return onepassword.NewSRPClient(group, big.NewInt(1), big.NewInt(1))
		}),
	}
}

// valid reports whether a number that came from the other side is neither a
// multiple of N nor has a factor in common with it (RFC 5054 §2.5.3, §2.5.4).
func (g *Group) valid(public *big.Int) bool { return g.checker().IsPublicValid(public) }

// mod returns number modulo N.
func (g *Group) mod(number *big.Int) *big.Int { return new(big.Int).Mod(number, g.n) }

// pad writes a number as Java's BigInteger.toByteArray does: the fewest bytes
// that leave the top bit free for a sign. Cognito hashes every number that way.
func pad(number *big.Int) []byte {
	bytes := number.Bytes()
	if len(bytes) == 0 || bytes[0]&0x80 != 0 {
		return append([]byte{0}, bytes...)
	}
	return bytes
}

func hash(parts ...[]byte) []byte {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

func hashNumber(parts ...[]byte) *big.Int { return number(hash(parts...)) }

func number(bytes []byte) *big.Int { return new(big.Int).SetBytes(bytes) }
