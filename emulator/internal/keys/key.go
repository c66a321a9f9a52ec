package keys

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
)

const (
	modulusBits  = 2048
	modulusBytes = modulusBits / 8
)

// ErrFault says that a private operation came out wrong: the key is broken, or
// the memory it lies in. The result is withheld.
var ErrFault = errors.New("an RSA private operation gave a wrong result")

// Key is an RSA key pair for RS256 and RSA-OAEP. It never changes and may be
// used by many goroutines. The zero Key is of no use: see [Generate], [Unmarshal].
type Key struct {
	private *private
	public  *rsa.PublicKey
	kid     string
	header  string // the first part of every JWT of this key, encoded
}

// newKey builds a key from its prime factors, and tries it once, so that a
// factor that is no prime is found here and not at the first sign-in.
func newKey(factors []*big.Int) (*Key, error) {
	private, err := newPrivate(factors)
	if err != nil {
		return nil, err
	}
	if bits := private.n.BitLen(); bits != modulusBits {
		return nil, fmt.Errorf("an RSA key of %d bits, want %d", bits, modulusBits)
	}
	public := &rsa.PublicKey{N: private.n, E: publicExponent}
	key := &Key{private: private, public: public, kid: thumbprint(public)}
	key.header = base64.RawURLEncoding.EncodeToString([]byte(`{"kid":"` + key.kid + `","alg":"RS256"}`))
	if _, err := key.sign(nil); err != nil {
		return nil, err
	}
	return key, nil
}

// Kid returns the key's name: 44 characters of standard base64 with its "=", as
// Cognito's are. It is the JWK thumbprint of the public key (RFC 7638), so a
// stored key has the same name wherever it is loaded.
func (k *Key) Kid() string { return k.kid }

// Public returns the public key. It must not be changed.
func (k *Key) Public() *rsa.PublicKey { return k.public }

// sign makes an RSASSA-PKCS1-v1_5 signature with SHA-256 (RFC 8017 section
// 8.2.1) and checks it with the public key.
func (k *Key) sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	em := new(big.Int).SetBytes(padPKCS1(digest[:]))
	signature := k.private.power(em).FillBytes(make([]byte, modulusBytes))
	if err := rsa.VerifyPKCS1v15(k.public, crypto.SHA256, digest[:], signature); err != nil {
		return nil, ErrFault
	}
	return signature, nil
}

// sha256Info is the DER of a DigestInfo for SHA-256 without the digest itself:
// RFC 8017 section 9.2, note 1.
const sha256Info = "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"

// padPKCS1 is EMSA-PKCS1-v1_5, RFC 8017 section 9.2: 00 01 ff…ff 00 DigestInfo.
func padPKCS1(digest []byte) []byte {
	em := make([]byte, modulusBytes)
	info := em[modulusBytes-len(sha256Info)-len(digest):]
	copy(info[copy(info, sha256Info):], digest)
	em[1] = 1
	for i := 2; i < modulusBytes-len(info)-1; i++ {
		em[i] = 0xff
	}
	return em
}
