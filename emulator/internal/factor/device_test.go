package factor_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"

	onepassword "github.com/1Password/srp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/srp"
)

// devices is shared, as its group would be in a program.
var devices = factor.Devices{Group: srp.NewGroup()}

func secretOf(verifier, salt string) *api.DeviceSecretVerifierConfigType {
	return &api.DeviceSecretVerifierConfigType{PasswordVerifier: verifier, Salt: salt}
}

func encoded(bytes []byte) string { return base64.StdEncoding.EncodeToString(bytes) }

// A verifier is a number of the group, written as Java writes numbers.
func TestReadSecret(t *testing.T) {
	prime := onepassword.KnownGroups[onepassword.RFC5054Group3072].N()
	n, below := prime.Bytes(), new(big.Int).Sub(prime, big.NewInt(1)).Bytes()
	two := encoded([]byte{2})
	for name, c := range map[string]struct {
		config *api.DeviceSecretVerifierConfigType
		ok     bool
	}{
		"the smallest":      {secretOf(encoded([]byte{1}), two), true},
		"the largest":       {secretOf(encoded(append([]byte{0}, below...)), two), true},
		"the longest salt":  {secretOf(two, encoded(make([]byte, 64))), true},
		"none":              {nil, false},
		"no verifier":       {secretOf("", two), false},
		"no salt":           {secretOf(two, ""), false},
		"no base64":         {secretOf("??", two), false},
		"no base64 as salt": {secretOf(two, "??"), false},
		"zero":              {secretOf(encoded([]byte{0}), two), false},
		"N":                 {secretOf(encoded(append([]byte{0}, n...)), two), false},
		"above N":           {secretOf(encoded(append([]byte{1}, n...)), two), false},
		"negative":          {secretOf(encoded(below), two), false},
		"leading zeros":     {secretOf(encoded([]byte{0, 0, 2}), two), true},
		"huge":              {secretOf(encoded(bytes.Repeat([]byte{1}, 90_000)), two), false},
		"a long salt":       {secretOf(two, encoded(make([]byte, 65))), false},
		"an empty salt":     {secretOf(two, "\n"), false},
	} {
		_, _, err := devices.ReadSecret(c.config)
		if ok := err == nil; ok != c.ok || !ok && !rule.Is(err, rule.DeviceSecretInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzDeviceSecret looks for secrets that are taken and then cannot be used.
func FuzzDeviceSecret(f *testing.F) {
	f.Add("Ag==", "Ag==", "2")
	f.Add("AA==", "", "0")
	f.Add(strings.Repeat("/", 512), "AAAA", "ff")
	f.Fuzz(func(t *testing.T, verifier, salt, a string) {
		v, s, err := devices.ReadSecret(secretOf(verifier, salt))
		if err != nil {
			if !rule.Is(err, rule.DeviceSecretInvalid) {
				t.Fatal(err)
			}
			return
		}
		public, err := srp.ParsePublic(a)
		if err != nil {
			return
		}
		ephemeral, err := devices.Group.Challenge(rand.Reader, v, public)
		if err != nil {
			t.Fatalf("no challenge for %x: %v", v, err)
		}
		device := directory.Device{Key: "key", GroupKey: "-group", Verifier: v, Salt: s}
		if _, err := srp.SealBlock(srp.BlockKey{}, srp.Block{State: ephemeral.State}); err != nil {
			t.Fatal(err)
		}
		block := srp.Block{State: ephemeral.State, Binding: srp.Binding{DeviceKey: "key"}}
		if err := devices.Check(device, block, factor.DeviceClaim{SecretBlock: "AAAA", Timestamp: "now", Signature: "AAAA"}); err == nil {
			t.Fatal("a made-up proof holds")
		}
	})
}
