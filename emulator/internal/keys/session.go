package keys

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"io"
)

const (
	// sessionPrefix begins every session: these four bytes and whatever follows
	// read "AYABe…" in base64.
	sessionPrefix = "\x01\x80\x01\x78"

	// sessionBlock makes the session of any payload below 570 bytes about 830
	// characters long, as was recorded for NEW_PASSWORD_REQUIRED.
	sessionBlock = 570

	gcmNonceSize = 12
	gcmTagSize   = 16
)

// SessionSealer makes the Session strings that lead from one challenge to the
// next: AES-256-GCM, in base64url with the beginning and the length of
// Cognito's. What Cognito's contain is not documented; this is our own form.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
type SessionSealer struct {
	aead   cipher.AEAD
	header []byte // prefix, length of the realm, realm: readable, and authenticated
}

// NewSessionSealer returns a sealer for a secret of 32 random bytes. The realm,
// of less than 256 bytes, can be read by everybody: it says whose secret it is.
func NewSessionSealer(secret []byte, realm string) (*SessionSealer, error) {
	if len(realm) > 255 {
		return nil, fmt.Errorf("a session realm of %d bytes, want fewer than 256", len(realm))
	}
	if len(secret) != 32 {
		return nil, fmt.Errorf("a session secret of %d bytes, want 32", len(secret))
	}
	aead, err := newGCM(secret)
	if err != nil {
		return nil, err
	}
	header := append([]byte(sessionPrefix), byte(len(realm)))
	return &SessionSealer{aead: aead, header: append(header, realm...)}, nil
}

// SessionRealm reads the realm of a session, whose seal it does not check.
func SessionRealm(sealed string) (string, bool) {
	raw, ok := decodePart(sealed)
	rest, found := bytes.CutPrefix(raw, []byte(sessionPrefix))
	if !ok || !found || len(rest) == 0 || len(rest) <= int(rest[0]) {
		return "", false
	}
	return string(rest[1:][:rest[0]]), true
}

// Seal implements [Sealer]: base64url(header, nonce, ciphertext, tag).
func (s *SessionSealer) Seal(random io.Reader, payload []byte) (string, error) {
	out := make([]byte, len(s.header)+gcmNonceSize)
	nonce := out[copy(out, s.header):]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", fmt.Errorf("seal a session: %w", err)
	}
	out = s.aead.Seal(out, nonce, pad(payload, sessionBlock), s.header)
	return base64.RawURLEncoding.EncodeToString(out), nil
}

// Open implements [Sealer].
func (s *SessionSealer) Open(sealed string) ([]byte, error) {
	raw, ok := decodePart(sealed)
	rest, found := bytes.CutPrefix(raw, s.header)
	if !ok || !found || len(rest) < gcmNonceSize {
		return nil, ErrSealed
	}
	padded, err := s.aead.Open(nil, rest[:gcmNonceSize], rest[gcmNonceSize:], s.header)
	if err != nil {
		return nil, ErrSealed
	}
	return unpad(padded)
}

func newGCM(secret []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("use a sealing secret: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("use a sealing secret: %w", err)
	}
	return aead, nil
}
