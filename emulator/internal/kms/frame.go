package kms

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha512"
	"encoding/binary"
	"math"
)

// What the frames are called in their authenticated data.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/body-aad-reference.html
const (
	regularFrame = "AWSKMSEncryptionClient Frame"
	finalFrame   = "AWSKMSEncryptionClient Final Frame"
)

// seal writes a message up to its footer: the header, its authentication, and the plaintext in frames.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#body-structure
func seal(h header, dataKey, plaintext []byte) ([]byte, error) {
	aead, err := contentCipher(dataKey, h.messageID)
	if err != nil {
		return nil, err
	}
	message, err := h.bytes()
	if err != nil {
		return nil, err
	}
	message = append(append(message, iv(0)...), aead.Seal(nil, iv(0), nil, message)...)
	f := frames{aead, h.messageID}
	sequence := uint32(1)
	for ; len(plaintext) > frameSize; sequence++ {
		message = f.append(message, regularFrame, sequence, nil, plaintext[:frameSize])
		plaintext = plaintext[frameSize:]
	}
	message = binary.BigEndian.AppendUint32(message, math.MaxUint32)     // only the final frame is marked
	length := binary.BigEndian.AppendUint32(nil, uint32(len(plaintext))) // #nosec G115 -- and says its length, at most frameSize
	return f.append(message, finalFrame, sequence, length, plaintext), nil
}

// frames writes the frames of one message.
type frames struct {
	aead      cipher.AEAD
	messageID []byte
}

// append appends a frame: its number, IV, length and sealed content.
func (f frames) append(message []byte, name string, sequence uint32, length, content []byte) []byte {
	additional := append(append([]byte{}, f.messageID...), name...)
	additional = binary.BigEndian.AppendUint32(additional, sequence)
	additional = binary.BigEndian.AppendUint64(additional, uint64(len(content)))
	message = append(binary.BigEndian.AppendUint32(message, sequence), iv(sequence)...)
	return f.aead.Seal(append(message, length...), iv(sequence), content, additional)
}

// iv is that of a frame, its number; that of the header is 0.
func iv(sequence uint32) []byte {
	return binary.BigEndian.AppendUint32(make([]byte, ivSize-4), sequence)
}

// contentCipher derives from the data key what encrypts the content.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/algorithms-reference.html
func contentCipher(dataKey, messageID []byte) (cipher.AEAD, error) {
	info := string(binary.BigEndian.AppendUint16(nil, algorithm)) + string(messageID)
	key, err := hkdf.Key(sha512.New384, dataKey, nil, info, keySize)
	if err != nil {
		return nil, err
	}
	return gcm(key)
}
