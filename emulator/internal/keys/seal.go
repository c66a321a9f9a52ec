package keys

import (
	"bytes"
	"errors"
	"io"
)

// ErrSealed is the one error of a string that cannot be opened. It does not say
// what is wrong with it: whoever made it up must not learn how far it got.
var ErrSealed = errors.New("not a string that was sealed here")

// Sealer turns a payload into an opaque string that the client carries, and
// back. Nobody without the key can read it, change it or make one up; that a
// string is opened twice, or too late, is for the caller to notice.
type Sealer interface {
	// Seal fails only when random does.
	Seal(random io.Reader, payload []byte) (string, error)
	// Open returns the payload of a string that Seal made; the only error is ErrSealed.
	Open(sealed string) ([]byte, error)
}

var (
	_ Sealer = (*RefreshSealer)(nil)
	_ Sealer = (*SessionSealer)(nil)
)

// padMark ends the payload inside a sealed string; zeros follow it.
const padMark = 0x80

// pad appends the mark and zeros up to the next multiple of block, so that
// strings have the length that Cognito's have, whatever they carry.
func pad(payload []byte, block int) []byte {
	size := (len(payload) + block) / block * block
	out := make([]byte, size)
	out[copy(out, payload)] = padMark
	return out
}

// unpad undoes pad. It is called on authenticated bytes only.
func unpad(padded []byte) ([]byte, error) {
	payload, ok := bytes.CutSuffix(bytes.TrimRight(padded, "\x00"), []byte{padMark})
	if !ok {
		return nil, ErrSealed
	}
	return payload, nil
}
