package emulator_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// FuzzAPI throws any body at any operation. The emulator keeps what the bodies did to it, for a while.
func FuzzAPI(f *testing.F) {
	const life = 1000 // calls; then there is a fresh one, so that a long run does not fill the memory
	calls, running := 0, newFuzzed(f)
	f.Cleanup(func() { _ = running.Close() })
	h := &hostile{random: rand.New(rand.NewPCG(1, 2)), known: map[string][]string{
		"UserPoolId": {"us-east-1_Protocol1"}, "ClientId": {"protocol"}, "Username": {"alice"}, "USERNAME": {"alice"}, "PASSWORD": {"Passw0rd!"},
		"Password": {"Passw0rd!"}, "SRP_A": {"2"}, "GroupName": {"staff"}, "AccessToken": {"a.b.c"}, "REFRESH_TOKEN": {"a.b.c.d.e"},
	}}
	for _, operation := range api.Names() {
		f.Add(operation, []byte(`{}`))
		f.Add(operation, []byte(h.request(operation)))
	}
	f.Fuzz(func(t *testing.T, operation string, body []byte) {
		if calls++; calls%life == 0 {
			_ = running.Close()
			running = newFuzzed(t)
		}
		answer := inProcess(running, signedRequest(operation, strings.NewReader(string(body))))
		if err := sane(operation, answer); err != nil {
			t.Errorf("%d %.500s: %v", answer.Status, answer.Body, err)
		}
	})
}

func newFuzzed(t testing.TB) *emulator.Emulator {
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.ApplySeed(context.Background(), []byte(protocolSeed)); err != nil {
		t.Fatal(err)
	}
	return e
}
