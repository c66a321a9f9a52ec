package emulator_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// minimum is what a sign-in cannot do without: signatures of tokens, SRP's three exponentiations for each proof, and the
// check of a passkey's signature.
type minimum struct{ pairs, proofs, passkeys int }

type benchFlow struct {
	name string
	at   station
	min  minimum
}

// benchFlows are sign-ins from the first call to the tokens, each with its cryptographic minimum.
var benchFlows = []benchFlow{
	{"password", station{pool: "plain", flow: "USER_PASSWORD_AUTH"}, minimum{pairs: 1}},
	{"SRP", station{pool: "plain", flow: "USER_SRP_AUTH"}, minimum{pairs: 1, proofs: 1}},
	{"custom", station{pool: "plain", flow: "CUSTOM_AUTH"}, minimum{pairs: 1}},
	{"choice of a password", station{pool: "plain", flow: "USER_AUTH", first: "PASSWORD"}, minimum{pairs: 1}},
	{"choice of SRP", station{pool: "plain", flow: "USER_AUTH", first: "PASSWORD_SRP"}, minimum{pairs: 1, proofs: 1}},
	{"choice of a code", station{pool: "plain", flow: "USER_AUTH", first: "EMAIL_OTP"}, minimum{pairs: 1}},
	{"passkey", station{pool: "plain", flow: "USER_AUTH", first: "WEB_AUTHN", passkey: true}, minimum{pairs: 1, passkeys: 1}},
	{"password and code", station{pool: "optional", flow: "USER_PASSWORD_AUTH", enabled: []string{"SMS_MFA"}}, minimum{pairs: 1}},
	{"password and app", station{pool: "optional", flow: "USER_PASSWORD_AUTH", enabled: []string{"SOFTWARE_TOKEN_MFA"}, app: true}, minimum{pairs: 1}},
	{"SRP and device", station{pool: "tracked", flow: "USER_SRP_AUTH", device: true}, minimum{pairs: 1, proofs: 2}},
}

// BenchmarkFlows compares the emulator's time for a sign-in with its minimum, taken by turns so that both have the same
// share of a busy machine: the metric of-minimum is their ratio. The program's own part is not counted. Signatures are
// those of crypto/rsa with two primes; the emulator's keys have five, so that the ratio can be above 1.
func BenchmarkFlows(b *testing.B) {
	m := quietMachine(b, "123456")
	for _, f := range benchFlows {
		b.Run(f.name, func(b *testing.B) {
			m := m.with(b)
			who := m.settle(f.at)
			m.begin(signIn{who: who, flow: f.at.flow, first: f.at.first}, true).finish() // the pool's keys are made now
			alone, bare := newBareMinimum(b), time.Duration(0)
			m.took = 0
			for b.Loop() {
				m.begin(signIn{who: who, flow: f.at.flow, first: f.at.first}, true).finish()
				bare += alone.take(b, f.min)
			}
			b.ReportMetric(float64(m.took.Microseconds())/float64(b.N), "server-µs")
			b.ReportMetric(float64(bare.Microseconds())/float64(b.N), "minimum-µs")
			b.ReportMetric(float64(bare)/float64(m.took), "of-minimum")
		})
	}
}

// BenchmarkMixedSignIns has 32 programs sign in at once, each with one flow after the other, SRP's client included. (An
// app's codes need a clock that goes on, and are left out.) The metric of-minimum compares what the cores could have done,
// had they done nothing but the minimum of emulator and programs, with what they did.
func BenchmarkMixedSignIns(b *testing.B) {
	m, flows := quietMachine(b, "123456"), slices.Clone(benchFlows)
	flows = slices.DeleteFunc(flows, func(f benchFlow) bool { return f.at.app })
	programs := make(chan []*person, 32)
	for range cap(programs) {
		var users []*person
		for _, f := range flows {
			users = append(users, m.settle(f.at))
		}
		programs <- users
	}
	alone, bare, rounds := newBareMinimum(b), time.Duration(0), 5
	for range rounds {
		for _, f := range flows {
			f.min.proofs *= 2 // the program has three exponentiations of its own
			bare += alone.take(b, f.min)
		}
	}
	var turn atomic.Int64
	b.SetParallelism(max(1, cap(programs)/runtime.GOMAXPROCS(0)))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		m, users := m.with(b), <-programs
		for pb.Next() {
			i := int(turn.Add(1)) % len(flows)
			m.begin(signIn{who: users[i], flow: flows[i].at.flow, first: flows[i].at.first}, true).finish()
		}
		programs <- users
	})
	b.StopTimer()
	each := float64(b.Elapsed()) / float64(b.N)
	b.ReportMetric(1e9/each, "sign-ins/s")
	b.ReportMetric(float64(bare)/float64(rounds*len(flows)*runtime.GOMAXPROCS(0))/each, "of-minimum")
}

// BenchmarkRefresh compares refreshes per second, on all cores, with pairs of RSA-2048 signatures per second by crypto/rsa
// on the same cores, taken by turns.
func BenchmarkRefresh(b *testing.B) {
	m := quietMachine(b, "123456")
	signedIn := m.begin(signIn{who: m.settle(station{pool: "plain"}), flow: "USER_PASSWORD_AUTH"}, true).finish()
	body := fields{"ClientId": "plain0", "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": fields{"REFRESH_TOKEN": signedIn.result.AuthenticationResult.RefreshToken}}
	alone := newBareMinimum(b)
	var refreshing, signing time.Duration
	const round = 64 // of each, so that all cores are busy
	rounds := 0
	for b.Loop() {
		rounds++
		refreshing += inParallel(round, func() { m.with(b).must("InitiateAuth", body) })
		signing += inParallel(round, func() { alone.take(b, minimum{pairs: 1}) })
	}
	b.ReportMetric(float64(rounds*round)/refreshing.Seconds(), "refreshes/s")
	b.ReportMetric(float64(signing)/float64(refreshing), "of-signatures")
}

func inParallel(times int, do func()) time.Duration {
	start, work := time.Now(), make(chan struct{}, times)
	for range times {
		work <- struct{}{}
	}
	close(work)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for range work {
				do()
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

// bareMinimum has what it takes to do the least.
type bareMinimum struct {
	rsa       *rsa.PrivateKey
	ecdsa     *ecdsa.PrivateKey
	signature []byte
	digest    [sha256.Size]byte
}

func newBareMinimum(b *testing.B) *bareMinimum {
	least := &bareMinimum{digest: sha256.Sum256([]byte("a token"))}
	var err error
	if least.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		b.Fatal(err)
	}
	if least.ecdsa, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		b.Fatal(err)
	}
	if least.signature, err = ecdsa.SignASN1(rand.Reader, least.ecdsa, least.digest[:]); err != nil {
		b.Fatal(err)
	}
	return least
}

// take does the least, and says how long it took.
func (l *bareMinimum) take(b *testing.B, least minimum) (took time.Duration) {
	for range least.proofs {
		took += exponentiations(b)
	}
	start := time.Now()
	for range 2 * least.pairs {
		if _, err := rsa.SignPKCS1v15(nil, l.rsa, crypto.SHA256, l.digest[:]); err != nil {
			b.Error(fmt.Errorf("a signature: %w", err))
		}
	}
	for range least.passkeys {
		if !ecdsa.VerifyASN1(&l.ecdsa.PublicKey, l.digest[:], l.signature) {
			b.Error("the signature of a passkey does not hold")
		}
	}
	return took + time.Since(start)
}
