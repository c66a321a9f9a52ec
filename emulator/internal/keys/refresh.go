package keys

import (
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"strings"
)

const (
	// refreshHeader is {"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}: the
	// beginning of a Cognito refresh token as public code shows it (assumed).
	refreshHeader = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ"

	// refreshBlock makes the token of any payload below 1000 bytes 1780
	// characters long, close to those of Cognito (assumed).
	refreshBlock = 1000

	contentKeySize = 32
)

// RefreshSealer makes refresh tokens: JWEs in compact form (RFC 7516 section
// 7.1), a fresh AES-256-GCM key for each, wrapped with RSA-OAEP. Sealing needs
// the public key alone; opening is one private operation.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
type RefreshSealer struct {
	key *Key
}

// NewRefreshSealer returns a sealer for tokens that only this key opens.
func NewRefreshSealer(key *Key) *RefreshSealer { return &RefreshSealer{key: key} }

// Seal implements [Sealer], by the steps of RFC 7516 section 5.1.
func (s *RefreshSealer) Seal(random io.Reader, payload []byte) (string, error) {
	var fresh struct {
		contentKey [contentKeySize]byte
		seed       [hashSize]byte
		nonce      [gcmNonceSize]byte
	}
	for _, part := range [][]byte{fresh.contentKey[:], fresh.seed[:], fresh.nonce[:]} {
		if _, err := io.ReadFull(random, part); err != nil {
			return "", fmt.Errorf("seal a refresh token: %w", err)
		}
	}
	aead, err := newGCM(fresh.contentKey[:])
	if err != nil {
		return "", err
	}
	sealed := aead.Seal(nil, fresh.nonce[:], pad(payload, refreshBlock), []byte(refreshHeader))
	ciphertext, tag := sealed[:len(sealed)-gcmTagSize], sealed[len(sealed)-gcmTagSize:]
	wrapped := s.key.encrypt(padOAEP(fresh.contentKey, fresh.seed))
	return joinCompact(refreshHeader, wrapped, fresh.nonce[:], ciphertext, tag), nil
}

// Open implements [Sealer], by the steps of RFC 7516 section 5.2. The header
// must be ours to the letter, so there is no algorithm to choose.
func (s *RefreshSealer) Open(sealed string) ([]byte, error) {
	parts, ok := splitCompact(sealed, 5)
	if !ok || !strings.HasPrefix(sealed, refreshHeader+".") {
		return nil, ErrSealed
	}
	wrapped, nonce, ciphertext, tag := parts[1], parts[2], parts[3], parts[4]
	if len(nonce) != gcmNonceSize || len(tag) != gcmTagSize {
		return nil, ErrSealed
	}
	contentKey, err := s.unwrap(wrapped)
	if err != nil {
		return nil, err
	}
	aead, err := newGCM(contentKey)
	if err != nil {
		return nil, ErrSealed
	}
	padded, err := aead.Open(nil, nonce, append(ciphertext, tag...), []byte(refreshHeader))
	if err != nil {
		return nil, ErrSealed
	}
	return unpad(padded)
}

func (s *RefreshSealer) unwrap(wrapped []byte) ([]byte, error) {
	em, err := s.key.decrypt(wrapped)
	if err != nil {
		return nil, err
	}
	contentKey, err := unpadOAEP(em)
	if err != nil || len(contentKey) != contentKeySize {
		return nil, ErrSealed
	}
	return contentKey, nil
}

// encrypt is RSAEP, RFC 8017 section 5.1.1.
func (k *Key) encrypt(em []byte) []byte {
	m := new(big.Int).SetBytes(em)
	return m.Exp(m, big.NewInt(publicExponent), k.public.N).FillBytes(em)
}

// decrypt is RSADP, RFC 8017 section 5.1.2, of a number below n.
func (k *Key) decrypt(ciphertext []byte) ([]byte, error) {
	c := new(big.Int).SetBytes(ciphertext)
	if len(ciphertext) != modulusBytes || c.Cmp(k.public.N) >= 0 {
		return nil, ErrSealed
	}
	return k.private.power(c).FillBytes(make([]byte, modulusBytes)), nil
}

func joinCompact(header string, parts ...[]byte) string {
	out := []byte(header)
	for _, part := range parts {
		out = append(out, '.')
		out = base64.RawURLEncoding.AppendEncode(out, part)
	}
	return string(out)
}
