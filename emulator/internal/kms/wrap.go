package kms

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// errCiphertext is the one error of a blob that cannot be unwrapped, be it altered, made up, or of another context.
var errCiphertext = errors.New("the ciphertext was not made here, has been altered, or belongs to another encryption context")

// blobVersion begins every wrapped key: version, length of the ARN, ARN, nonce, sealed key. KMS's own form is not
// documented and nobody may rely on it.
const blobVersion = 1

// wrap seals a data key under the master key, for a key's ARN and an encryption context.
func wrap(random io.Reader, master []byte, keyARN string, encryptionContext map[string]string, dataKey []byte) ([]byte, error) {
	aead, err := gcm(master)
	if err != nil {
		return nil, err
	}
	blob, err := appendText([]byte{blobVersion}, keyARN)
	if err != nil {
		return nil, err
	}
	additional, err := authenticated(blob, encryptionContext)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(append(blob, nonce...), nonce, dataKey, additional), nil
}

// unwrap undoes wrap. Its error is errCiphertext whatever is wrong with the blob.
func unwrap(master, blob []byte, encryptionContext map[string]string) (keyARN string, dataKey []byte, err error) {
	aead, err := gcm(master)
	if err != nil {
		return "", nil, err
	}
	if len(blob) < 3 || blob[0] != blobVersion {
		return "", nil, errCiphertext
	}
	start := 3 + int(binary.BigEndian.Uint16(blob[1:]))
	if len(blob) < start+aead.NonceSize() {
		return "", nil, errCiphertext
	}
	additional, err := authenticated(blob[:start:start], encryptionContext)
	if err != nil {
		return "", nil, err
	}
	nonce, sealed := blob[start:start+aead.NonceSize()], blob[start+aead.NonceSize():]
	dataKey, err = aead.Open(nil, nonce, sealed, additional)
	if err != nil {
		return "", nil, errCiphertext
	}
	return string(blob[3:start]), dataKey, nil
}

// authenticated is what a wrapped key is bound to. JSON sorts the entries and keeps them apart.
func authenticated(prefix []byte, encryptionContext map[string]string) ([]byte, error) {
	if len(encryptionContext) == 0 {
		encryptionContext = map[string]string{} // none and an empty one are the same
	}
	text, err := json.Marshal(encryptionContext)
	return append(prefix[:len(prefix):len(prefix)], text...), err
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// identifies tells whether the KeyId of a request means the key with this ARN: it is the ARN, the id or alias at its
// end, or the ARN of the same multi-Region key elsewhere.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
func identifies(keyID, keyARN string) bool {
	if keyID == keyARN {
		return true
	}
	region, resource := splitARN(keyARN)
	if otherRegion, other := splitARN(keyID); otherRegion != "" {
		return strings.HasPrefix(resource, "key/mrk-") && strings.Replace(keyID, ":"+otherRegion+":", ":"+region+":", 1) == keyARN && other == resource
	}
	return resource != "" && (keyID == resource && strings.HasPrefix(resource, "alias/") || "key/"+keyID == resource)
}

// splitARN finds region and resource in arn:partition:kms:region:account:resource.
func splitARN(arn string) (region, resource string) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return "", ""
	}
	return parts[3], parts[5]
}
