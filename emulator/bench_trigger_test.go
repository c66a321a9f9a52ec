package emulator_test

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

const (
	atATime = 32
	// preAuthenticated is a user of two pools, of which one has a trigger that lets everybody pass.
	preAuthenticated = `
Lambdas: {echo: {Command: [%q], MaxConcurrency: 32}}
UserPools:
  - Id: us-east-1_Bench0001
    PoolName: plain
    Clients: [{ClientName: web, ClientId: plain, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: alice, Password: "Passw0rd!"}]
  - Id: us-east-1_Bench0002
    PoolName: triggered
    LambdaConfig: {PreAuthentication: echo}
    Clients: [{ClientName: web, ClientId: triggered, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: alice, Password: "Passw0rd!"}]
`
)

// BenchmarkTriggeredSignIns makes 32 sign-ins at a time through a PreAuthentication function in Go, and compares their
// time with that of its parts: as many sign-ins without a trigger, and as many bare invocations of the same
// executable. The metric of-parts would be 1 if calling a trigger cost nothing beside the call.
func BenchmarkTriggeredSignIns(b *testing.B) {
	command := buildEcho(b)
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	if err := e.ApplySeed(context.Background(), fmt.Appendf(nil, preAuthenticated, command)); err != nil {
		b.Fatal(err)
	}
	pool, err := runtimeapi.NewPool("echo", "", lambdaclient.Function{Command: []string{command}, MaxConcurrency: atATime}, runtimeapi.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = pool.Close() })
	event := bytes.Repeat([]byte(" "), 700) // about as long as the trigger's
	copy(event, `{"version":"1"}`)
	signIn := func(client string) func() {
		body := fmt.Sprintf(`{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":%q,"AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`, client)
		return func() { call(b, e, "InitiateAuth", body) }
	}
	invoke := func() {
		if _, err := pool.Invoke(context.Background(), "echo", event); err != nil {
			b.Error(err)
		}
	}
	var through, parts time.Duration
	for range 3 { // keys are made and processes started
		together(invoke)
		together(signIn("plain"))
		together(signIn("triggered"))
	}
	for b.Loop() {
		through += together(signIn("triggered"))
		parts += together(signIn("plain")) + together(invoke)
	}
	b.ReportMetric(float64(atATime*b.N)/through.Seconds(), "sign-ins/s")
	b.ReportMetric(float64(parts)/float64(through), "of-parts")
}

// together does something 32 times at a time.
func together(do func()) time.Duration {
	var all sync.WaitGroup
	start := time.Now()
	for range atATime {
		all.Go(do)
	}
	all.Wait()
	return time.Since(start)
}

func buildEcho(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "echo")
	build := exec.CommandContext(b.Context(), "go", "build", "-o", path, "github.com/cognitwo/cognitwo/fixtures/lambdas/echo")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("building the function: %v\n%s", err, out)
	}
	return path
}
