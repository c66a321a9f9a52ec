package conceal

import (
	"crypto/ecdh"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

const (
	passkeyIDSize = 32
	scalarSize    = 32 // of P-256
)

// coseES256 is a public key of P-256 as COSE has it (RFC 9053 §7.1.1), up to the first coordinate; coseY goes before the
// second one.
var (
	coseES256 = []byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20}
	coseY     = []byte{0x22, 0x58, 0x20}
)

// DecoyPasskey is the passkey of a user who has none to show: always the same for a name, with a real public key, so that
// checking a proof of it takes as long as any. Its private key is derived from the pool's secret and used by nobody.
func DecoyPasskey(pool directory.Pool, username string) directory.Passkey {
	return directory.Passkey{
		ID: derive(pool, "passkey id", username, passkeyIDSize), RelyingPartyID: pool.RelyingPartyID(),
		PublicKey: decoyKey(pool, username), Transports: []string{"internal"},
	}
}

func decoyKey(pool directory.Pool, username string) []byte {
	scalar := derive(pool, "passkey", username, scalarSize)
	scalar[0] = scalar[0]&0x7f | 1 // between 1 and the order of the group
	private, err := ecdh.P256().NewPrivateKey(scalar)
	if err != nil {
		panic(err) // only for scalars out of range: a mistake in this file
	}
	point := private.PublicKey().Bytes()[1:] // without the mark of uncompressed points
	key := append([]byte{}, coseES256...)
	key = append(key, point[:scalarSize]...)
	return append(append(key, coseY...), point[scalarSize:]...)
}
