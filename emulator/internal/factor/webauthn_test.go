package factor_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

const passkeyChallenge = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

func passkeyPool(relyingParty string) directory.Pool {
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001"}}
	pool.MFA.WebAuthn = &api.WebAuthnConfigurationType{RelyingPartyId: relyingParty}
	return pool
}

// TestPasskeyOptions compares both kinds of options with the documented examples, member by member and in their order.
func TestPasskeyOptions(t *testing.T) {
	pool, user := passkeyPool("auth.example.com"), directory.User{Username: "testuser", Sub: "00000000-0000-4000-8000-000000000001"}
	user.Passkeys = []directory.Passkey{
		{ID: []byte{1}, RelyingPartyID: "auth.example.com"},
		{ID: []byte{2}, RelyingPartyID: "other.example.com"},
		{ID: []byte{3}, RelyingPartyID: "auth.example.com", Transports: []string{"internal"}},
	}
	creation, err := factor.BeginRegistration(pool, user, passkeyChallenge)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"authenticatorSelection":{"requireResidentKey":true,"residentKey":"required","userVerification":"preferred"},` +
		`"challenge":"` + passkeyChallenge + `","excludeCredentials":[{"id":"AQ","type":"public-key"},{"id":"Aw","type":"public-key"}],` +
		`"pubKeyCredParams":[{"alg":-7,"type":"public-key"},{"alg":-257,"type":"public-key"}],` +
		`"rp":{"id":"auth.example.com","name":"auth.example.com"},"timeout":60000,` +
		`"user":{"displayName":"testuser","id":"MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAx","name":"testuser"}}`
	if diff := cmp.Diff(want, string(creation)); diff != "" {
		t.Errorf("CredentialCreationOptions (-want +got):\n%s", diff)
	}
	pool.MFA.WebAuthn.UserVerification = api.UserVerificationTypeRequired
	request, err := factor.BeginLogin(pool, pool.PasskeysOf(user), passkeyChallenge, 3*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	want = `{"challenge":"` + passkeyChallenge + `","timeout":180000,"rpId":"auth.example.com","allowCredentials":[` +
		`{"type":"public-key","id":"AQ","transports":[]},{"type":"public-key","id":"Aw","transports":["internal"]}],"userVerification":"required"}`
	if diff := cmp.Diff(want, request); diff != "" {
		t.Errorf("CREDENTIAL_REQUEST_OPTIONS (-want +got):\n%s", diff)
	}
}

// TestPasskeyOrigins: pages at the relying party and below it, by https; by http only at localhost; apps on Android.
func TestPasskeyOrigins(t *testing.T) {
	for _, test := range []struct {
		relyingParty, origin string
		allowed              bool
	}{
		{"example.com", "https://example.com", true},
		{"example.com", "https://example.com:8443", true},
		{"example.com", "https://app.EXAMPLE.com", true},
		{"example.com", "http://example.com", false},
		{"example.com", "https://badexample.com", false},
		{"example.com", "https://example.com.evil.test", false},
		{"app.example.com", "https://example.com", false},
		{"example.com", "https://user@example.com", false},
		{"example.com", "https://example.com/path", false},
		{"example.com", "https://", false},
		{"example.com", "null", false},
		{"example.com", "", false},
		{"example.com", "%zz", false},
		{"example.com", "http://localhost:3000", false},
		{"localhost", "http://localhost", true},
		{"localhost", "http://localhost:3000", true},
		{"localhost", "http://app.localhost:3000", true},
		{"localhost", "https://localhost", true},
		{"localhost", "http://127.0.0.1:3000", false},
		{"localhost", "http://localhost.evil.test", false},
		{"localhost", "ftp://localhost", false},
		{"example.com", "android:apk-key-hash:pNiP5iKyQ8JwgGOaKA1zGPUPJIS-0H1xKCQcfIoGLck", true},
		{"example.com", "android:apk-key-hash:", false},
	} {
		a := newAuthenticator(test.relyingParty, test.origin)
		_, err := factor.FinishRegistration(passkeyPool(test.relyingParty), passkeyChallenge, a.register(passkeyChallenge))
		if allowed := err == nil; allowed != test.allowed || !allowed && !rule.Is(err, rule.PasskeyOriginNotAllowed) {
			t.Errorf("%s for %s: %v", test.origin, test.relyingParty, err)
		}
	}
}

// authenticator is a browser on a page with an authenticator that has made one passkey.
type authenticator struct {
	page   virtualwebauthn.RelyingParty
	device virtualwebauthn.Authenticator
	key    virtualwebauthn.Credential
}

// newPasskey makes a passkey. The library cuts leading zeros off the coordinates of its key, which no authenticator does;
// such keys are thrown away.
func newPasskey() virtualwebauthn.Credential {
	const whole = 77 // bytes of a COSE key of P-256
	for {
		if key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(key.Key.AttestationData()) == whole {
			return key
		}
	}
}

func newAuthenticator(relyingParty, origin string) *authenticator {
	return &authenticator{
		virtualwebauthn.RelyingParty{ID: relyingParty, Name: relyingParty, Origin: origin},
		virtualwebauthn.NewAuthenticator(), newPasskey(),
	}
}

func (a *authenticator) register(challenge string) api.Document {
	options := virtualwebauthn.AttestationOptions{Challenge: decode(challenge)}
	return api.Document(virtualwebauthn.CreateAttestationResponse(a.page, a.device, a.key, options))
}

func (a *authenticator) prove(challenge string) string {
	return virtualwebauthn.CreateAssertionResponse(a.page, a.device, a.key, virtualwebauthn.AssertionOptions{Challenge: decode(challenge)})
}

// TestPasskeyRegistration goes through what can be wrong with a credential that is new.
func TestPasskeyRegistration(t *testing.T) {
	pool := passkeyPool("example.com")
	strict := passkeyPool("example.com")
	strict.MFA.WebAuthn.UserVerification = api.UserVerificationTypeRequired
	both := passkeyPool("example.com")
	both.MFA.WebAuthn.FactorConfiguration = api.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification
	unverified := func(a *authenticator) { a.device.Options.UserNotVerified = true }
	for name, test := range map[string]struct {
		pool   directory.Pool
		change func(*authenticator)
		edit   func(document map[string]any)
		want   *rule.Rule
	}{
		"good":                            {pool: pool},
		"RSA":                             {pool: pool, change: func(a *authenticator) { a.key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA) }},
		"user not verified":               {pool: pool, change: unverified},
		"user not verified, required":     {pool: strict, change: unverified, want: rule.PasskeyNotSupported},
		"user not verified, multi-factor": {pool: both, change: unverified, want: rule.PasskeyNotSupported},
		"user not present":                {pool: pool, change: func(a *authenticator) { a.device.Options.UserNotPresent = true }, want: rule.PasskeyNotSupported},
		"another relying party":           {pool: pool, change: func(a *authenticator) { a.page.ID = "app.example.com" }, want: rule.PasskeyRelyingPartyMismatch},
		"another origin":                  {pool: pool, change: func(a *authenticator) { a.page.Origin = "https://evil.test" }, want: rule.PasskeyOriginNotAllowed},
		"rawId is another id":             {pool: pool, edit: func(d map[string]any) { d["id"], d["rawId"] = "AAAA", "AAAA" }, want: rule.PasskeyMalformed},
		"id is another than rawId":        {pool: pool, edit: func(d map[string]any) { d["id"] = "AAAA" }, want: rule.PasskeyMalformed},
		"no response":                     {pool: pool, edit: func(d map[string]any) { delete(d, "response") }, want: rule.PasskeyMalformed},
		"another type":                    {pool: pool, edit: func(d map[string]any) { d["type"] = "password" }, want: rule.PasskeyMalformed},
		"extensions that nobody asked for": {pool: pool, edit: func(d map[string]any) {
			d["clientExtensionResults"] = map[string]any{"credProps": map[string]any{"rk": true}}
		}},
		"an attachment that there is not":   {pool: pool, edit: func(d map[string]any) { d["authenticatorAttachment"] = "x" }},
		"a member that WebAuthn has not":    {pool: pool, edit: func(d map[string]any) { d["friendlyName"] = "mine" }},
		"transports, also ones of tomorrow": {pool: pool, edit: func(d map[string]any) { d["response"].(map[string]any)["transports"] = []string{"usb", "telepathy"} }},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAuthenticator("example.com", "https://example.com")
			if test.change != nil {
				test.change(a)
			}
			document := map[string]any{}
			if err := json.Unmarshal(a.register(passkeyChallenge), &document); err != nil {
				t.Fatal(err)
			}
			if test.edit != nil {
				test.edit(document)
			}
			credential, err := json.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			_, err = factor.FinishRegistration(test.pool, passkeyChallenge, credential)
			if test.want == nil && err != nil || test.want != nil && !rule.Is(err, test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	a := newAuthenticator("example.com", "https://example.com")
	if _, err := factor.FinishRegistration(pool, passkeyChallenge, a.register("AAAAAAAAAAAAAAAAAAAAAA")); !rule.Is(err, rule.PasskeyChallengeMissing) {
		t.Errorf("another challenge: %v", err)
	}
	if _, err := factor.FinishRegistration(pool, passkeyChallenge, api.Document(a.prove(passkeyChallenge))); !rule.Is(err, rule.PasskeyMalformed) {
		t.Errorf("a proof in place of a registration: %v", err)
	}
}

// TestPasskeyLogin goes through what can be wrong with a proof. The count of signatures has to grow, unless it is 0.
func TestPasskeyLogin(t *testing.T) {
	pool, user := passkeyPool("example.com"), directory.User{Username: "alice", Sub: "sub-of-alice"}
	a := newAuthenticator("example.com", "https://example.com")
	passkey, err := factor.FinishRegistration(pool, passkeyChallenge, a.register(passkeyChallenge))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		before, count uint32
		change        func(*authenticator)
		wrong         string
	}{
		"good":                    {},
		"with the user's handle":  {change: func(a *authenticator) { a.device.Options.UserHandle = []byte(user.Sub) }},
		"below the relying party": {change: func(a *authenticator) { a.page.Origin = "https://app.example.com" }},
		"counted":                 {before: 1, count: 2},
		"counted for the first":   {count: 7},
		"counted again":           {before: 2, count: 2, wrong: "cloned"},
		"counted backwards":       {before: 3, count: 2, wrong: "cloned"},
		"not counted any more":    {before: 3, wrong: "cloned"},
		"another user's handle":   {change: func(a *authenticator) { a.device.Options.UserHandle = []byte("sub-of-bob") }, wrong: "userHandle"},
		"another passkey":         {change: func(a *authenticator) { a.key.ID = []byte("another") }, wrong: "no passkey"},
		"another key":             {change: func(a *authenticator) { a.key.Key = newPasskey().Key }, wrong: "signature"},
		"another origin":          {change: func(a *authenticator) { a.page.Origin = "https://evil.test" }, wrong: "origin"},
		"another relying party":   {change: func(a *authenticator) { a.page.ID = "evil.test" }, wrong: "RP Hash"},
		"user not present":        {change: func(a *authenticator) { a.device.Options.UserNotPresent = true }, wrong: "presence"},
		"backed up all at once":   {change: func(a *authenticator) { a.device.Options.BackupEligible = true }, wrong: "backed up"},
	} {
		t.Run(name, func(t *testing.T) {
			changed, known := *a, passkey
			known.SignCount, changed.key.Counter = test.before, test.count
			if test.change != nil {
				test.change(&changed)
			}
			login, err := factor.FinishLogin(pool, user, []directory.Passkey{known}, passkeyChallenge, changed.prove(passkeyChallenge))
			switch {
			case test.wrong == "" && (err != nil || login.Passkey.SignCount != test.count || !login.Verified):
				t.Errorf("got %+v, %v", login, err)
			case test.wrong != "" && (err == nil || !strings.Contains(err.Error(), test.wrong)):
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := factor.FinishLogin(pool, user, []directory.Passkey{passkey}, passkeyChallenge, a.prove("AAAAAAAAAAAAAAAAAAAAAA")); err == nil {
		t.Error("a proof of another challenge holds")
	}
	if _, err := factor.FinishLogin(pool, user, []directory.Passkey{passkey}, passkeyChallenge, string(a.register(passkeyChallenge))); err == nil {
		t.Error("a registration proves a passkey")
	}
}

// TestPasskeyLoginVerification: where the pool requires it, the authenticator has to verify its user.
func TestPasskeyLoginVerification(t *testing.T) {
	pool, a := passkeyPool("example.com"), newAuthenticator("example.com", "https://example.com")
	passkey, err := factor.FinishRegistration(pool, passkeyChallenge, a.register(passkeyChallenge))
	if err != nil {
		t.Fatal(err)
	}
	a.device.Options.UserNotVerified = true
	login, err := factor.FinishLogin(pool, directory.User{}, []directory.Passkey{passkey}, passkeyChallenge, a.prove(passkeyChallenge))
	if err != nil || login.Verified {
		t.Errorf("preferred: %+v, %v", login, err)
	}
	pool.MFA.WebAuthn.FactorConfiguration = api.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification
	if _, err := factor.FinishLogin(pool, directory.User{}, []directory.Passkey{passkey}, passkeyChallenge, a.prove(passkeyChallenge)); err == nil {
		t.Error("multi-factor: the proof holds without verification")
	}
}

// TestDecoyPasskey: a hidden user's passkey has a real key, so that a proof of it is checked to the end, and never holds.
func TestDecoyPasskey(t *testing.T) {
	pool, a := passkeyPool("example.com"), newAuthenticator("example.com", "https://example.com")
	pool.Secret = []byte("a secret of the pool's")
	for _, name := range []string{"nobody", "somebody", "anybody"} {
		decoy := conceal.DecoyPasskey(pool, name)
		a.key.ID = decoy.ID
		_, err := factor.FinishLogin(pool, directory.User{}, []directory.Passkey{decoy}, passkeyChallenge, a.prove(passkeyChallenge))
		if err == nil || !strings.Contains(err.Error(), "Error validating the assertion signature") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
