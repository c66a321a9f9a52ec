package keys

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
)

const pemType = "RSA PRIVATE KEY"

// Marshal returns the private key for storage: PEM around an RSAPrivateKey of
// PKCS #1, whose otherPrimeInfos carry the third and later primes (RFC 8017
// appendix A.1.2).
func (k *Key) Marshal() []byte {
	out := &rsa.PrivateKey{PublicKey: *k.public}
	order := big.NewInt(1)
	one := big.NewInt(1)
	for _, prime := range k.private.primes {
		out.Primes = append(out.Primes, prime.p)
		order.Mul(order, new(big.Int).Sub(prime.p, one))
	}
	out.D = new(big.Int).ModInverse(big.NewInt(publicExponent), order)
	return pem.EncodeToMemory(&pem.Block{Type: pemType, Bytes: x509.MarshalPKCS1PrivateKey(out)})
}

// Unmarshal reads what [Key.Marshal] wrote. It takes any RSA key of 2048 bits
// with e = 65537 in that form, ordinary ones of two primes too, which sign
// correctly but slowly; and it wants nothing before or after the PEM block.
func Unmarshal(text []byte) (*Key, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != pemType || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errors.New("a signing key is not one PEM block of type " + pemType)
	}
	stored, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read a signing key: %w", err)
	}
	if stored.E != publicExponent {
		return nil, fmt.Errorf("a signing key has e = %d, want %d", stored.E, publicExponent)
	}
	key, err := newKey(stored.Primes)
	if err != nil {
		return nil, fmt.Errorf("read a signing key: %w", err)
	}
	if key.public.N.Cmp(stored.N) != 0 {
		return nil, errors.New("a signing key's primes do not make up its modulus")
	}
	return key, nil
}
