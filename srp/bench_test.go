package srp_test

import (
	"bytes"
	"crypto/rand"
	"math/big"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/srp"
)

// BenchmarkServer measures the server's part of a sign-in (challenge, seal, open,
// verify) and, in the same loop, what the protocol cannot do without: g^b from
// the table, v^u, and one more power for S. Their ratio is how much of the time
// is spent on those. The metrics are of the fastest round of each, which a busy
// machine disturbs least.
func BenchmarkServer(b *testing.B) {
	r := sampleRun(group)
	good, err := r.play()
	if err != nil {
		b.Fatal(err)
	}
	a, v := public(b, good.a), number(good.verifier)
	u := good.block.State.U()
	server, bare := time.Hour, time.Hour
	for b.Loop() {
		start := b.Elapsed()
		ephemeral, err := group.Challenge(rand.Reader, good.verifier, a)
		if err != nil {
			b.Fatal(err)
		}
		block := openSealed(b, srp.Block{State: ephemeral.State, Binding: good.block.Binding, IssuedAt: now})
		if err := group.Verify(block.State, good.verifier, good.claim); err != srp.ErrSignature {
			b.Fatal(err)
		}
		middle := b.Elapsed()
		exponent := ephemeral.State.PrivateB()
		group.Power(exponent)
		s := new(big.Int).Exp(v, u, group.N())
		s.Exp(s, number(exponent), group.N())
		end := b.Elapsed()
		server, bare = min(server, middle-start), min(bare, end-middle)
	}
	b.ReportMetric(float64(server.Nanoseconds()), "server-ns")
	b.ReportMetric(float64(bare.Nanoseconds()), "bare-ns")
	b.ReportMetric(float64(bare)/float64(server), "bare/server")
}

func openSealed(b *testing.B, block srp.Block) srp.Block {
	sealed, err := srp.SealBlock(key, block)
	if err != nil {
		b.Fatal(err)
	}
	opened, err := srp.OpenBlock(key, sealed)
	if err != nil {
		b.Fatal(err)
	}
	return opened
}

func BenchmarkFixedBase(b *testing.B) {
	exponent := bytes.Repeat([]byte{0xa7}, 32)
	for b.Loop() {
		group.Power(exponent)
	}
}

func BenchmarkExp(b *testing.B) {
	exponent := number(bytes.Repeat([]byte{0xa7}, 32))
	for b.Loop() {
		new(big.Int).Exp(big.NewInt(2), exponent, group.N())
	}
}

// BenchmarkFirstUse is what the first sign-in pays for the table.
func BenchmarkFirstUse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		srp.NewGroup().Power([]byte{1})
	}
}

func BenchmarkNewGroup(b *testing.B) {
	for b.Loop() {
		srp.NewGroup()
	}
}

func BenchmarkClient(b *testing.B) {
	good, err := sampleRun(group).play()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		client, err := group.NewClient(rand.Reader, "AbCd")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := client.Answer("alice", "secret", srp.Parameters{Salt: "5a", B: good.b, SecretBlock: "AAAA"}, now); err != nil {
			b.Fatal(err)
		}
	}
}
