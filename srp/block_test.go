package srp_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/srp"
)

// sampleState is the state of a challenge for an A of so many digits.
func sampleState(t rapid.TB, digits int) srp.State {
	t.Helper()
	a := public(t, strings.Repeat("2", digits))
	ephemeral, err := group.Challenge(bytes.NewReader(bytes.Repeat([]byte{9}, 32)), []byte{2}, a)
	if err != nil {
		t.Fatal(err)
	}
	return ephemeral.State
}

func seal(t rapid.TB, block srp.Block) string {
	t.Helper()
	sealed, err := srp.SealBlock(key, block)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func sampleBlock(t rapid.TB) srp.Block {
	return srp.Block{
		State: sampleState(t, srp.GroupDigits),
		Binding: srp.Binding{
			PoolID: "us-east-1_AbCdEf123", ClientID: "1example23456789", UserID: "alice", DeviceKey: "device", SaltID: "5a5a",
		},
		IssuedAt: now,
	}
}

// 1,340 and 2,572 characters were recorded; the rest is assumed.
func TestSizeOfABlock(t *testing.T) {
	for digits, want := range map[int]int{1: 1340, 2: 1344, 767: 2572, 768: 2572, 769: 2576, srp.MaxPublicDigits: 3808} {
		if have := len(seal(t, srp.Block{State: sampleState(t, digits)})); have != want {
			t.Errorf("%d digits: have %d characters, want %d", digits, have, want)
		}
	}
	for digits := 1; digits < srp.MaxPublicDigits; digits++ {
		if step := srp.BlockSize(digits+1) - srp.BlockSize(digits); step != 1 && step != 2 {
			t.Errorf("from %d digits to the next: %d bytes", digits, step)
		}
	}
}

func TestWhatIsSealedComesOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// The longest names are those that the API allows, in the widest UTF-8.
		digits := rapid.OneOf(rapid.IntRange(1, srp.MaxPublicDigits), rapid.Just(1)).Draw(t, "digits")
		want := srp.Block{
			State: sampleState(t, digits),
			Binding: srp.Binding{
				PoolID:    rapid.StringMatching(`[a-z0-9-]{1,45}_[0-9A-Za-z]{1,9}`).Draw(t, "pool"),
				ClientID:  rapid.StringMatching(`[a-z0-9]{1,128}`).Draw(t, "client"),
				UserID:    rapid.OneOf(rapid.StringN(1, 128, -1), rapid.Just(strings.Repeat("🔑", 128))).Draw(t, "user"),
				DeviceKey: rapid.StringMatching(`([a-z0-9-]{1,18}_[0-9a-f-]{36})?`).Draw(t, "device"),
				SaltID:    rapid.StringMatching(`[0-9a-f]{0,32}`).Draw(t, "salt"),
			},
			IssuedAt: time.UnixMilli(rapid.Int64Range(-1<<50, 1<<50).Draw(t, "time")).UTC(),
		}
		text := seal(t, want)
		have, err := srp.OpenBlock(key, text)
		if err != nil {
			t.Fatal(err)
		}
		if have.Binding != want.Binding || !have.IssuedAt.Equal(want.IssuedAt) {
			t.Errorf("\nhave %v\nwant %v", have, want)
		}
		if !bytes.Equal(have.Marshal(), want.Marshal()) {
			t.Error("the state is another one")
		}
		if length := base64.StdEncoding.EncodedLen(srp.BlockSize(digits)); len(text) != length || len(seal(t, have)) != length {
			t.Errorf("%d characters, want %d", len(text), length)
		}
	})
}

