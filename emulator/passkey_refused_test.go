package emulator_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

func wantRule(t testing.TB, what string, answer emulatortest.Answer, rule string) {
	t.Helper()
	if answer.Status != 400 || answer.Rule() != rule {
		t.Errorf("%s: %d %s (%s), not %s", what, answer.Status, answer.Body, answer.Rule(), rule)
	}
}

// TestPasskeyRegistrationRefused: each registration leads to one passkey, of the relying party, by the app client that
// began it, in time.
func TestPasskeyRegistrationRefused(t *testing.T) {
	s := startWithPasskeys(t)
	b := openBrowser(t, s, "alice")
	token := b.token("web")
	wantRule(t, "no registration", b.complete(token, json.RawMessage(`{}`)), "passkey.challenge-missing")

	b.page.Origin = "https://evil.test"
	wantRule(t, "another origin", b.complete(token, b.create(token)), "passkey.origin-not-allowed")
	b.page.Origin = "http://localhost:5173"

	b.page.ID = "app.localhost"
	wantRule(t, "another relying party", b.complete(token, b.create(token)), "passkey.relying-party-mismatch")
	b.page.ID = "localhost"

	old := b.create(token)
	credential := b.create(token)
	wantRule(t, "an older challenge", b.complete(token, old), "passkey.challenge-missing")
	wantRule(t, "another app client", b.complete(b.token("other"), credential), "passkey.client-mismatch")
	bob := openBrowser(t, s, "bob")
	wantRule(t, "another user", bob.complete(bob.token("web"), credential), "passkey.challenge-missing")
	setRelyingParty(s, fields{"RelyingPartyId": "example.localhost"})
	wantRule(t, "the pool has another relying party now", b.complete(token, credential), "passkey.origin-not-allowed")
	setRelyingParty(s, fields{"RelyingPartyId": "localhost", "UserVerification": "required"})
	b.device.Options.UserNotVerified = true
	wantRule(t, "no user verification", b.complete(token, b.create(token)), "passkey.not-supported")
	b.device.Options.UserNotVerified = false

	credential = b.create(token)
	s.Clock.Advance(3 * time.Minute)
	wantRule(t, "after three minutes", b.complete(token, credential), "passkey.challenge-missing")

	credential = b.create(token)
	if done := b.complete(token, credential); done.Status != 200 {
		t.Fatalf("the good one: %d %s", done.Status, done.Body)
	}
	wantRule(t, "again", b.complete(token, credential), "passkey.challenge-missing")
	wantRule(t, "the same passkey", b.complete(token, b.create(token)), "passkey.known")
}

// TestTwentyPasskeys: there is room for 20, in pages.
func TestTwentyPasskeys(t *testing.T) {
	s := startWithPasskeys(t)
	token := openBrowser(t, s, "alice").token("web")
	pending := json.RawMessage(nil)
	for i := range 20 {
		b := openBrowser(t, s, "alice")
		if done := b.complete(token, b.create(token)); done.Status != 200 {
			t.Fatalf("passkey %d: %d %s", i, done.Status, done.Body)
		}
		if i == 18 {
			pending = openBrowser(t, s, "alice").create(token)
		}
	}
	wantRule(t, "the challenge was used by another one", openBrowser(t, s, "alice").complete(token, pending), "passkey.challenge-missing")
	wantRule(t, "the 21st", s.Call("StartWebAuthnRegistration", fields{"AccessToken": token}), "passkey.too-many")

	seen, next := 0, ""
	for pages := 0; pages == 0 || next != ""; pages++ {
		var page struct {
			Credentials []struct{ CredentialId string }
			NextToken   string
		}
		request := fields{"AccessToken": token, "MaxResults": 8}
		if next != "" {
			request["NextToken"] = next
		}
		s.Must("ListWebAuthnCredentials", request).Into(t, &page)
		seen, next = seen+len(page.Credentials), page.NextToken
	}
	if seen != 20 {
		t.Errorf("%d passkeys are listed", seen)
	}
}

// TestPasskeySignInRefused: only a user's own passkey proves anything, for the challenge of the session, once. A wrong
// proof leaves the session usable.
func TestPasskeySignInRefused(t *testing.T) {
	s := startWithPasskeys(t)
	alice, bob := openBrowser(t, s, "alice").register(), openBrowser(t, s, "bob").register()
	challenge, another := alice.begin(), alice.begin()
	wantRule(t, "another user's passkey", alice.answer(challenge, bob.prove(challenge)), "passkey.wrong")
	wantRule(t, "another session's challenge", alice.answer(challenge, alice.prove(another)), "passkey.wrong")
	wantRule(t, "another user's session", bob.answer(challenge, bob.prove(challenge)), "sign-in.session-invalid")
	wantRule(t, "no credential", alice.answer(challenge, "{}"), "passkey.malformed")
	wantRule(t, "no challenge's answer", alice.answer(challenge, ""), "sign-in.parameter-missing")
	good := alice.key.Key
	alice.key.Key = newPasskey().Key
	wantRule(t, "another key", alice.answer(challenge, alice.prove(challenge)), "passkey.wrong")
	alice.key.Key, alice.page.Origin = good, "https://evil.test"
	wantRule(t, "another origin", alice.answer(challenge, alice.prove(challenge)), "passkey.wrong")
	alice.page.Origin = "http://localhost:5173"
	accessToken(t, alice.answer(challenge, alice.prove(challenge)))
	wantRule(t, "again", alice.answer(challenge, alice.prove(challenge)), "sign-in.session-used")

	alice.key.Counter = 0
	wantRule(t, "a clone's count", alice.signIn(), "passkey.wrong")
	alice.key.Counter = 1000
	accessToken(t, alice.signIn())
	late := alice.begin()
	s.Clock.Advance(3 * time.Minute)
	wantRule(t, "after three minutes", alice.answer(late, alice.prove(late)), "sign-in.session-expired")
}

