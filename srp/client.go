package srp

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"
)

// Why [Client.Answer] does not answer.
var (
	ErrServerPublic = errors.New("srp: the server's public value is a multiple of N (RFC 5054 §2.5.3)")
	ErrSalt         = errors.New("srp: SALT is not hexadecimal")
)

// A Client is the client's side of one sign-in.
type Client struct {
	group    *Group
	poolName string
	a        []byte
	public   *big.Int
}

// NewClient draws a and computes A = g^a (RFC 5054 §2.5.4), for a user of the
// pool of that name (or for a device of that device group key).
func (g *Group) NewClient(rand io.Reader, poolName string) (*Client, error) {
	a := make([]byte, exponentSize)
	if _, err := io.ReadFull(rand, a); err != nil {
		return nil, fmt.Errorf("srp: drawing a: %w", err)
	}
	return &Client{group: g, poolName: poolName, a: a, public: g.power(a)}, nil
}

// A returns SRP_A: hexadecimal, without leading zeros.
func (c *Client) A() string { return c.public.Text(16) }

// Parameters are the ChallengeParameters of PASSWORD_VERIFIER (or
// DEVICE_PASSWORD_VERIFIER) that the arithmetic needs.
type Parameters struct {
	Salt        string // SALT
	B           string // SRP_B
	SecretBlock string // SECRET_BLOCK
}

// Answer returns the proof that whoever made this Client knows the password.
// userID is the challenge's USER_ID_FOR_SRP (or the device key).
func (c *Client) Answer(userID, password string, p Parameters, now time.Time) (Claim, error) {
	salt, err := hex.DecodeString(evenDigits(p.Salt))
	if err != nil {
		return Claim{}, ErrSalt
	}
	b, err := ParsePublic(p.B)
	if err != nil {
		return Claim{}, err
	}
	block, err := decodeBlock(p.SecretBlock)
	if err != nil {
		return Claim{}, err
	}
	claim := Claim{
		Identity:    Identity{PoolName: c.poolName, UserID: userID},
		SecretBlock: p.SecretBlock,
		Timestamp:   FormatTimestamp(now),
	}
	x := PrivateKey(claim.Identity, password, salt)
	key, err := c.key(x[:], b.number())
	if err != nil {
		return Claim{}, err
	}
	claim.Signature = sign(key, claim.Identity, block, claim.Timestamp)
	return claim, nil
}

func (c *Client) key(x []byte, b *big.Int) ([]byte, error) {
	if !c.group.valid(b) {
		return nil, ErrServerPublic
	}
	u := hashNumber(pad(c.public), pad(b)) // nobody knows values for which it is 0
	return sessionKey(c.secret(number(x), b, u), u), nil
}

// secret returns S = (B − k·g^x)^(a + u·x) (RFC 5054 §2.6).
func (c *Client) secret(x, b, u *big.Int) *big.Int {
	kv := c.group.power(x.Bytes())
	kv.Mul(kv, c.group.k)
	base := c.group.mod(kv.Sub(b, kv))
	exponent := new(big.Int).Mul(u, x)
	return base.Exp(base, exponent.Add(exponent, number(c.a)), c.group.n)
}

// evenDigits lets a SALT without its leading zero be decoded.
func evenDigits(digits string) string {
	if len(digits)%2 != 0 {
		return "0" + digits
	}
	return digits
}
