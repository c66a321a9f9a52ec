package keys

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// exponentText is 65537 as JWK writes it: base64url of its three bytes.
const exponentText = "AQAB"

// JWKS returns the JSON Web Key Set of the keys (RFC 7517 section 5), in their
// order and with the members in Cognito's order. A pool publishes two: the key
// of the ID tokens, then the key of the access tokens.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
func JWKS(keys ...*Key) []byte {
	out := []byte(`{"keys":[`)
	for i, key := range keys {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, `{"alg":"RS256","e":%q,"kid":%q,"kty":"RSA","n":%q,"use":"sig"}`,
			exponentText, key.kid, modulusText(key.public))
	}
	return append(out, "]}"...)
}

func modulusText(public *rsa.PublicKey) string {
	return base64.RawURLEncoding.EncodeToString(public.N.Bytes())
}

// thumbprint is RFC 7638 section 3, written in the standard alphabet.
func thumbprint(public *rsa.PublicKey) string {
	canonical := fmt.Sprintf(`{"e":%q,"kty":"RSA","n":%q}`, exponentText, modulusText(public))
	digest := sha256.Sum256([]byte(canonical))
	return base64.StdEncoding.EncodeToString(digest[:])
}
