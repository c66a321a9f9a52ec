package srp

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"
)

// Why [OpenBlock] and [SealBlock] refuse.
var (
	ErrBlockNotBase64 = errors.New("srp: the secret block is not standard base64")
	ErrBlockTruncated = errors.New("srp: the secret block is shorter than any that was handed out")
	ErrBlockTampered  = errors.New("srp: the secret block was changed, or sealed by another key")
	ErrBlockOverflow  = errors.New("srp: the names do not fit into the secret block")
)

// A BlockKey seals secret blocks. It has to be random; and as each block takes a
// random 96-bit nonce, it is good for 2^32 of them (NIST SP 800-38D §8.3).
type BlockKey [32]byte

// A Block is the server's memory of a challenge. The server keeps none itself:
// all of it travels through the client as SECRET_BLOCK, sealed.
type Block struct {
	State    State
	Binding  Binding
	IssuedAt time.Time // to the millisecond

	// ID is another one for each block, so that a caller who wants every block
	// to be used only once can remember it. OpenBlock sets it; SealBlock draws it.
	ID string
}

// A Binding says what a block was made for. A block is good for nothing else, so
// whoever opens one compares its Binding with that of the request at hand.
type Binding struct {
	PoolID, ClientID, UserID string

	DeviceKey string // of a device's challenge, else empty
	SaltID    string // which password: any text that changes with it, such as the salt
}

// sealLabel is authenticated with each block: whoever changes its layout changes
// the label, and blocks of the old layout do not open.
const sealLabel = "cognitwo SECRET_BLOCK 1"

// The two recorded sizes of a block in bytes: 1,340 characters for an A of one
// digit, 2,572 for one of 768 digits.
const (
	shortBlock = 1005
	longBlock  = 1929
)

// blockSize returns the size of a block, which depends on the length of the
// submitted A and nothing else. Between (and beyond) the two recorded points the
// straight line is assumed. Its slope of 1.2047 bytes for a hexadecimal digit is
// that of a number written in decimal (log₁₀16 = 1.2041), so this may be how
// Cognito keeps A.
func blockSize(digits int) int {
	return shortBlock + max(digits-1, 0)*(longBlock-shortBlock)/(groupDigits-1)
}

// SealBlock returns the block as SECRET_BLOCK: AES-256-GCM under the key, with a
// random nonce, in standard base64. Names within the limits of Cognito's API
// always fit.
func SealBlock(key BlockKey, block Block) (string, error) {
	aead, err := newAEAD(key)
	if err != nil {
		return "", err
	}
	record, room := block.marshal(), block.State.blockSize-aead.Overhead()
	if len(record) > room {
		return "", ErrBlockOverflow
	}
	record = append(record, make([]byte, room-len(record))...)
	return base64.StdEncoding.EncodeToString(aead.Seal(nil, nil, record, []byte(sealLabel))), nil
}

// OpenBlock returns what [SealBlock] sealed, and refuses all else.
func OpenBlock(key BlockKey, text string) (Block, error) {
	sealed, err := decodeBlock(text)
	if err != nil {
		return Block{}, err
	}
	if len(sealed) < shortBlock {
		return Block{}, ErrBlockTruncated
	}
	aead, err := newAEAD(key)
	if err != nil {
		return Block{}, err
	}
	record, err := aead.Open(nil, nil, sealed, []byte(sealLabel))
	if err != nil {
		return Block{}, ErrBlockTampered
	}
	block, err := unmarshalBlock(record)
	if err != nil {
		return Block{}, err
	}
	block.State.blockSize = len(sealed)
	block.ID = hex.EncodeToString(sealed[:nonceSize])
	return block, nil
}

// nonceSize is the length of the random nonce that [cipher.NewGCMWithRandomNonce]
// puts before what it seals.
const nonceSize = 12

func newAEAD(key BlockKey) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// decodeBlock is as strict as it can be, so that no two texts are the same block.
func decodeBlock(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, ErrBlockNotBase64
	}
	block, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, ErrBlockNotBase64
	}
	return block, nil
}
