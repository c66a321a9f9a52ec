/*
Package srp is the Secure Remote Password protocol as Amazon Cognito user pools
speak it: the server's side (a challenge, then the check of a proof), the
client's side (for tests, and for programs that sign in without an SDK), the
secret block that travels between the two steps, and the TIMESTAMP of the proof.

It holds no state, reads no clock and knows no user: which verifier belongs to
whom, how long a block lives, whether it may be used twice and which exception
the caller gets are the business of the sign-in flows that call it. Nothing here
imports the rest of this module.

# The protocol

SRP lets a user prove a password that never travels, to a service that never
stored it. The variant is SRP-6a; the letters are those of [RFC 5054] §2.5 and
§2.6. All arithmetic is modulo N; H is SHA-256; | joins bytes.

The service keeps, for each user, a salt s and a verifier v:

	x = H(pad(s) | H(poolName | userID | ":" | password))    PrivateKey
	v = g^x                                                  Group.Verifier

A sign-in then takes two calls:

	InitiateAuth USER_SRP_AUTH         USERNAME, SRP_A = g^a             Group.NewClient, ParsePublic
	  ← PASSWORD_VERIFIER              SALT = s, SRP_B = k·v + g^b,      Group.Challenge
	                                   SECRET_BLOCK, USER_ID_FOR_SRP     SealBlock
	RespondToAuthChallenge             the block, TIMESTAMP, signature   Client.Answer
	  ← tokens, or the next challenge                                    OpenBlock, Group.Verify

Both sides now know u = H(pad(A) | pad(B)), and arrive at the same S:

	client   S = (B − k·g^x)^(a + u·x)
	server   S = (A·v^u)^b

from which the proof is made:

	K         = HKDF-SHA256(secret S, salt u, info "Caldera Derived Key"), 16 bytes
	signature = HMAC-SHA256(K, poolName | userID | secret block | TIMESTAMP), in base64

poolName is the part of the pool's id after the underscore, and userID what the
challenge calls USER_ID_FOR_SRP. Remembered devices sign in by the same protocol
(DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER) with the device group key in place
of poolName and the device key in place of userID: an [Identity] is either pair.

See https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
and https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html.

# Where Cognito differs

  - The group is the 3072-bit one of RFC 5054 Appendix A (the prime of RFC 3526
    §4), but with g = 2, as in RFC 3526, and not 5.
  - The hash is SHA-256; both RFCs use SHA-1.
  - pad(n) is not RFC 5054's PAD (§2.1: to the length of N) but what Java's
    BigInteger.toByteArray gives: as few bytes as possible, and a zero byte in
    front where the top bit is set. The salt is such a number, too, so its
    leading zero bytes do not count.
  - x (RFC 2945 §3, RFC 5054 §2.4) hashes the pool's name before the user's, and
    user name and password as they are, without SASLprep (RFC 5054 §2.3).
  - The key comes from HKDF (RFC 5869, the first block, cut to 16 bytes), not from
    the interleaved hash of RFC 2945 §3.1.
  - The proof is the signature above, not M of RFC 2945 §3; and the service never
    proves itself, since there is no second proof.
  - RFC 5054 §2.5.4 has the server stop at A mod N = 0. Cognito accepts it at the
    first step; [Group.Verify] refuses it at the second one.

[RFC 5054]: https://www.rfc-editor.org/rfc/rfc5054
*/
package srp
