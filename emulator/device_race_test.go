package emulator_test

import (
	"crypto/rand"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// TestADeviceProofWorksOnce gives the same right proof many times at once, and sign-ins of one device beside each other.
func TestADeviceProofWorksOnce(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	p := w.device(w.start("alice", nil))
	client, err := w.group.NewClient(rand.Reader, p.group)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var right, halves atomic.Int32
	first := w.start("alice", p)
	second := w.respond("DEVICE_SRP_AUTH", first.Session, fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": client.A()})
	claim := w.claim(client, second, "alice", p)
	again := w.start("alice", p)
	for range 8 {
		all.Go(func() {
			if w.respond("DEVICE_PASSWORD_VERIFIER", second.Session, claim).Status == 200 {
				right.Add(1)
			}
		})
		all.Go(func() {
			if w.respond("DEVICE_SRP_AUTH", again.Session, fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": "2"}).Status == 200 {
				halves.Add(1)
			}
		})
	}
	all.Wait()
	if right.Load() != 1 || halves.Load() != 1 {
		t.Errorf("%d proofs and %d halves of proofs were taken", right.Load(), halves.Load())
	}
	for range 4 {
		all.Go(func() {
			reply := w.prove(w.start("alice", p), "alice", p, true)
			if reply.Status != 200 {
				t.Errorf("a sign-in beside others: %d %s", reply.Status, reply.Body)
			}
		})
	}
	all.Wait()
}
