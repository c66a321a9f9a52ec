package kms

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
)

// The constants of the message format, version 1.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#header-structure
const (
	formatVersion = 0x01
	messageType   = 0x80   // customer authenticated encrypted data
	algorithm     = 0x0378 // AES-256-GCM, HKDF with SHA-384, ECDSA on P-384
	provider      = "aws-kms"
	framed        = 0x02

	messageIDSize = 16
	ivSize        = 12
	frameSize     = 4096
)

// header is what stands before the encrypted content.
type header struct {
	messageID         []byte
	encryptionContext map[string]string
	keyARN            string
	wrapped           []byte // the data key
}

// bytes writes the header without its authentication.
func (h header) bytes() ([]byte, error) {
	b := []byte{formatVersion, messageType}
	b = binary.BigEndian.AppendUint16(b, algorithm)
	b = append(b, h.messageID...)
	context, err := serialize(h.encryptionContext)
	if err == nil {
		b, err = appendText(b, string(context))
	}
	b = binary.BigEndian.AppendUint16(b, 1) // one encrypted data key
	for _, text := range []string{provider, h.keyARN, string(h.wrapped)} {
		if err == nil {
			b, err = appendText(b, text)
		}
	}
	b = append(b, framed, 0, 0, 0, 0, ivSize)
	return binary.BigEndian.AppendUint32(b, frameSize), err
}

// serialize writes an encryption context as the header holds it: sorted, counted, each text after its length.
func serialize(encryptionContext map[string]string) ([]byte, error) {
	b := binary.BigEndian.AppendUint16(nil, uint16(len(encryptionContext))) // #nosec G115 -- a handful
	var err error
	for _, key := range slices.Sorted(maps.Keys(encryptionContext)) {
		for _, text := range []string{key, encryptionContext[key]} {
			if b, err = appendText(b, text); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// appendText appends a text after its length in two bytes.
func appendText(b []byte, text string) ([]byte, error) {
	if len(text) > math.MaxUint16 {
		return nil, fmt.Errorf("kms: %d bytes are too long for the message format", len(text))
	}
	return append(binary.BigEndian.AppendUint16(b, uint16(len(text))), text...), nil
}
