// Package keys holds what tokens are made with: RSA keys that sign fast, the
// JSON Web Key Set that publishes them, compact JWTs, the sealed strings a
// client carries for us (refresh tokens and sessions), and a [Reserve] of keys
// made ahead of need.
//
// It knows bytes, not meanings: which claims a token has, how long it lives and
// whether it was revoked belong to package token; which keys a pool owns and
// where they are stored belong to package directory. It imports nothing of
// ours and never asks for the time.
//
// # Why the keys have five primes
//
// A sign-in costs two RS256 signatures, and they are most of its price. A [Key]
// made here is therefore a multi-prime one (RFC 8017 section 3): n has exactly
// 2048 bits and e is 65537, but n is the product of five primes of about 410
// bits instead of two of 1024. A signature then costs five short
// exponentiations instead of two long ones, about a quarter of the work, and a
// key is found in a fraction of the time.
//
// This trade is for a test double only. It is safe for whoever verifies: the
// public key and the signatures have the form and length of ordinary RSA-2048,
// verification is the same computation, and the number of primes does not show.
// It would not be safe for whoever has something to protect: a smaller prime
// factor is easier to find (410 bits, 124 digits, is still far beyond what
// elliptic-curve factoring has done, but it is not what RSA-2048 promises), and
// the arithmetic here does not hide its timing. Nothing signed by these keys is
// worth forging, and the keys must never be used for anything else.
//
// Every signature is verified with crypto/rsa and the public key before it
// leaves, so that no error of this arithmetic, or of the memory under it, can
// reach a client or leak a prime.
//
// # Randomness
//
// Every random byte comes from the [io.Reader] a function is given, and
// from nowhere else: the same bytes give the same key and the same sealed
// string. Readers must be safe for concurrent use where callers are concurrent
// (crypto/rand.Reader is).
package keys
