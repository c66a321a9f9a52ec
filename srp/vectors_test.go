package srp_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/srp"
)

// vectors is testdata/vectors.json, which other clients of Cognito computed.
type vectors struct {
	K          string
	Pads       []struct{ Number, Padded string }
	Timestamps []struct {
		Milliseconds int64
		Text         string
	}
	Cases []vector
}

type vector struct {
	Name, PoolName, UserID, Password, Salt string

	PrivateA string `json:"a"`
	PrivateB string `json:"b"`
	PublicA  string `json:"A"`
	PublicB  string `json:"B"`
	Secret   string `json:"S"`
	Key      string `json:"K"`
	X, V, U  string

	SecretBlock, Timestamp, Signature string
}

func (v *vector) UnmarshalJSON(data []byte) error {
	// encoding/json takes "a" for "A", so the fields are looked up by hand.
	var members map[string]string
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	*v = vector{
		Name: members["name"], PoolName: members["poolName"], UserID: members["userID"],
		Password: members["password"], Salt: members["salt"],
		PrivateA: members["a"], PrivateB: members["b"], PublicA: members["A"], PublicB: members["B"],
		Secret: members["S"], Key: members["K"], X: members["x"], V: members["v"], U: members["u"],
		SecretBlock: members["secretBlock"], Timestamp: members["timestamp"], Signature: members["signature"],
	}
	return nil
}

func (v *vector) identity() srp.Identity {
	return srp.Identity{PoolName: v.PoolName, UserID: v.UserID}
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Cases) == 0 || len(v.Pads) == 0 || len(v.Timestamps) == 0 {
		t.Fatal("testdata/vectors.json lacks a part")
	}
	return v
}

func TestVectorsOfTheServer(t *testing.T) {
	all := readVectors(t)
	equal(t, "k", fmt.Sprintf("%x", srp.Pad(group.K())), all.K)
	for _, v := range all.Cases {
		t.Run(v.Name, func(t *testing.T) {
			x := srp.PrivateKey(v.identity(), v.Password, unhex(t, v.Salt))
			equal(t, "x", fmt.Sprintf("%x", srp.Pad(number(x[:]))), v.X)
			verifier := group.Verifier(x)
			equal(t, "v", hex.EncodeToString(verifier), v.V)

			ephemeral, err := group.Challenge(bytes.NewReader(unhex(t, v.PrivateB)), verifier, public(t, v.PublicA))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "B", ephemeral.B, fmt.Sprintf("%0*s", srp.GroupDigits, v.PublicB))
			u := ephemeral.State.U()
			equal(t, "u", u.Text(16), v.U)
			s := group.ServerSecret(unhexNumber(t, v.PublicA), number(verifier), unhexNumber(t, v.PrivateB), u)
			equal(t, "S", s.Text(16), v.Secret)
			equal(t, "K", hex.EncodeToString(srp.SessionKey(s, u)), v.Key)

			claim := srp.Claim{
				Identity: v.identity(), SecretBlock: v.SecretBlock, Timestamp: v.Timestamp, Signature: v.Signature,
			}
			if err := group.Verify(ephemeral.State, verifier, claim); err != nil {
				t.Errorf("Verify refuses the signature: %v", err)
			}
		})
	}
}

func TestVectorsOfTheClient(t *testing.T) {
	count := 0
	for _, v := range readVectors(t).Cases {
		if len(v.PrivateA) != 64 || len(v.PublicA) > srp.GroupDigits {
			continue // our client draws 32 bytes, and sends A modulo N
		}
		count++
		t.Run(v.Name, func(t *testing.T) {
			client, err := group.NewClient(bytes.NewReader(unhex(t, v.PrivateA)), v.PoolName)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "A", client.A(), v.PublicA)
			at, err := srp.ParseTimestamp(v.Timestamp)
			if err != nil {
				t.Fatal(err)
			}
			parameters := srp.Parameters{Salt: v.Salt, B: v.PublicB, SecretBlock: v.SecretBlock}
			claim, err := client.Answer(v.UserID, v.Password, parameters, at)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "claim", claim, srp.Claim{
				Identity: v.identity(), SecretBlock: v.SecretBlock, Timestamp: v.Timestamp, Signature: v.Signature,
			})
		})
	}
	if count < 10 {
		t.Errorf("only %d vectors fit the client", count)
	}
}

func TestVectorsOfPadding(t *testing.T) {
	for _, v := range readVectors(t).Pads {
		equal(t, "pad("+v.Number+")", hex.EncodeToString(srp.Pad(unhexNumber(t, v.Number))), v.Padded)
	}
}

func TestVectorsOfTimestamps(t *testing.T) {
	for _, v := range readVectors(t).Timestamps {
		at := time.UnixMilli(v.Milliseconds).UTC()
		equal(t, "FormatTimestamp", srp.FormatTimestamp(at), v.Text)
		parsed, err := srp.ParseTimestamp(v.Text)
		if err != nil || !parsed.Equal(at) {
			t.Errorf("ParseTimestamp(%q) = %v, %v", v.Text, parsed, err)
		}
	}
}

func equal[T comparable](t *testing.T, what string, have, want T) {
	t.Helper()
	if have != want {
		t.Errorf("%s:\nhave %v\nwant %v", what, have, want)
	}
}

func unhex(t *testing.T, digits string) []byte {
	t.Helper()
	decoded, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

func unhexNumber(t *testing.T, digits string) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(digits, 16)
	if !ok {
		t.Fatalf("%q is not hexadecimal", digits)
	}
	return n
}

func number(b []byte) *big.Int { return new(big.Int).SetBytes(b) }

func public(t rapid.TB, digits string) srp.Public {
	t.Helper()
	p, err := srp.ParsePublic(digits)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
