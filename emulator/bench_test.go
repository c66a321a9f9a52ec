package emulator_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	onepassword "github.com/1Password/srp"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/srp"
)

const (
	benchPool = "us-east-1_Bench0001"
	benchSeed = `
UserPools:
  - Id: us-east-1_Bench0001
    PoolName: bench
    Clients:
      - {ClientName: web, ClientId: bench, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
    Users: [{Username: alice, Password: "Passw0rd!", Attributes: {email: alice@example.com, email_verified: "true"}}]
`
)

// bench starts an emulator whose handler is called directly: no sockets, so that the figures are the emulator's.
func bench(b *testing.B) *emulator.Emulator {
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	if err := e.ApplySeed(context.Background(), []byte(benchSeed)); err != nil {
		b.Fatal(err)
	}
	return e
}

func call(b *testing.B, e *emulator.Emulator, operation, body string) []byte {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Errorf("%s: %s", operation, w.Body)
	}
	return w.Body.Bytes()
}

const passwordSignIn = `{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"bench","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`

// BenchmarkPasswordSignIn compares sign-ins per second, on all cores, with what two RSA-2048 signatures alone allow
// by OpenSSL's measure on the same cores: the metric of-openssl is to be at least 0.75.
func BenchmarkPasswordSignIn(b *testing.B) {
	e := bench(b)
	call(b, e, "InitiateAuth", passwordSignIn) // the pool's keys are made now
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			call(b, e, "InitiateAuth", passwordSignIn)
		}
	})
	b.StopTimer()
	rate := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "sign-ins/s")
	if b.N < 100 {
		return // a trial run: too short to compare
	}
	if signatures := opensslSignatures(b); signatures > 0 {
		b.ReportMetric(rate/(signatures/2), "of-openssl")
	}
}

// opensslSignatures is how many RSA-2048 signatures per second OpenSSL makes on all cores; 0 without openssl.
func opensslSignatures(b *testing.B) float64 {
	out, err := exec.Command("openssl", "speed", "-seconds", "3", "-multi", strconv.Itoa(runtime.GOMAXPROCS(0)), "rsa2048").Output()
	if err != nil {
		b.Logf("no comparison with openssl: %v", err)
		return 0
	}
	found := regexp.MustCompile(`(?m)^rsa\s+2048 bits\s+\S+\s+\S+\s+([0-9.]+)`).FindSubmatch(out)
	if found == nil {
		b.Logf("openssl said %s", out)
		return 0
	}
	rate, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return rate
}

// BenchmarkSRPSignIn compares the emulator's time for a whole SRP sign-in, tokens included, with the three modular
// exponentiations that the protocol needs of a server (g^b, v^u, and the result to the b), done by math/big: the
// metric of-exponentiations is to be at least 0.75. The client's part is not counted.
func BenchmarkSRPSignIn(b *testing.B) {
	e := bench(b)
	group := srp.NewGroup()
	signInSRP(b, e, group)
	var server, alone time.Duration
	for b.Loop() { // by turns, so that both have the same share of a busy machine
		server += signInSRP(b, e, group)
		alone += exponentiations(b)
	}
	b.ReportMetric(float64(server.Microseconds())/float64(b.N), "server-µs")
	b.ReportMetric(float64(alone)/float64(server), "of-exponentiations")
}

func signInSRP(b *testing.B, e *emulator.Emulator, group *srp.Group) time.Duration {
	client, err := group.NewClient(rand.Reader, srp.PoolName(benchPool))
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	body := call(b, e, "InitiateAuth", fmt.Sprintf(`{"AuthFlow":"USER_SRP_AUTH","ClientId":"bench","AuthParameters":{"USERNAME":"alice","SRP_A":"%s"}}`, client.A()))
	server := time.Since(start)
	var challenge struct{ ChallengeParameters map[string]string }
	if err := json.Unmarshal(body, &challenge); err != nil {
		b.Fatal(err)
	}
	p := challenge.ChallengeParameters
	claim, err := client.Answer(p["USER_ID_FOR_SRP"], "Passw0rd!", srp.Parameters{Salt: p["SALT"], B: p["SRP_B"], SecretBlock: p["SECRET_BLOCK"]}, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	answer, err := json.Marshal(map[string]any{"ChallengeName": "PASSWORD_VERIFIER", "ClientId": "bench", "ChallengeResponses": map[string]string{
		"USERNAME": "alice", "PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock, "PASSWORD_CLAIM_SIGNATURE": claim.Signature, "TIMESTAMP": claim.Timestamp,
	}})
	if err != nil {
		b.Fatal(err)
	}
	start = time.Now()
	call(b, e, "RespondToAuthChallenge", string(answer))
	return server + time.Since(start)
}

// exponentiations is the time of the protocol's three, with exponents of 256 bits.
func exponentiations(b *testing.B) time.Duration {
	group := onepassword.KnownGroups[onepassword.RFC5054Group3072]
	random := func(bytes int) *big.Int {
		raw := make([]byte, bytes)
		if _, err := rand.Read(raw); err != nil {
			b.Fatal(err)
		}
		return new(big.Int).SetBytes(raw)
	}
	two, v, n, exponent, u := big.NewInt(2), random(380), group.N(), random(32), random(32)
	start := time.Now()
	public := new(big.Int).Exp(two, exponent, n)
	secret := new(big.Int).Exp(v, u, n)
	secret.Exp(secret, exponent, n)
	took := time.Since(start)
	if public.Sign() == 0 || secret.Sign() == 0 {
		b.Fatal("a power of the group is 0")
	}
	return took
}
