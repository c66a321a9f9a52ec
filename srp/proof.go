package srp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
)

// keySize is the length of K in bytes: Cognito cuts what HKDF gives in half.
const keySize = 16

// sessionKey returns K, the key that both sides arrive at: HKDF-Extract and the
// first block of HKDF-Expand (RFC 5869 §2.2, §2.3). Written out, since
// crypto/hkdf can fail, and a failure here must never leave an empty key.
func sessionKey(s, u *big.Int) []byte {
	extracted := mac(pad(u), pad(s))
	return mac(extracted, []byte("Caldera Derived Key\x01"))[:keySize]
}

// sign returns the PASSWORD_CLAIM_SIGNATURE.
func sign(key []byte, id Identity, block []byte, timestamp string) string {
	signature := mac(key, []byte(id.PoolName), []byte(id.UserID), block, []byte(timestamp))
	return base64.StdEncoding.EncodeToString(signature)
}

func mac(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}
