package srp_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/srp"
)

func multiple(of *big.Int, times int64) string {
	return new(big.Int).Mul(of, big.NewInt(times)).Text(16)
}

func TestParsePublic(t *testing.T) {
	n := group.N()
	tests := []struct {
		name, digits string
		err          error
	}{
		{"zero", "0", nil},
		{"two", "2", nil},
		{"odd length", "abc", nil},
		{"upper case", "ABCDEF", nil},
		{"both cases", "aBcD", nil},
		{"leading zeros", "00000f", nil},
		{"N", n.Text(16), nil},
		{"2N", multiple(n, 2), nil},
		{"the longest", strings.Repeat("f", srp.MaxPublicDigits), nil},
		{"longer", strings.Repeat("f", srp.MaxPublicDigits+1), srp.ErrPublicTooLong},
		{"huge", strings.Repeat("f", 1<<20), srp.ErrPublicTooLong},
		{"long zero", strings.Repeat("0", srp.MaxPublicDigits+1), srp.ErrPublicTooLong},
		{"empty", "", srp.ErrPublicEmpty},
		{"negative", "-2", srp.ErrPublicNotHex},
		{"plus sign", "+2", srp.ErrPublicNotHex},
		{"sign only", "-", srp.ErrPublicNotHex},
		{"sign inside", "2-2", srp.ErrPublicNotHex},
		{"prefix", "0x2", srp.ErrPublicNotHex},
		{"underscore", "1_0", srp.ErrPublicNotHex},
		{"space before", " 2", srp.ErrPublicNotHex},
		{"line feed behind", "2\n", srp.ErrPublicNotHex},
		{"not hexadecimal", "g", srp.ErrPublicNotHex},
		{"base64", "AbCd==", srp.ErrPublicNotHex},
		{"NUL", "2\x00", srp.ErrPublicNotHex},
		{"digits of another script", "٣", srp.ErrPublicNotHex},
		{"full-width digit", "\uff12", srp.ErrPublicNotHex},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := srp.ParsePublic(test.digits)
			if !errors.Is(err, test.err) {
				t.Fatalf("have %v, want %v", err, test.err)
			}
			if err == nil && p.Number().Cmp(unhexNumber(t, test.digits)) != 0 {
				t.Errorf("read as %x", p.Number())
			}
		})
	}
}

// Who sends a multiple of N knows S = 0 without a password. It passes the
// challenge, as at Cognito, but even the signature that S = 0 gives is refused.
func TestPublicZeroProvesNothing(t *testing.T) {
	id := srp.Identity{PoolName: "pool", UserID: "alice"}
	verifier := group.Verifier(srp.PrivateKey(id, "secret", []byte("salt")))
	for name, a := range map[string]string{
		"0": "0", "00": "00", "N": group.N().Text(16), "2N": multiple(group.N(), 2), "long 0": strings.Repeat("0", 768),
	} {
		t.Run(name, func(t *testing.T) {
			ephemeral, err := group.Challenge(bytes.NewReader(bytes.Repeat([]byte{7}, 32)), verifier, public(t, a))
			if err != nil {
				t.Fatal(err)
			}
			sealed, err := srp.SealBlock(key, srp.Block{State: ephemeral.State})
			if err != nil {
				t.Fatal(err)
			}
			block, err := srp.OpenBlock(key, sealed)
			if err != nil {
				t.Fatal(err)
			}
			raw, _ := base64.StdEncoding.DecodeString(sealed)
			forged := srp.Claim{Identity: id, SecretBlock: sealed, Timestamp: srp.FormatTimestamp(now)}
			forged.Signature = srp.Sign(srp.SessionKey(new(big.Int), ephemeral.State.U()), id, raw, forged.Timestamp)
			if err := group.Verify(block.State, verifier, forged); !errors.Is(err, srp.ErrPublicZero) {
				t.Errorf("have %v, want %v", err, srp.ErrPublicZero)
			}
		})
	}
}

// A missing verifier would be v = 0, with which everybody knows S.
func TestUselessVerifier(t *testing.T) {
	good, err := sampleRun(group).play()
	if err != nil {
		t.Fatal(err)
	}
	for name, verifier := range map[string][]byte{
		"missing": nil, "empty": {}, "zero": {0}, "N": group.N().Bytes(),
		"2N": new(big.Int).Lsh(group.N(), 1).Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := group.Challenge(bytes.NewReader(make([]byte, 32)), verifier, public(t, good.a)); !errors.Is(err, srp.ErrVerifier) {
				t.Errorf("Challenge: have %v, want %v", err, srp.ErrVerifier)
			}
			if err := group.Verify(good.block.State, verifier, good.claim); !errors.Is(err, srp.ErrVerifier) {
				t.Errorf("Verify: have %v, want %v", err, srp.ErrVerifier)
			}
		})
	}
}

