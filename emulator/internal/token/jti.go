package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"io"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// newJTI makes a token's id: a UUID like any other, in which the pool can read how often the user had been signed
// out everywhere when the token was made. A token thus tells by itself whether a later sign-out ended it, and a
// sign-in has nothing to write down.
func newJTI(random io.Reader, pool directory.Pool, signedOut int) (string, error) {
	id, err := uuid.NewRandomFromReader(random)
	if err != nil {
		return "", err
	}
	binary.BigEndian.PutUint32(id[:4], uint32(signedOut)^jtiMask(pool, id))
	return id.String(), nil
}

// signedOutOf reads the count out of the id of a token whose signature has been checked.
func signedOutOf(pool directory.Pool, jti string) (int, bool) {
	id, err := uuid.Parse(jti)
	if err != nil {
		return 0, false
	}
	return int(binary.BigEndian.Uint32(id[:4]) ^ jtiMask(pool, id)), true
}

func jtiMask(pool directory.Pool, id uuid.UUID) uint32 {
	mac := hmac.New(sha256.New, pool.Secret)
	mac.Write([]byte("jti"))
	mac.Write(id[4:])
	return binary.BigEndian.Uint32(mac.Sum(nil))
}
