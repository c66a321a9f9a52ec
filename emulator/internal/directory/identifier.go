package directory

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/google/uuid"
)

// Identifiers makes the ids of pools and clients. They are stable unless Random is asked for: the same name gives
// the same id on every fresh start, so that ids can stand in configuration files.
type Identifiers struct {
	Source io.Reader // randomness, for subs, secrets and random ids
	Random bool
	Pinned string // the next id of a pool or client, as a seed wants it; "" makes one
}

// Pool makes the id of the nth pool of a name: the Region, an underscore and nine letters and digits.
func (i Identifiers) Pool(region, name string, nth int) string {
	if i.Pinned != "" {
		return i.Pinned
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	return region + "_" + spell(i.seed("pool", region, name, nth), alphabet, 9)
}

// Client makes the id of the nth client of a name: 26 characters of 0-9 and a-v, a number in base 32.
func (i Identifiers) Client(poolID, name string, nth int) string {
	if i.Pinned != "" {
		return i.Pinned
	}
	return spell(i.seed("client", poolID, name, nth), base32, 26)
}

// Secret makes a client's secret, in the alphabet of the real ones.
func (i Identifiers) Secret() string { return spell(i.random(), base32, 52) }

// Sub makes the id of a user, a version 4 UUID.
func (i Identifiers) Sub() (string, error) {
	id, err := uuid.NewRandomFromReader(i.Source)
	return id.String(), err
}

// StableSub makes the id of a user whom a seed creates without one.
func (i Identifiers) StableSub(poolID, username string) string {
	id := uuid.NewSHA1(uuid.NameSpaceURL, []byte("cognitwo:"+poolID+"/"+username))
	id[6] = id[6]&0x0f | 0x40 // the version of a random one, which is what clients see from the real service
	return id.String()
}

const base32 = "0123456789abcdefghijklmnopqrstuv"

func (i Identifiers) seed(kind, scope, name string, nth int) []byte {
	if i.Random {
		return i.random()
	}
	digest := sha256.Sum256(fmt.Appendf(nil, "cognitwo %s %s %q %d", kind, scope, name, nth))
	return digest[:]
}

func (i Identifiers) random() []byte {
	seed := make([]byte, 40)
	// crypto/rand never fails; a test's reader that does gives ids that collide, which the store refuses.
	_, _ = io.ReadFull(i.Source, seed)
	return seed
}

func spell(seed []byte, alphabet string, length int) string {
	number, base, digit := new(big.Int).SetBytes(seed), big.NewInt(int64(len(alphabet))), new(big.Int)
	var text strings.Builder
	for range length {
		number.DivMod(number, base, digit)
		text.WriteByte(alphabet[digit.Int64()])
	}
	return text.String()
}