func sampleRun(group *srp.Group) run {
	return run{
		group: group, identity: srp.Identity{PoolName: "AbCd", UserID: "alice"},
		salt: bytes.Repeat([]byte{0x5a}, srp.SaltSize), set: "secret", typed: "secret",
		a: bytes.Repeat([]byte{3}, 32), b: bytes.Repeat([]byte{9}, 32),
	}
}

func TestVerifyRefuses(t *testing.T) {
	good, err := sampleRun(group).play()
	if err != nil {
		t.Fatal(err)
	}
	again := sampleRun(group)
	again.b = bytes.Repeat([]byte{10}, 32)
	other, err := again.play()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		change func(*srp.Claim)
		err    error
	}{
		{"no signature", func(c *srp.Claim) { c.Signature = "" }, srp.ErrSignature},
		{"signature cut short", func(c *srp.Claim) { c.Signature = c.Signature[:40] }, srp.ErrSignature},
		{"signature without padding", func(c *srp.Claim) { c.Signature = strings.TrimRight(c.Signature, "=") }, srp.ErrSignature},
		{"signature in hexadecimal", func(c *srp.Claim) { c.Signature = strings.Repeat("ab", 32) }, srp.ErrSignature},
		{"signature of another run", func(c *srp.Claim) { c.Signature = other.claim.Signature }, srp.ErrSignature},
		{"block of another run", func(c *srp.Claim) { c.SecretBlock = other.claim.SecretBlock }, srp.ErrSignature},
		{"block and signature of another run", func(c *srp.Claim) { *c = other.claim }, srp.ErrSignature},
		{"no block", func(c *srp.Claim) { c.SecretBlock = "" }, srp.ErrSignature},
		{"block that is not base64", func(c *srp.Claim) { c.SecretBlock = "%" }, srp.ErrBlockNotBase64},
		{"another user", func(c *srp.Claim) { c.Identity.UserID = "bob" }, srp.ErrSignature},
		{"another pool", func(c *srp.Claim) { c.Identity.PoolName = "other" }, srp.ErrSignature},
		{"another timestamp", func(c *srp.Claim) { c.Timestamp = "Sat Sep 5 03:07:10 UTC 2026" }, srp.ErrSignature},
		{"no timestamp", func(c *srp.Claim) { c.Timestamp = "" }, srp.ErrSignature},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			claim := good.claim
			test.change(&claim)
			if err := group.Verify(good.block.State, good.verifier, claim); !errors.Is(err, test.err) {
				t.Errorf("have %v, want %v", err, test.err)
			}
		})
	}
}

func TestClientRefuses(t *testing.T) {
	good := srp.Parameters{Salt: "5a", B: "2", SecretBlock: "AAAA"}
	tests := []struct {
		name   string
		change func(*srp.Parameters)
		err    error
	}{
		{"nothing", func(*srp.Parameters) {}, nil},
		{"salt of odd length", func(p *srp.Parameters) { p.Salt = "a5a" }, nil},
		{"salt that is not hexadecimal", func(p *srp.Parameters) { p.Salt = "xx" }, srp.ErrSalt},
		{"B = 0", func(p *srp.Parameters) { p.B = "0" }, srp.ErrServerPublic},
		{"B = N", func(p *srp.Parameters) { p.B = group.N().Text(16) }, srp.ErrServerPublic},
		{"no B", func(p *srp.Parameters) { p.B = "" }, srp.ErrPublicEmpty},
		{"block that is not base64", func(p *srp.Parameters) { p.SecretBlock = "A" }, srp.ErrBlockNotBase64},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			client, err := group.NewClient(bytes.NewReader(bytes.Repeat([]byte{3}, 32)), "pool")
			if err != nil {
				t.Fatal(err)
			}
			parameters := good
			test.change(&parameters)
			if _, err := client.Answer("alice", "secret", parameters, now); !errors.Is(err, test.err) {
				t.Errorf("have %v, want %v", err, test.err)
			}
		})
	}
}

func TestTooLittleRandomness(t *testing.T) {
	if _, err := group.NewClient(bytes.NewReader(make([]byte, 31)), "pool"); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("NewClient: %v", err)
	}
	if _, err := group.Challenge(bytes.NewReader(make([]byte, 31)), []byte{2}, public(t, "2")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Challenge: %v", err)
	}
}