// TestPasskeyOnce: of many answers at the same time one brings tokens.
func TestPasskeyOnce(t *testing.T) {
	s := startWithPasskeys(t)
	alice := openBrowser(t, s, "alice").register()
	challenge := alice.begin()
	credentials := make([]string, 8)
	for i := range credentials {
		credentials[i] = alice.prove(challenge)
	}
	var mutex sync.Mutex
	tokens := 0
	var all sync.WaitGroup
	for _, credential := range credentials {
		all.Go(func() {
			answer := alice.answer(challenge, credential)
			mutex.Lock()
			defer mutex.Unlock()
			if strings.HasPrefix(string(answer.Body), `{"AuthenticationResult"`) {
				tokens++
			}
		})
	}
	all.Wait()
	if tokens != 1 {
		t.Errorf("%d answers brought tokens", tokens)
	}
}

// TestHiddenPasskey: who is not there gets a challenge that looks like others, is always for the same passkey, and whose
// answers fail like wrong ones.
func TestHiddenPasskey(t *testing.T) {
	s := startWithPasskeys(t)
	alice, nobody := openBrowser(t, s, "alice").register(), openBrowser(t, s, "")
	real, first := alice.begin(), asked{}
	for i := 0; first.ChallengeName != "WEB_AUTHN"; i++ { // some of those who are not there have a passkey
		if i > 100 {
			t.Fatal("nobody who is missing has a passkey")
		}
		nobody.name = fmt.Sprintf("nobody%d", i)
		first = nobody.begin()
	}
	second := nobody.begin()
	if len(first.Session) != len(real.Session) {
		t.Errorf("a session of %d characters; a real one has %d", len(first.Session), len(real.Session))
	}
	if diff := gocmp.Diff(optionsShape(t, real), optionsShape(t, first)); diff != "" {
		t.Errorf("options (-real +hidden):\n%s", diff)
	}
	if a, b := allowedOf(t, first), allowedOf(t, second); a[0] != b[0] || a[0] == allowedOf(t, real)[0] {
		t.Errorf("allowCredentials are %v, then %v", a, b)
	}
	for what, credential := range map[string]func(asked) string{
		"an unknown passkey": nobody.prove,
		"the passkey that was named": func(challenge asked) string {
			options, err := virtualwebauthn.ParseAssertionOptions(challenge.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
			if err != nil {
				t.Fatal(err)
			}
			key := newPasskey()
			key.ID = []byte(decodeURL(t, options.AllowCredentials[0]))
			return virtualwebauthn.CreateAssertionResponse(nobody.page, nobody.device, key, *options)
		},
		"no credential": func(asked) string { return "{}" },
	} {
		wrong, hidden := alice.answer(real, credential(real)), nobody.answer(first, credential(first))
		if wrong.Status != hidden.Status || string(wrong.Body) != string(hidden.Body) {
			t.Errorf("%s: %d %s for alice, %d %s for nobody", what, wrong.Status, wrong.Body, hidden.Status, hidden.Body)
		}
	}
}

func optionsShape(t testing.TB, challenge asked) map[string]any {
	t.Helper()
	var options map[string]any
	if err := json.Unmarshal([]byte(challenge.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]), &options); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"challenge", "allowCredentials"} {
		delete(options, name)
	}
	return options
}

func allowedOf(t testing.TB, challenge asked) []string {
	t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(challenge.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
	if err != nil || len(options.AllowCredentials) == 0 {
		t.Fatalf("%+v: %v", challenge, err)
	}
	return options.AllowCredentials
}

// TestPasskeyStates: who may not sign in with the password may not with a passkey, also if that becomes so on the way.
func TestPasskeyStates(t *testing.T) {
	s := startWithPasskeys(t)
	alice := openBrowser(t, s, "alice").register()
	begin := func() emulatortest.Answer {
		return s.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PREFERRED_CHALLENGE": "WEB_AUTHN"}})
	}
	user := fields{"UserPoolId": "us-east-1_App000001", "Username": "alice"}
	open := alice.begin()
	s.Must("AdminDisableUser", user)
	wantRule(t, "disabled", begin(), "sign-in.user-disabled")
	wantRule(t, "disabled on the way", alice.answer(open, alice.prove(open)), "sign-in.user-disabled")
	s.Must("AdminEnableUser", user)
	open = alice.begin()
	s.Must("AdminUpdateUserAttributes", fields{
		"UserPoolId": "us-east-1_App000001", "Username": "alice", "UserAttributes": []fields{{"Name": "phone_number_verified", "Value": "true"}},
	})
	s.Must("AdminResetUserPassword", user)
	wantRule(t, "to be reset", begin(), "sign-in.password-reset-required")
	wantRule(t, "to be reset on the way", alice.answer(open, alice.prove(open)), "sign-in.password-reset-required")
	s.Must("AdminSetUserPassword", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice", "Password": "Passw0rd!"})
	if got := alice.begin(); got.ChallengeName != "SELECT_CHALLENGE" {
		t.Errorf("with a temporary password: %+v", got)
	}
	wantRule(t, "with a temporary password, on the way", alice.answer(open, alice.prove(open)), "passkey.wrong")
}
