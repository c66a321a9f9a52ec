package srp

import (
	"crypto/sha256"
	"io"
	"strings"
)

// An Identity is who proves something: a user of a pool, or a remembered device.
type Identity struct {
	PoolName string // the part of the pool's id after "_" ([PoolName]), or the device group key
	UserID   string // USER_ID_FOR_SRP, or the device key
}

// PoolName returns the part of a user pool's id that goes into the hashes: what
// follows the underscore ("us-east-1_AbCd" → "AbCd"). Where there is a second
// underscore, which no id of AWS has, clients stop there, and so must a server.
func PoolName(poolID string) string {
	_, rest, _ := strings.Cut(poolID, "_")
	name, _, _ := strings.Cut(rest, "_")
	return name
}

// SaltSize is the length of a salt in bytes. SALT is twice as many hexadecimal digits.
const SaltSize = 16

// NewSalt draws a salt.
//
// Its first byte is never zero. The protocol reads the salt as a number, which
// has no leading zeros, but pycognito pads the digits as they are, so that it
// agrees with other clients about such salts only.
func NewSalt(rand io.Reader) ([]byte, error) {
	salt := make([]byte, SaltSize)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return nil, err
	}
	if salt[0] == 0 {
		salt[0] = 1
	}
	return salt, nil
}

// PrivateKey returns x, the user's side of the secret (RFC 2945 §3, RFC 5054 §2.4).
//
// Being a salted hash, it can also be stored beside the verifier and compared
// (in constant time) where the password itself arrives, as in
// USER_PASSWORD_AUTH: that spares the exponentiation.
func PrivateKey(id Identity, password string, salt []byte) [sha256.Size]byte {
	inner := hash([]byte(id.PoolName + id.UserID + ":" + password))
	return [sha256.Size]byte(hash(pad(number(salt)), inner))
}

// Verifier returns v = g^x, in the padded form in which a client sends the
// PasswordVerifier of a device.
//
// See https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html.
func (g *Group) Verifier(x [sha256.Size]byte) []byte { return pad(g.power(x[:])) }
