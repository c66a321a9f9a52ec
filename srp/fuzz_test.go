package srp_test

import (
	"bytes"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/srp"
)

func FuzzParsePublic(f *testing.F) {
	for _, seed := range []string{"", "0", "2", "-2", "abc", "ABC", "0x1", strings.Repeat("f", 768), strings.Repeat("0", 1537)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, digits string) {
		p, err := srp.ParsePublic(digits)
		if err != nil {
			if !errors.Is(err, srp.ErrPublicEmpty) && !errors.Is(err, srp.ErrPublicNotHex) && !errors.Is(err, srp.ErrPublicTooLong) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		written := strings.TrimLeft(strings.ToLower(digits), "0")
		if have := strings.TrimLeft(p.Number().Text(16), "0"); have != written {
			t.Fatalf("%q was read as %q", digits, have)
		}
		ephemeral, err := group.Challenge(bytes.NewReader(make([]byte, 32)), []byte{2}, p)
		if err != nil {
			t.Fatalf("the challenge refuses it: %v", err)
		}
		if _, err := srp.SealBlock(key, srp.Block{State: ephemeral.State}); err != nil {
			t.Fatalf("the block refuses it: %v", err)
		}
	})
}

func FuzzOpenBlock(f *testing.F) {
	sample := sampleBlock(f)
	sealed := seal(f, sample)
	for _, seed := range []string{"", sealed, sealed[:1340], sealed[4:], sealed + "AAAA", sealed + "\n", strings.ToLower(sealed), strings.Repeat("A", 1340)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		// Nothing but the sample was ever sealed (by each of the fuzzing processes).
		if block, err := srp.OpenBlock(key, text); err == nil && !bytes.Equal(block.Marshal(), sample.Marshal()) {
			t.Fatalf("opened %q, which nobody sealed", text)
		} else if err != nil && text == sealed {
			t.Fatal(err)
		}
	})
}

func FuzzUnmarshalBlock(f *testing.F) {
	record := sampleBlock(f).Marshal()
	f.Add(record)
	f.Add(record[:20])
	f.Add(bytes.Repeat([]byte{0xff}, 977))
	f.Fuzz(func(t *testing.T, record []byte) {
		block, err := srp.UnmarshalBlock(record)
		if err == nil && !bytes.HasPrefix(record, block.Marshal()) {
			t.Fatalf("%x was read as %x", record, block.Marshal())
		}
	})
}

func FuzzParseTimestamp(f *testing.F) {
	for _, seed := range []string{"", "Thu Sep 24 13:50:15 UTC 2026", "Sat Sep 05 03:07:09 UTC 2026", "Sat Sep 5 03:07:09.5 UTC 2026"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := srp.ParseTimestamp(text)
		if err == nil && srp.FormatTimestamp(at) != text {
			t.Fatalf("%q was read as %v", text, at)
		}
		if err != nil && !errors.Is(err, srp.ErrTimestamp) {
			t.Fatalf("an error of another kind: %v", err)
		}
	})
}

// FuzzAnswer lets a hostile server speak to the client.
func FuzzAnswer(f *testing.F) {
	f.Add("5a5a", "2", "AAAA")
	f.Add("", "0", "")
	f.Add("x", group.N().Text(16), "%")
	f.Add("-1", new(big.Int).Lsh(group.N(), 1).Text(16), "=")
	client, err := group.NewClient(bytes.NewReader(bytes.Repeat([]byte{3}, 32)), "pool")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, salt, b, block string) {
		claim, err := client.Answer("alice", "secret", srp.Parameters{Salt: salt, B: b, SecretBlock: block}, now)
		if (err == nil) != (len(claim.Signature) == 44) {
			t.Fatalf("a signature of %d characters, with %v", len(claim.Signature), err)
		}
	})
}
