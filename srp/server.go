package srp

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"math/big"
)

// Why [Group.Challenge] and [Group.Verify] refuse.
var (
	ErrVerifier   = errors.New("srp: the stored verifier is not a number of the group")
	ErrPublicZero = errors.New("srp: the client's public value is a multiple of N (RFC 5054 §2.5.4)")
	ErrSignature  = errors.New("srp: the signature is not the one that this password, block and timestamp give")
)

// A ServerEphemeral is the server's half of one run of the protocol.
type ServerEphemeral struct {
	B     string // SRP_B: 768 lower-case hexadecimal digits
	State State  // goes into the secret block
}

// A State is what the server needs again at the second step. It is secret: with
// it and B, anybody can compute the verifier.
type State struct {
	a []byte // A mod N
	b []byte
	u []byte // stands for A as it was sent, and for B

	blockSize int
}

// Challenge answers the client's A: it draws b and computes B = k·v + g^b
// (RFC 5054 §2.5.3) and u = H(pad(A) | pad(B)).
//
// A is not judged here: an A that can prove nothing is refused by [Group.Verify],
// like a wrong password.
func (g *Group) Challenge(rand io.Reader, verifier []byte, a Public) (ServerEphemeral, error) {
	v := number(verifier)
	if !g.valid(v) {
		return ServerEphemeral{}, ErrVerifier
	}
	b := make([]byte, exponentSize)
	if _, err := io.ReadFull(rand, b); err != nil {
		return ServerEphemeral{}, fmt.Errorf("srp: drawing b: %w", err)
	}
	public := g.power(b)
	public = g.mod(public.Add(public, v.Mul(v, g.k)))
	return ServerEphemeral{
		B: fmt.Sprintf("%0*x", groupDigits, public),
		State: State{
			a:         g.mod(a.number()).Bytes(),
			b:         b,
			u:         hash(pad(a.number()), pad(public)),
			blockSize: blockSize(a.digits),
		},
	}, nil
}

// IsVerifier reports whether bytes that came from a client can be a verifier: a
// number between 1 and N−1, as Java's BigInteger reads bytes: a first byte with
// its top bit set would make it negative.
func (g *Group) IsVerifier(verifier []byte) bool {
	v := number(verifier)
	return len(verifier) > 0 && verifier[0]&0x80 == 0 && v.Cmp(g.n) < 0 && g.valid(v)
}

// A Claim is the client's proof: the answer to PASSWORD_VERIFIER.
type Claim struct {
	Identity    Identity
	SecretBlock string // PASSWORD_CLAIM_SECRET_BLOCK
	Timestamp   string // TIMESTAMP, see [ParseTimestamp]
	Signature   string // PASSWORD_CLAIM_SIGNATURE
}

// Verify checks the claim's signature, and nothing else: that the block is one
// of the server's own ([OpenBlock]), made for this user and still young, and that
// the timestamp is well-formed and near are the caller's to check.
func (g *Group) Verify(state State, verifier []byte, claim Claim) error {
	a, v := number(state.a), number(verifier)
	if !g.valid(v) {
		return ErrVerifier
	}
	if !g.valid(a) {
		return ErrPublicZero
	}
	block, err := decodeBlock(claim.SecretBlock)
	if err != nil {
		return err
	}
	u := number(state.u)
	key := sessionKey(g.serverSecret(a, v, number(state.b), u), u)
	want := sign(key, claim.Identity, block, claim.Timestamp)
	if subtle.ConstantTimeCompare([]byte(want), []byte(claim.Signature)) != 1 {
		return ErrSignature
	}
	return nil
}

// serverSecret returns S = (A·v^u)^b (RFC 5054 §2.6).
func (g *Group) serverSecret(a, v, b, u *big.Int) *big.Int {
	s := new(big.Int).Exp(v, u, g.n)
	s = g.mod(s.Mul(s, a))
	return s.Exp(s, b, g.n)
}