func TestOpenBlockRefuses(t *testing.T) {
	text := seal(t, sampleBlock(t))
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.StdEncoding.EncodeToString
	tests := []struct {
		name, text string
		err        error
	}{
		{"empty", "", srp.ErrBlockTruncated},
		{"not base64", "%%%%", srp.ErrBlockNotBase64},
		{"URL alphabet", base64.URLEncoding.EncodeToString(bytes.Repeat([]byte{0xff}, 1005)), srp.ErrBlockNotBase64},
		{"no padding", base64.RawStdEncoding.EncodeToString(raw[:1006]), srp.ErrBlockNotBase64},
		{"line feed", text[:76] + "\n" + text[76:], srp.ErrBlockNotBase64},
		{"bits behind the end", encode(raw[:1006])[:1341] + "B==", srp.ErrBlockNotBase64},
		{"one character less", text[:len(text)-1], srp.ErrBlockNotBase64},
		{"four characters less", text[:len(text)-4], srp.ErrBlockTampered},
		{"the shortest size", encode(raw[:1005]), srp.ErrBlockTampered},
		{"less than that", encode(raw[:1004]), srp.ErrBlockTruncated},
		{"a few bytes", encode(raw[:5]), srp.ErrBlockTruncated},
		{"more bytes", encode(append(bytes.Clone(raw), 0, 0, 0)), srp.ErrBlockTampered},
		{"zeros", encode(make([]byte, len(raw))), srp.ErrBlockTampered},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if block, err := srp.OpenBlock(key, test.text); !errors.Is(err, test.err) {
				t.Errorf("have %v, %v, want %v", block, err, test.err)
			}
		})
	}
	for i := range raw {
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		if _, err := srp.OpenBlock(key, encode(changed)); !errors.Is(err, srp.ErrBlockTampered) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	if _, err := srp.OpenBlock(srp.BlockKey{4}, text); !errors.Is(err, srp.ErrBlockTampered) {
		t.Errorf("another key: %v", err)
	}
}

func TestSealBlockRefusesWhatDoesNotFit(t *testing.T) {
	block := sampleBlock(t)
	block.Binding.UserID = ""
	room := srp.BlockSize(srp.GroupDigits) - 28 - len(block.Marshal()) // 28: nonce and tag
	for size, want := range map[int]error{
		room: nil, room + 1: srp.ErrBlockOverflow, 1 << 16: srp.ErrBlockOverflow, 1 << 17: srp.ErrBlockOverflow,
	} {
		block.Binding.UserID = strings.Repeat("a", size)
		if _, err := srp.SealBlock(key, block); !errors.Is(err, want) {
			t.Errorf("%d characters: have %v, want %v", size, err, want)
		}
	}
	if _, err := srp.SealBlock(key, srp.Block{}); !errors.Is(err, srp.ErrBlockOverflow) {
		t.Errorf("a block without a challenge: %v", err)
	}
}

func TestABlockShowsNothing(t *testing.T) {
	block := sampleBlock(t)
	raw, err := base64.StdEncoding.DecodeString(seal(t, block))
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range map[string][]byte{
		"b": block.State.PrivateB(), "u": block.State.U().Bytes(), "A": bytes.Repeat([]byte{0x22}, 8),
		"user": []byte("alice"), "pool": []byte("us-east-1"), "padding": make([]byte, 8),
	} {
		if bytes.Contains(raw, secret) {
			t.Errorf("%s can be read", name)
		}
	}
}

// A caller who wants each block to be used once remembers its ID.
func TestAReplayedBlockIsKnownByItsID(t *testing.T) {
	block := sampleBlock(t)
	first, second := seal(t, block), seal(t, block)
	seen := map[string]int{}
	for _, text := range []string{first, second, first} {
		opened, err := srp.OpenBlock(key, text)
		if err != nil {
			t.Fatal(err)
		}
		seen[opened.ID]++
	}
	if len(seen) != 2 || first == second {
		t.Errorf("IDs of two blocks, one of them twice: %v", seen)
	}
}

func TestABlockOfAnotherUserIsKnownByItsBinding(t *testing.T) {
	want := sampleBlock(t).Binding
	for name, change := range map[string]func(*srp.Binding){
		"pool":     func(b *srp.Binding) { b.PoolID = "us-east-1_other" },
		"client":   func(b *srp.Binding) { b.ClientID = "other" },
		"user":     func(b *srp.Binding) { b.UserID = "bob" },
		"device":   func(b *srp.Binding) { b.DeviceKey = "" },
		"password": func(b *srp.Binding) { b.SaltID = "a5a5" },
		"neighbours": func(b *srp.Binding) {
			b.ClientID, b.UserID = b.ClientID+b.UserID[:1], b.UserID[1:]
		},
	} {
		block := sampleBlock(t)
		change(&block.Binding)
		opened, err := srp.OpenBlock(key, seal(t, block))
		if err != nil {
			t.Fatal(err)
		}
		if opened.Binding == want {
			t.Errorf("%s: the binding does not tell", name)
		}
	}
}

func TestUnmarshalBlockCutAnywhere(t *testing.T) {
	record := sampleBlock(t).Marshal()
	for size := range record {
		if _, err := srp.UnmarshalBlock(record[:size]); !errors.Is(err, srp.ErrBlockTampered) {
			t.Errorf("the first %d of %d bytes: %v", size, len(record), err)
		}
	}
	if _, err := srp.UnmarshalBlock(record); err != nil {
		t.Errorf("all of it: %v", err)
	}
}
