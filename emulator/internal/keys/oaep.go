package keys

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // RSA-OAEP is SHA-1 by definition: RFC 7518 section 4.3.
	"crypto/subtle"
	"encoding/binary"
)

// RSAES-OAEP with SHA-1 and an empty label. It is written out because
// crypto/rsa gives the private half only to keys it computes with itself
// (slowly, when they have five primes), and because its public half does not
// take its seed from the reader it is given.

const hashSize = sha1.Size

// padOAEP is EME-OAEP encoding, RFC 8017 section 7.1.1, step 2. The only
// messages are content keys, so none is too long (step 1.b).
func padOAEP(message [contentKeySize]byte, seed [hashSize]byte) []byte {
	em := make([]byte, modulusBytes)
	maskedSeed, db := em[1:1+hashSize], em[1+hashSize:]
	empty := sha1.Sum(nil)
	copy(db, empty[:])
	db[len(db)-len(message)-1] = 1
	copy(db[len(db)-len(message):], message[:])
	copy(maskedSeed, seed[:])
	xorMask(db, maskedSeed)
	xorMask(maskedSeed, db)
	return em
}

// unpadOAEP is EME-OAEP decoding, RFC 8017 section 7.1.2, step 3. It changes em.
func unpadOAEP(em []byte) ([]byte, error) {
	seed, db := em[1:1+hashSize], em[1+hashSize:]
	xorMask(seed, db)
	xorMask(db, seed)
	empty := sha1.Sum(nil)
	right := subtle.ConstantTimeByteEq(em[0], 0) & subtle.ConstantTimeCompare(db[:hashSize], empty[:])
	message, found := bytes.CutPrefix(bytes.TrimLeft(db[hashSize:], "\x00"), []byte{1})
	if right != 1 || !found {
		return nil, ErrSealed
	}
	return message, nil
}

// xorMask applies MGF1 of the seed to data, RFC 8017 appendix B.2.1.
func xorMask(data, seed []byte) {
	block := binary.BigEndian.AppendUint32(bytes.Clone(seed), 0)
	for counter := uint32(0); len(data) > 0; counter++ {
		binary.BigEndian.PutUint32(block[len(seed):], counter)
		mask := sha1.Sum(block) //nolint:gosec // see the import
		data = data[subtle.XORBytes(data, data, mask[:]):]
	}
}
