package kms

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"io"
)

// publicKeyEntry is the entry of the encryption context that holds the key with which the footer is verified.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/concepts.html#encryption-context
const publicKeyEntry = "aws-crypto-public-key"

// newSigner draws the key pair of one message.
func newSigner(random io.Reader) (*ecdsa.PrivateKey, error) {
	scalar := make([]byte, elliptic.P384().Params().BitSize/8)
	for range 8 { // a draw is outside of the group with a chance of 2⁻¹⁹⁴
		if _, err := io.ReadFull(random, scalar); err != nil {
			return nil, err
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P384(), scalar); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("kms: the source of randomness gives no key for P-384")
}

// publicKey is the compressed point, in Base64.
func publicKey(signer *ecdsa.PrivateKey) (string, error) {
	point, err := signer.PublicKey.Bytes() // 04, x, y
	if err != nil {
		return "", err
	}
	x, y := point[1:1+len(point)/2], point[1+len(point)/2:]
	return base64.StdEncoding.EncodeToString(append([]byte{2 + y[len(y)-1]&1}, x...)), nil
}

// appendFooter signs all that the message holds so far.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#footer-structure
func appendFooter(message []byte, signer *ecdsa.PrivateKey) ([]byte, error) {
	digest := sha512.Sum384(message)
	signature, err := signer.Sign(nil, digest[:], crypto.SHA384) // without randomness it is deterministic, RFC 6979
	if err != nil {
		return nil, err
	}
	return appendText(message, string(signature))
}
