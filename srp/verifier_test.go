package srp_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/srp"
)

// Whatever IsVerifier takes, Challenge can use; and it takes all that clients make.
func TestIsVerifier(t *testing.T) {
	for name, c := range map[string]struct {
		verifier []byte
		want     bool
	}{
		"nothing": {nil, false}, "zero": {[]byte{0}, false}, "one": {[]byte{1}, true}, "leading zeros": {[]byte{0, 0, 1}, true}, "negative": {[]byte{0x80}, false},
		"N":       {srp.Pad(group.N()), false},
		"N minus": {srp.Pad(new(big.Int).Sub(group.N(), big.NewInt(1))), true},
		"N plus":  {srp.Pad(new(big.Int).Add(group.N(), big.NewInt(1))), false},
	} {
		if got := group.IsVerifier(c.verifier); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var x [32]byte
		copy(x[:], secretBytes().Draw(t, "x"))
		if verifier := group.Verifier(x); !group.IsVerifier(verifier) {
			t.Fatalf("%x is refused", verifier)
		}
	})
}
