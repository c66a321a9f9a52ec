package conceal

import (
	"crypto/hkdf"
	"crypto/sha256"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/srp"
)

// verifierSize is the size of the group's numbers in bytes.
const verifierSize = 384

// Phantom makes the user that never was: enabled, confirmed, and with a password that nobody can know. For the same
// name and pool it is always the same, whichever client asks, as RFC 5054 §2.5.1.3 wants the salt to be.
//
// Its id is the name, as recorded for plain names. Where an existing user's id would be another one than what was
// typed, it is a UUID: the documentation says so, and that it is so only there is assumed.
func Phantom(pool directory.Pool, username string) directory.User {
	id := pool.Fold(username)
	if isTyped(pool, id) {
		id = phantomID(pool, id)
	}
	return directory.User{
		PoolID: pool.Id, Username: id, Sub: "phantom/" + id, Status: api.UserStatusTypeConfirmed, Enabled: true, Phantom: true,
		Attributes: map[string]string{}, Credential: Decoy(pool, id),
	}
}

// isTyped reports whether a name is one that users type but that is nobody's id: an address in a pool that knows its
// users by UUIDs, or an alias. An id that came back from an earlier challenge stays as it is.
func isTyped(pool directory.Pool, name string) bool {
	if pool.HasUsernameAttributes() {
		id, err := uuid.Parse(name)
		return err != nil || id.String() != name
	}
	return pool.HasAlias("email") && directory.IsEmail(name) || pool.HasAlias("phone_number") && directory.IsPhone(name)
}

// Decoy is the credential of a user without a password: no password and no proof fits it. Its verifier is a number
// of the group whose logarithm nobody knows, which costs no exponentiation to make.
func Decoy(pool directory.Pool, username string) *directory.Credential {
	salt := derive(pool, "salt", username, srp.SaltSize)
	if salt[0] == 0 {
		salt[0] = 1 // like a real one, it has no leading zero
	}
	verifier := derive(pool, "verifier", username, verifierSize)
	verifier[0] &= 0x7f // below N
	return &directory.Credential{Salt: salt, Hash: derive(pool, "hash", username, sha256.Size), Verifier: verifier}
}

// phantomID is a name's id in the shape of a sub.
func phantomID(pool directory.Pool, username string) string {
	id := uuid.UUID(derive(pool, "sub", username, 16))
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id.String()
}

// derive makes bytes that nobody can tell without the pool's secret.
func derive(pool directory.Pool, what, username string, size int) []byte {
	key, err := hkdf.Key(sha256.New, pool.Secret, nil, what+":"+pool.Fold(username), size)
	if err != nil {
		panic(err) // only for sizes over 255 hashes: a mistake in this file
	}
	return key
}

// PoolKey gives a key of the pool's for one purpose: for sealing what travels through clients. It is here because
// everything that is derived from the pool's secret is.
func PoolKey(pool directory.Pool, purpose string) [32]byte {
	return [32]byte(derive(pool, "key", purpose, 32))
}
