package directory

import (
	"crypto/hmac"
	"crypto/sha256"
	"io"

	"github.com/google/uuid"
)

// DeviceOwner is whom a device key is announced to.
type DeviceOwner struct {
	Sub    string // of the user
	Alias  string // that the user answered the last challenge with, in place of the user name; usually empty
	Factor bool   // the sign-in had a second factor
}

// NewDeviceKey makes the key of a device that a sign-in announces: the region and a UUID. The second half of the UUID is a
// MAC of the first half and of the owner. Thus ConfirmDevice knows its keys again, and sign-ins need not write anything.
func NewDeviceKey(pool Pool, owner DeviceOwner, random io.Reader) (string, error) {
	var id uuid.UUID
	if _, err := io.ReadFull(random, id[:8]); err != nil {
		return "", err
	}
	return deviceKey(pool, owner, id), nil
}

// ReadDeviceKey reports whether a device key was announced to the user, and whether that was in a sign-in with a second
// factor. Keys that were announced to an alias are nobody's (observed: issues 2087 and 2705 of amplify-js).
func ReadDeviceKey(pool Pool, user User, key string) (factor, ok bool) {
	prefix := pool.Region() + "_"
	if len(key) != len(prefix)+36 || key[:len(prefix)] != prefix {
		return false, false
	}
	id, err := uuid.Parse(key[len(prefix):])
	if err != nil {
		return false, false
	}
	for _, factor := range []bool{false, true} {
		if deviceKey(pool, DeviceOwner{Sub: user.Sub, Factor: factor}, id) == key {
			return factor, true
		}
	}
	return false, false
}

// deviceKey completes the first half of a UUID.
func deviceKey(pool Pool, owner DeviceOwner, id uuid.UUID) string {
	id[6] = id[6]&0x0f | 0x40
	purpose := "device key"
	if owner.Factor {
		purpose = "device key with second factor"
	}
	copy(id[8:], deviceMAC(pool, purpose, owner.Sub, owner.Alias, string(id[:8])))
	id[8] = id[8]&0x3f | 0x80
	return pool.Region() + "_" + id.String()
}

// DeviceGroupKey is what stands for the pool's name in the SRP of a user's devices. What it really depends on is not
// established; it is nine characters long and begins with a hyphen.
func DeviceGroupKey(pool Pool, user User) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	return "-" + spell(deviceMAC(pool, "device group key", user.Sub), alphabet, 8)
}

func deviceMAC(pool Pool, parts ...string) []byte {
	mac := hmac.New(sha256.New, pool.Secret)
	for _, part := range parts {
		digest := sha256.Sum256([]byte(part)) // of fixed length, so that no two lists read alike
		mac.Write(digest[:])
	}
	return mac.Sum(nil)
}
