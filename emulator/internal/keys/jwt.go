package keys

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// What can be wrong with a token; [ParseJWT] returns these and no other errors.
var (
	ErrNotJWT       = errors.New("not a compact JWT")
	ErrUnknownKey   = errors.New("the JWT names a key that is not known")
	ErrBadSignature = errors.New("the JWT's signature is not right")
)

// Header is what a JWT says about its signature.
type Header struct {
	Kid string `json:"kid"`
	Alg string `json:"alg"`
}

// SignJWT returns the claims, which must be a JSON object, as a JWT in compact
// form (RFC 7515 section 7.1), byte for byte as they are given. The header is
// Cognito's: {"kid":"…","alg":"RS256"}, in that order and without a typ.
func SignJWT(key *Key, claims []byte) (string, error) {
	if !isObject(claims) {
		return "", errors.New("the claims of a JWT are not a JSON object")
	}
	input := key.header + "." + base64.RawURLEncoding.EncodeToString(claims)
	signature, err := key.sign([]byte(input))
	if err != nil {
		return "", err
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// ParseJWT returns the header and the claims of a token that is signed by the
// key it names; lookup returns nil for a kid it does not know. A token that
// fails gives an error and nothing else: [ErrNotJWT], [ErrUnknownKey] or
// [ErrBadSignature]. Times and audiences are the caller's to check.
func ParseJWT(token string, lookup func(kid string) *Key) (Header, []byte, error) {
	header, parts, err := readJWT(token)
	if err != nil {
		return Header{}, nil, err
	}
	// Before the key is looked up: no other algorithm was ever used with one
	// of them (RFC 8725 section 3.1).
	if header.Alg != "RS256" {
		return Header{}, nil, ErrBadSignature
	}
	key := lookup(header.Kid)
	if key == nil {
		return Header{}, nil, ErrUnknownKey
	}
	digest := sha256.Sum256([]byte(token[:strings.LastIndexByte(token, '.')]))
	if rsa.VerifyPKCS1v15(key.public, crypto.SHA256, digest[:], parts[2]) != nil {
		return Header{}, nil, ErrBadSignature
	}
	return header, parts[1], nil
}

// readJWT takes a token apart without believing it.
func readJWT(token string) (Header, [][]byte, error) {
	parts, ok := splitCompact(token, 3)
	if !ok || !isObject(parts[0]) || !isObject(parts[1]) {
		return Header{}, nil, ErrNotJWT
	}
	var header Header
	if json.Unmarshal(parts[0], &header) != nil || header.Kid == "" || header.Alg == "" {
		return Header{}, nil, ErrNotJWT
	}
	return header, parts, nil
}

func isObject(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) && utf8.Valid(text) && json.Valid(text)
}
