package emulator_test

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/srp"
)

// What can come as SRP_A. That 0 and 2 are accepted is recorded.
func TestHostileSRP(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for name, c := range map[string]struct {
		a      string
		status int
	}{
		"0": {"0", 200}, "00": {"00", 200}, "1": {"1", 200}, "2": {"2", 200}, "upper case": {"ABCDEF", 200}, "N": {groupN.Text(16), 200}, "2N": {timesN(2), 200},
		"empty": {"", 400}, "minus": {"-1", 400}, "plus": {"+1", 400}, "prefix": {"0x1", 400}, "no digit": {"g", 400}, "space": {" 1", 400}, "underscore": {"1_0", 400},
		"line": {"1\n", 400}, "NUL": {"1\x00", 400}, "full width": {"１", 400}, "float": {"1.0", 400}, "exponent": {"1p5", 400},
		"a million digits": {strings.Repeat("f", 1e6), 400},
	} {
		for _, user := range []string{"alice", "nobody"} {
			body, err := json.Marshal(map[string]any{"ClientId": "protocol", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": map[string]string{"USERNAME": user, "SRP_A": c.a}})
			if err != nil {
				t.Fatal(err)
			}
			answer := inProcess(server.Emulator, signedRequest("InitiateAuth", strings.NewReader(string(body))))
			want := c.status
			if user == "nobody" {
				want = 400
			}
			if err := sane("InitiateAuth", answer); err != nil || answer.Status != want {
				t.Errorf("%s of %s: %d %.300s %v", name, user, answer.Status, answer.Body, err)
			}
		}
	}
}

// proof gives the ChallengeResponses that prove alice's password.
func proof(t *testing.T, server *emulatortest.Server) map[string]string {
	t.Helper()
	client, err := srp.NewGroup().NewClient(rand.Reader, "Protocol1")
	if err != nil {
		t.Fatal(err)
	}
	var challenge struct {
		ChallengeParameters struct {
			Salt        string `json:"SALT"`
			B           string `json:"SRP_B"`
			SecretBlock string `json:"SECRET_BLOCK"`
		}
	}
	server.Must("InitiateAuth", map[string]any{
		"ClientId": "protocol", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": map[string]string{"USERNAME": "alice", "SRP_A": client.A()},
	}).Into(t, &challenge)
	claim, err := client.Answer("alice", "Passw0rd!", srp.Parameters(challenge.ChallengeParameters), server.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"USERNAME": "alice", "PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock, "PASSWORD_CLAIM_SIGNATURE": claim.Signature, "TIMESTAMP": claim.Timestamp,
	}
}

// Of a proof everything counts: the block, the name, the time and the signature. Whatever is wrong is answered alike.
func TestHostileProofs(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed, Start: protocolInstant})
	answer := func(change func(responses map[string]string)) emulatortest.Answer {
		server.Clock.Advance(16 * time.Minute) // wrong proofs are forgotten after 15
		responses := proof(t, server)
		change(responses)
		return server.Call("RespondToAuthChallenge", map[string]any{"ClientId": "protocol", "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": responses})
	}
	if got := answer(func(map[string]string) {}); got.Status != http.StatusOK {
		t.Fatalf("the right proof: %d %s", got.Status, got.Body)
	}
	for _, name := range []string{"USERNAME", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"} {
		for i := range 12 {
			var changed string
			got := answer(func(responses map[string]string) {
				all := mutations(responses[name])
				changed = all[i*len(all)/12]
				responses[name] = changed
			})
			if got.Type() != "NotAuthorizedException" || got.Message() != "Incorrect username or password." {
				t.Errorf("%s = %q: %d %s", name, changed, got.Status, got.Body)
			}
		}
	}
}

var groupN, _ = new(big.Int).SetString("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"+
	"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"+
	"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"+
	"83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"+
	"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"+
	"15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"+
	"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"+
	"BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF", 16)

// timesN is a multiple of the group's prime.
func timesN(n int64) string { return new(big.Int).Mul(groupN, big.NewInt(n)).Text(16) }

// The oldest attack on SRP: with a multiple of N for A the server's secret is 0, whatever the password, so that anybody
// can compute the proof (RFC 5054 §2.5.4 forbids it).
func TestHostileProofOfNothing(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for _, a := range []string{"0", timesN(1), timesN(2), timesN(3)} {
		var challenge struct{ ChallengeParameters map[string]string }
		server.Must("InitiateAuth", map[string]any{
			"ClientId": "protocol", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": map[string]string{"USERNAME": "alice", "SRP_A": a},
		}).Into(t, &challenge)
		block, timestamp := challenge.ChallengeParameters["SECRET_BLOCK"], srp.FormatTimestamp(server.Clock.Now())
		answer := server.Call("RespondToAuthChallenge", map[string]any{
			"ClientId": "protocol", "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": map[string]string{
				"USERNAME": "alice", "PASSWORD_CLAIM_SECRET_BLOCK": block, "TIMESTAMP": timestamp,
				"PASSWORD_CLAIM_SIGNATURE": proofOfZero(t, a, challenge.ChallengeParameters["SRP_B"], block, timestamp),
			},
		})
		if answer.Type() != "NotAuthorizedException" || answer.Message() != "Incorrect username or password." {
			t.Errorf("A = %.20s…: %d %s", a, answer.Status, answer.Body)
		}
	}
}

// proofOfZero is the signature of a client whose secret S is 0.
func proofOfZero(t *testing.T, a, b, block, timestamp string) string {
	t.Helper()
	u := sha256.Sum256(append(padHex(a), padHex(b)...))
	key, err := hkdf.Key(sha256.New, []byte{0}, padBytes(u[:]), "Caldera Derived Key", 16)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(block)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("Protocol1alice"))
	mac.Write(raw)
	mac.Write([]byte(timestamp))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// padHex is a number as Cognito hashes it: the bytes of a signed integer.
func padHex(digits string) []byte {
	n, _ := new(big.Int).SetString(digits, 16)
	return padBytes(n.Bytes())
}

func padBytes(raw []byte) []byte {
	if len(raw) == 0 || raw[0] >= 0x80 {
		return append([]byte{0}, raw...)
	}
	return raw
}
