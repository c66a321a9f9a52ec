package keys

import (
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

	// sessionBlock makes the session of any payload below 590 bytes 830
	// characters long, about what was recorded for NEW_PASSWORD_REQUIRED.
	sessionBlock = 590

	gcmNonceSize = 12
	gcmTagSize   = 16
)

// SessionSealer makes the Session strings that lead from one challenge to the
// next: AES-256-GCM, in base64url with the beginning and the length of
// Cognito's. What Cognito's contain is not documented; this is our own form.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
type SessionSealer struct {
	aead cipher.AEAD
}

// NewSessionSealer returns a sealer for a secret of 32 random bytes.
func NewSessionSealer(secret []byte) (*SessionSealer, error) {
	if len(secret) != 32 {
		return nil, fmt.Errorf("a session secret of %d bytes, want 32", len(secret))
	}
	aead, err := newGCM(secret)
	if err != nil {
		return nil, err
	}
	return &SessionSealer{aead: aead}, nil
}

// Seal implements [Sealer]: base64url(prefix, nonce, ciphertext, tag).
func (s *SessionSealer) Seal(random io.Reader, payload []byte) (string, error) {
	out := make([]byte, len(sessionPrefix)+gcmNonceSize)
	nonce := out[copy(out, sessionPrefix):]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", fmt.Errorf("seal a session: %w", err)
	}
	out = s.aead.Seal(out, nonce, pad(payload, sessionBlock), []byte(sessionPrefix))
	return base64.RawURLEncoding.EncodeToString(out), nil
}

// Open implements [Sealer].
func (s *SessionSealer) Open(sealed string) ([]byte, error) {
	raw, ok := decodePart(sealed)
	if !ok || len(raw) < len(sessionPrefix)+gcmNonceSize || string(raw[:len(sessionPrefix)]) != sessionPrefix {
		return nil, ErrSealed
	}
	nonce, ciphertext := raw[len(sessionPrefix):][:gcmNonceSize], raw[len(sessionPrefix)+gcmNonceSize:]
	padded, err := s.aead.Open(nil, nonce, ciphertext, []byte(sessionPrefix))
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
