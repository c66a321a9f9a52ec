package srp_test

import (
	"bytes"
	"encoding/gob"
	"math/big"
	"testing"

	onepassword "github.com/1Password/srp"
	"pgregory.net/rapid"
)

// An oracle is 1Password's server-side SRP object in Cognito's group. It computes
// g^x, B and S as this package should. It hashes in its own way, so k and u are
// ours, and what it hides is read from, and written to, its binary form.
type oracle struct {
	group                             onepassword.Group
	b, publicA, publicB, x, v, u, k   big.Int
	secret                            big.Int
	key                               []byte
	isServer, badState, isServerProof bool
	m, clientProof                    []byte
}

func (o *oracle) members() []any {
	return []any{
		&o.group, &o.b, &o.publicA, &o.publicB, &o.x, &o.v, &o.u, &o.k,
		&o.secret, &o.key, &o.isServer, &o.badState, &o.isServerProof, &o.m, &o.clientProof,
	}
}

func (o *oracle) read(t *rapid.T, from *onepassword.SRP) {
	data, err := from.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	decoder := gob.NewDecoder(bytes.NewReader(data))
	for _, member := range o.members() {
		if err := decoder.Decode(member); err != nil {
			t.Fatal(err)
		}
	}
}

func (o *oracle) write(t *rapid.T) *onepassword.SRP {
	var data bytes.Buffer
	encoder := gob.NewEncoder(&data)
	for _, member := range o.members() {
		if err := encoder.Encode(member); err != nil {
			t.Fatal(err)
		}
	}
	to := new(onepassword.SRP)
	if err := to.UnmarshalBinary(data.Bytes()); err != nil {
		t.Fatal(err)
	}
	return to
}

func cognitoGroup() *onepassword.Group {
	group := onepassword.NewGroup()
	group.N().Set(onepassword.KnownGroups[onepassword.RFC5054Group3072].N())
	group.Generator().SetInt64(2)
	return group
}

func TestOraclesVerifier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := [32]byte(secretBytes().Draw(t, "x"))
		x[31] |= 1 // the oracle takes 0 for "not set"
		want, err := onepassword.NewSRPClient(cognitoGroup(), number(x[:]), group.K()).Verifier()
		if err != nil {
			t.Fatal(err)
		}
		if have := number(group.Verifier(x)); have.Cmp(want) != 0 {
			t.Errorf("g^%x\nhave %x\nwant %x", x, have, want)
		}
	})
}

func TestOraclesServer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := [32]byte(secretBytes().Draw(t, "x"))
		verifier := group.Verifier(x)
		client, err := group.NewClient(bytes.NewReader(secretBytes().Draw(t, "a")), "pool")
		if err != nil {
			t.Fatal(err)
		}
		theirs := onepassword.NewSRPServer(cognitoGroup(), number(verifier), group.K())
		var state oracle
		state.read(t, theirs)

		ours, err := group.Challenge(bytes.NewReader(state.b.FillBytes(make([]byte, 32))), verifier, public(t, client.A()))
		if err != nil {
			t.Fatal(err)
		}
		if want := theirs.EphemeralPublic(); public(t, ours.B).Number().Cmp(want) != 0 {
			t.Fatalf("B\nhave %s\nwant %x", ours.B, want)
		}

		a := public(t, client.A()).Number()
		if err := theirs.SetOthersPublic(a); err != nil {
			t.Fatal(err)
		}
		state.read(t, theirs)
		state.u.Set(ours.State.U())
		theirs = state.write(t)
		if _, err := theirs.Key(); err != nil {
			t.Fatal(err)
		}
		state.read(t, theirs)
		have := group.ServerSecret(a, number(verifier), number(ours.State.PrivateB()), ours.State.U())
		if have.Cmp(&state.secret) != 0 {
			t.Errorf("S\nhave %x\nwant %x", have, &state.secret)
		}
	})
}

// secretBytes draws 32 bytes, often with zeros or set bits at the front.
func secretBytes() *rapid.Generator[[]byte] {
	return rapid.Custom(func(t *rapid.T) []byte {
		drawn := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "bytes")
		prefixes := [][]byte{nil, {0}, {0, 0x80}, {0, 0, 1}, {0x80}, {0xff}, bytes.Repeat([]byte{0}, 24)}
		copy(drawn, rapid.SampledFrom(prefixes).Draw(t, "prefix"))
		return drawn
	})
}
