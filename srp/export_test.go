package srp

import "math/big"

// What the tests look at although callers have no need to.

var (
	NewGroupOf     = newGroup
	Pad            = pad
	SessionKey     = sessionKey
	Sign           = sign
	BlockSize      = blockSize
	UnmarshalBlock = unmarshalBlock
)

const GroupDigits = groupDigits

func (g *Group) N() *big.Int                  { return g.n }
func (g *Group) K() *big.Int                  { return g.k }
func (g *Group) Power(exponent []byte) []byte { return g.power(exponent).Bytes() }
func (g *Group) ServerSecret(a, v, b, u *big.Int) *big.Int {
	return g.serverSecret(a, v, b, u)
}

func (s State) PrivateB() []byte { return s.b }
func (s State) U() *big.Int      { return number(s.u) }
func (b Block) Marshal() []byte  { return b.marshal() }

func (p Public) Number() *big.Int { return p.number() }
