package emulator_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// kept counts the records of a kind that an emulator has left behind.
func kept(t *testing.T, dir, kind string) (n int) {
	t.Helper()
	db, err := store.Open(store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	table := store.Table[json.RawMessage]{Kind: kind, Key: func(json.RawMessage) string { return "" }}
	if err := db.View(t.Context(), func(tx *store.Tx) (err error) { n, err = table.Count(tx, ""); return err }); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestSignInsLeaveLittleBehind signs in day after day: with second factors that are never proven, with custom challenges
// whose facts are too long for a session, and whole. What is kept of that does not grow with the days.
func TestSignInsLeaveLittleBehind(t *testing.T) {
	const days, aDay = 12, 5
	dir := t.TempDir()
	t.Run("days", func(t *testing.T) {
		m := startMachine(t, dir)
		whole := m.settle(station{pool: "plain"})
		coded := m.settle(station{pool: "optional", enabled: []string{"SMS_MFA"}})
		for range days {
			for range aDay {
				m.begin(signIn{who: coded, flow: "USER_PASSWORD_AUTH"}, true) // and then nothing
				m.begin(signIn{who: whole, flow: "USER_SRP_AUTH"}, true).finish()
				m.begin(signIn{who: whole, flow: "CUSTOM_AUTH"}, true).finish()
			}
			m.server.Clock.Advance(24 * time.Hour)
		}
	})
	for kind, most := range map[string]int{"spent": 4 * aDay, "code": days * aDay / 2} {
		if n := kept(t, dir, kind); n > most {
			t.Errorf("%d records of the kind %s after %d days, each with %d sign-ins; want %d at most", n, kind, days, aDay, most)
		}
	}
}

// TestLongChallengesAreForgotten begins sign-ins by CUSTOM_AUTH, day after day, whose functions say more than a session has
// room for, and gives them up.
func TestLongChallengesAreForgotten(t *testing.T) {
	const days, aDay = 40, 5
	dir := t.TempDir()
	t.Run("days", func(t *testing.T) {
		server := emulatortest.New(t, emulatortest.Options{DataDir: dir, Start: machineStart, Seed: `
UserPools:
  - PoolName: app
    LambdaConfig: {DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify}
    Clients: [{ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_CUSTOM_AUTH]}]
    Users: [{Username: alice, Password: "Passw0rd!"}]
`, Functions: lambdaclient.InvokerFunc(func(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
			if strings.HasSuffix(function, "create") {
				return merged(lambdaclient.Result{}, payload, `{"response":{"privateChallengeParameters":{"answer":"`+strings.Repeat("x", 8000)+`"}}}`)
			}
			return customMachine(ctx, function, payload)
		})})
		for range days {
			for range aDay {
				server.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": "alice"}})
			}
			server.Clock.Advance(24 * time.Hour)
		}
	})
	if n := kept(t, dir, "parked"); n == 0 || n > days*aDay/2 {
		t.Errorf("of %d sign-ins that were given up, %d are kept", days*aDay, n)
	}
}

// TestLongAddresses: an address that MFA_SETUP is given may be as long as any; the session that waits for its code is one that
// the API takes.
func TestLongAddresses(t *testing.T) {
	m := startMachine(t, "")
	for name, address := range map[string]string{
		"long": strings.Repeat("n", 2000) + "@example.com", "escaped": strings.Repeat("<", 2000) + "@example.com", "Cyrillic": strings.Repeat("я", 2000) + "@example.com",
	} {
		p := poolNamed("required").draft()
		p.email, p.phone = false, false
		m.create(p)
		asked := m.begin(signIn{who: p, flow: "USER_PASSWORD_AUTH"}, true)
		if asked.challenge() != "MFA_SETUP" {
			t.Fatalf("%s", asked.asked.Body)
		}
		r := asked.send("MFA_SETUP", asked.asked.result.Session, fields{"USERNAME": p.name, "EMAIL": address})
		if r.next() != "EMAIL_OTP" || len(r.result.Session) > longestSession {
			t.Errorf("%s: a session of %d characters: %d %.300s", name, len(r.result.Session), r.Status, r.Body)
			continue
		}
		p.mail = address
		r = asked.send("EMAIL_OTP", r.result.Session, fields{"USERNAME": p.name, "EMAIL_OTP_CODE": m.lastCode(p)})
		if r.Status != http.StatusOK || r.next() != "tokens" {
			t.Errorf("%s: with the code: %d %s", name, r.Status, r.Body)
		}
	}
}
