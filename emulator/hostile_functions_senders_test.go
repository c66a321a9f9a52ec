package emulator_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

const floodedSeed = `
UserPools:
  - PoolName: flooded
    AutoVerifiedAttributes: [email]
    LambdaConfig: {CustomEmailSender: {LambdaArn: hangs, LambdaVersion: V1_0}, KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"}
    Clients: [{ClientId: flooded, ClientName: web}]
    Users: [{Username: alice, Password: Passw0rd!, Attributes: {email: alice@example.com, email_verified: "true"}}]
  - PoolName: other
    LambdaConfig: {CustomEmailSender: {LambdaArn: works, LambdaVersion: V1_0}, KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"}
    Clients: [{ClientId: other, ClientName: web}]
    Users: [{Username: bob, Password: Passw0rd!, Attributes: {email: bob@example.com, email_verified: "true"}}]
`

// TestAFloodOfCustomSenders: messages for a sender that hangs wait without a goroutine each, others' are sent meanwhile,
// and Close does not wait for long. It notes which messages were not sent.
func TestAFloodOfCustomSenders(t *testing.T) {
	before := measureLeaks(t)
	var most, running atomic.Int32
	t.Run("flood", func(t *testing.T) {
		began := closesSoon(t)
		sent := make(chan struct{}, 1)
		hangs := lambdaclient.InvokerFunc(func(ctx context.Context, function string, _ []byte) (lambdaclient.Result, error) {
			if strings.HasSuffix(function, ":works") {
				sent <- struct{}{}
				return lambdaclient.Result{}, nil
			}
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			<-ctx.Done()
			return lambdaclient.Result{}, ctx.Err()
		})
		s := emulatortest.New(t, emulatortest.Options{Seed: floodedSeed, Functions: hangs, Lambda: lambdaclient.Policy{Timeout: time.Hour}})
		began()
		idle := runtime.NumGoroutine()
		for i := range 120 {
			user := fmt.Sprint("user", i)
			s.Must("SignUp", fields{"ClientId": "flooded", "Username": user, "Password": "Passw0rd!", "UserAttributes": emailOf(user)})
		}
		if n := runtime.NumGoroutine() - idle; n > 80 {
			t.Errorf("%d goroutines were started", n)
		}
		s.Must("ForgotPassword", fields{"ClientId": "other", "Username": "bob"})
		select {
		case <-sent:
		case <-time.After(10 * time.Second):
			t.Error("the other function's message is not sent")
		}
	})
	if most.Load() != 10 || running.Load() != 0 {
		t.Errorf("%d ran at a time, %d still do", most.Load(), running.Load())
	}
	before.check(t, "")
}
