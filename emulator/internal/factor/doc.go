// Package factor makes and checks the proofs of single factors: the codes of authenticator apps (totp.go), passkeys
// (webauthn*.go) and devices (device.go).
//
// Its functions work on the records of package directory and keep nothing. When a factor is asked for is decided in
// directory (Pool.SecondFactor) and authflow (Next); the operations that enrol factors are in ops/mfa, ops/passkey and
// ops/device. Codes that travel in messages are in package message.
package factor
