package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

const passkeySeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    MfaConfiguration: OPTIONAL
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}
    Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, WEB_AUTHN]}}
    Clients:
      - {ClientName: web, ClientId: web, PreventUserExistenceErrors: ENABLED, ExplicitAuthFlows: [ALLOW_USER_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
      - {ClientName: other, ClientId: other, ExplicitAuthFlows: [ALLOW_USER_AUTH, ALLOW_USER_PASSWORD_AUTH]}
    Users:
      - {Username: alice, Password: "Passw0rd!", Sub: 00000000-0000-4000-8000-000000000001, Attributes: {phone_number: "+12065550100"}}
      - {Username: bob, Password: "Passw0rd!", Sub: 00000000-0000-4000-8000-000000000002, Attributes: {phone_number: "+12065550101"}}
`

// startWithPasskeys gives an emulator whose pool has passkeys for pages at localhost.
func startWithPasskeys(t *testing.T) *emulatortest.Server {
	t.Helper()
	s := emulatortest.New(t, emulatortest.Options{Seed: passkeySeed, FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)})
	setRelyingParty(s, fields{"RelyingPartyId": "localhost"})
	return s
}

// setRelyingParty sets the WebAuthnConfiguration of the pool.
func setRelyingParty(s *emulatortest.Server, configuration fields) {
	s.Must("SetUserPoolMfaConfig", fields{
		"UserPoolId": "us-east-1_App000001", "MfaConfiguration": "OPTIONAL", "WebAuthnConfiguration": configuration,
		"SmsMfaConfiguration": fields{"SmsConfiguration": fields{"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}},
	})
}

// browser is a page at localhost with an authenticator that has one passkey.
type browser struct {
	t      testing.TB
	s      *emulatortest.Server
	name   string // of the user
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

func openBrowser(t testing.TB, s *emulatortest.Server, name string) *browser {
	return &browser{
		t, s, name,
		virtualwebauthn.RelyingParty{ID: "localhost", Name: "localhost", Origin: "http://localhost:5173"},
		virtualwebauthn.NewAuthenticator(), newPasskey(),
	}
}

// token signs in with the password.
func (b *browser) token(client string) string {
	b.t.Helper()
	return accessToken(b.t, b.s.Must("InitiateAuth", fields{
		"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": b.name, "PASSWORD": "Passw0rd!"},
	}))
}

func accessToken(t testing.TB, answer emulatortest.Answer) string {
	t.Helper()
	var body struct{ AuthenticationResult struct{ AccessToken string } }
	answer.Into(t, &body)
	if body.AuthenticationResult.AccessToken == "" {
		t.Fatalf("no token: %d %s", answer.Status, answer.Body)
	}
	return body.AuthenticationResult.AccessToken
}

// create makes the passkey that a registration's options ask for, as PublicKeyCredential.toJSON() gives it.
func (b *browser) create(token string) json.RawMessage {
	b.t.Helper()
	var begun struct{ CredentialCreationOptions json.RawMessage }
	b.s.Must("StartWebAuthnRegistration", fields{"AccessToken": token}).Into(b.t, &begun)
	options, err := virtualwebauthn.ParseAttestationOptions(string(begun.CredentialCreationOptions))
	if err != nil {
		b.t.Fatal(err)
	}
	b.device.Options.UserHandle = []byte(options.UserID)
	return json.RawMessage(virtualwebauthn.CreateAttestationResponse(b.page, b.device, b.key, *options))
}

func (b *browser) complete(token string, credential json.RawMessage) emulatortest.Answer {
	b.t.Helper()
	return b.s.Call("CompleteWebAuthnRegistration", fields{"AccessToken": token, "Credential": credential})
}

// register gives the user the passkey.
func (b *browser) register() *browser {
	b.t.Helper()
	token := b.token("web")
	if done := b.complete(token, b.create(token)); done.Status != 200 || string(done.Body) != "{}" {
		b.t.Fatalf("CompleteWebAuthnRegistration: %d %s", done.Status, done.Body)
	}
	return b
}

// asked is a challenge that a sign-in got.
type asked struct {
	ChallengeName       string
	AvailableChallenges []string
	ChallengeParameters map[string]string
	Session             string
}

// begin begins a sign-in with the passkey.
func (b *browser) begin() (got asked) {
	b.t.Helper()
	return b.beginWith(fields{"PREFERRED_CHALLENGE": "WEB_AUTHN"})
}

func (b *browser) beginWith(parameters fields) (got asked) {
	b.t.Helper()
	parameters["USERNAME"] = b.name
	b.s.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": parameters}).Into(b.t, &got)
	return got
}

// prove signs the challenge; the count of signatures grows with each.
func (b *browser) prove(challenge asked) string {
	b.t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(challenge.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
	if err != nil {
		b.t.Fatalf("%v in %+v", err, challenge)
	}
	b.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(b.page, b.device, b.key, *options)
}

func (b *browser) answer(challenge asked, credential string) emulatortest.Answer {
	b.t.Helper()
	return b.s.Call("RespondToAuthChallenge", fields{
		"ClientId": "web", "ChallengeName": "WEB_AUTHN", "Session": challenge.Session, "ChallengeResponses": fields{"USERNAME": b.name, "CREDENTIAL": credential},
	})
}

// signIn signs in with the passkey alone.
func (b *browser) signIn() emulatortest.Answer {
	b.t.Helper()
	challenge := b.begin()
	return b.answer(challenge, b.prove(challenge))
}

// TestPasskey: a passkey is registered and listed, signs its user in again and again, also by SELECT_CHALLENGE and with an
// administrator's operations, and does so no longer when it is deleted.
func TestPasskey(t *testing.T) {
	s := startWithPasskeys(t)
	alice := openBrowser(t, s, "alice").register()
	token := accessToken(t, alice.signIn())
	accessToken(t, alice.signIn())

	var listed struct {
		Credentials []struct{ CredentialId, FriendlyCredentialName, RelyingPartyId string }
	}
	s.Must("ListWebAuthnCredentials", fields{"AccessToken": token}).Into(t, &listed)
	if len(listed.Credentials) != 1 || listed.Credentials[0].RelyingPartyId != "localhost" || listed.Credentials[0].FriendlyCredentialName != "Platform passkey" {
		t.Errorf("listed: %+v", listed)
	}

	var choice, challenge asked
	s.Must("AdminInitiateAuth", fields{
		"UserPoolId": "us-east-1_App000001", "ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": fields{"USERNAME": "alice"},
	}).Into(t, &choice)
	if got := strings.Join(choice.AvailableChallenges, " "); choice.ChallengeName != "SELECT_CHALLENGE" || got != "PASSWORD_SRP PASSWORD WEB_AUTHN" {
		t.Errorf("%s of %s", choice.ChallengeName, got)
	}
	s.Must("RespondToAuthChallenge", fields{
		"ClientId": "web", "ChallengeName": "SELECT_CHALLENGE", "Session": choice.Session, "ChallengeResponses": fields{"USERNAME": "alice", "ANSWER": "WEB_AUTHN"},
	}).Into(t, &challenge)
	accessToken(t, s.Call("AdminRespondToAuthChallenge", fields{
		"UserPoolId": "us-east-1_App000001", "ClientId": "web", "ChallengeName": "WEB_AUTHN", "Session": challenge.Session,
		"ChallengeResponses": fields{"USERNAME": "alice", "CREDENTIAL": alice.prove(challenge)},
	}))

	open := alice.begin()
	s.Must("DeleteWebAuthnCredential", fields{"AccessToken": token, "CredentialId": listed.Credentials[0].CredentialId})
	if wrong := alice.answer(open, alice.prove(open)); wrong.Rule() != "passkey.wrong" {
		t.Errorf("a passkey that was deleted meanwhile: %d %s", wrong.Status, wrong.Body)
	}
	if got := alice.begin(); got.ChallengeName != "SELECT_CHALLENGE" || strings.Join(got.AvailableChallenges, " ") != "PASSWORD_SRP PASSWORD" {
		t.Errorf("without a passkey: %+v", got)
	}
}

// TestPasskeyMethods: tokens of a sign-in that asks for an authentication level say what kind of key it was.
func TestPasskeyMethods(t *testing.T) {
	s := startWithPasskeys(t)
	for attachment, method := range map[string]string{"platform": "swk", "cross-platform": "hwk"} {
		b := openBrowser(t, s, map[string]string{"platform": "alice", "cross-platform": "bob"}[attachment])
		token := b.token("web")
		credential := strings.Replace(string(b.create(token)), `{"type"`, `{"authenticatorAttachment":"`+attachment+`","type"`, 1)
		if done := b.complete(token, json.RawMessage(credential)); done.Status != 200 {
			t.Fatalf("%d %s", done.Status, done.Body)
		}
		challenge := b.beginWith(fields{"PREFERRED_CHALLENGE": "WEB_AUTHN", "TARGET_ACR_VALUES": "urn:cognito:loa:3"})
		claims := protocolClaims(t, accessToken(t, b.answer(challenge, b.prove(challenge))))
		if diff := gocmp.Diff([]any{method, "urn:cognito:loa:3"}, []any{claims["amr"].([]any)[0], claims["acr"]}); diff != "" {
			t.Errorf("%s: amr and acr (-want +got):\n%s", attachment, diff)
		}
	}
}
