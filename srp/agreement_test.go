package srp_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/srp"
)

var (
	// group is shared, as it would be in a program.
	group = srp.NewGroup()

	key = srp.BlockKey{1, 2, 3}
	now = time.Date(2026, time.September, 5, 3, 7, 9, 0, time.UTC)
)

// A run is one sign-in, from the password that was set to the proof.
type run struct {
	group    *srp.Group
	identity srp.Identity
	salt     []byte
	set      string // the password that the service knows
	typed    string
	a, b     []byte
}

type outcome struct {
	a        string
	b        string
	verifier []byte
	block    srp.Block
	claim    srp.Claim
}

func (r run) play() (outcome, error) {
	out := outcome{verifier: r.group.Verifier(srp.PrivateKey(r.identity, r.set, r.salt))}
	client, err := r.group.NewClient(bytes.NewReader(r.a), r.identity.PoolName)
	if err != nil {
		return out, err
	}
	out.a = client.A()
	sent, err := srp.ParsePublic(out.a)
	if err != nil {
		return out, err
	}
	ephemeral, err := r.group.Challenge(bytes.NewReader(r.b), out.verifier, sent)
	if err != nil {
		return out, err
	}
	out.b = ephemeral.B
	to := srp.Binding{PoolID: "region_" + r.identity.PoolName, UserID: r.identity.UserID}
	sealed, err := srp.SealBlock(key, srp.Block{State: ephemeral.State, Binding: to, IssuedAt: now})
	if err != nil {
		return out, err
	}
	parameters := srp.Parameters{Salt: hex.EncodeToString(r.salt), B: ephemeral.B, SecretBlock: sealed}
	if out.claim, err = client.Answer(r.identity.UserID, r.typed, parameters, now); err != nil {
		return out, err
	}
	if out.block, err = srp.OpenBlock(key, out.claim.SecretBlock); err != nil {
		return out, err
	}
	return out, r.group.Verify(out.block.State, out.verifier, out.claim)
}

func drawRun(t *rapid.T, group *srp.Group) run {
	password := rapid.String().Draw(t, "password")
	return run{
		group: group,
		identity: srp.Identity{
			PoolName: rapid.StringMatching(`[0-9A-Za-z]{1,9}`).Draw(t, "pool"),
			UserID:   rapid.StringN(1, 128, -1).Draw(t, "user"),
		},
		salt: secretBytes().Draw(t, "salt")[:srp.SaltSize],
		set:  password, typed: password,
		a: secretBytes().Draw(t, "a"), b: secretBytes().Draw(t, "b"),
	}
}

func TestClientAndServerAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		out, err := drawRun(t, group).play()
		if err != nil {
			t.Fatal(err)
		}
		if len(out.b) != srp.GroupDigits {
			t.Errorf("B has %d digits", len(out.b))
		}
	})
}

func TestAnotherPasswordNeverAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t, group)
		r.typed = rapid.OneOf(
			rapid.String(),
			rapid.Just(r.set+"\x00"),
			rapid.Just(" "+r.set),
			rapid.Just(r.identity.UserID+":"+r.set),
		).Filter(func(typed string) bool { return typed != r.set }).Draw(t, "typed")
		if _, err := r.play(); !errors.Is(err, srp.ErrSignature) {
			t.Fatalf("have %v, want %v", err, srp.ErrSignature)
		}
	})
}

// In a group of 17 bits all values have leading zeros of every kind, B = 0 included.
func TestClientAndServerAgreeInASmallGroup(t *testing.T) {
	n := big.NewInt(65537)
	group := srp.NewGroupOf(n, big.NewInt(3))
	rapid.Check(t, func(t *rapid.T) {
		out, err := drawRun(t, group).play()
		zero := number(unhexAny(out.b)).Sign() == 0
		if zero != errors.Is(err, srp.ErrServerPublic) || (err != nil && !zero) {
			t.Fatalf("B = %s: %v", out.b, err)
		}
	})
}

func unhexAny(digits string) []byte {
	decoded, _ := hex.DecodeString(digits)
	return decoded
}

func TestOneGroupForManyGoroutines(t *testing.T) {
	group := srp.NewGroup()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			r := run{
				group: group, identity: srp.Identity{PoolName: "p", UserID: fmt.Sprint(i)},
				salt: []byte{1, byte(i)}, set: "secret", typed: "secret",
				a: bytes.Repeat([]byte{byte(i + 1)}, 32), b: bytes.Repeat([]byte{byte(i + 9)}, 32),
			}
			if _, err := r.play(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestPowerIsExp(t *testing.T) {
	for _, digits := range []string{
		"", "00", "01", "02", "0f", "10", "ff", "0100", "000007", strings.Repeat("ff", 32), "10" + strings.Repeat("00", 31),
	} {
		exponent := unhex(t, digits)
		want := new(big.Int).Exp(big.NewInt(2), number(exponent), group.N())
		if have := number(group.Power(exponent)); have.Cmp(want) != 0 {
			t.Errorf("2^%x\nhave %x\nwant %x", exponent, have, want)
		}
	}
}

func TestPoolName(t *testing.T) {
	for id, want := range map[string]string{
		"us-east-1_AbCd": "AbCd", "local_x": "x", "a_b_c": "b", "_x": "x", "x_": "", "none": "", "": "",
	} {
		equal(t, id, srp.PoolName(id), want)
	}
}

func TestNewSalt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := secretBytes().Draw(t, "random")
		salt, err := srp.NewSalt(bytes.NewReader(drawn))
		if err != nil || len(salt) != srp.SaltSize || salt[0] == 0 || !bytes.Equal(salt[1:], drawn[1:srp.SaltSize]) {
			t.Fatalf("NewSalt from %x: %x, %v", drawn, salt, err)
		}
		if drawn[0] != 0 && salt[0] != drawn[0] {
			t.Fatalf("NewSalt changed the first byte of %x to %x", drawn, salt[0])
		}
	})
	if salt, err := srp.NewSalt(bytes.NewReader(make([]byte, 15))); err == nil {
		t.Errorf("NewSalt from too little: %x", salt)
	}
}
