package emulator_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

// secretsSeed is a pool that migrates users, with a client that has a secret.
const secretsSeed = protocolSeed + `
  - Id: us-east-1_Secrets01
    PoolName: secrets
    LambdaConfig: {UserMigration: "arn:aws:lambda:us-east-1:000000000000:function:migrate"}
    UserAttributeUpdateSettings: {AttributesRequireVerificationBeforeUpdate: [email]}
    AutoVerifiedAttributes: [email]
    Clients:
      - {ClientName: private, ClientId: private, ClientSecret: canary000client000secret00, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
`

// secretCode is every confirmation code. Digits might turn up by chance.
const secretCode = "canary-code-1"

// canaries runs requests and remembers every secret that goes by.
type canaries struct {
	t       *testing.T
	handler http.Handler
	log     bytes.Buffer
	secrets []string
}

func newCanaries(t *testing.T) *canaries {
	c := &canaries{t: t, secrets: []string{"canary", "Canary"}}
	e, err := emulator.New(emulator.Config{
		FixedCode: secretCode, Log: slog.New(slog.NewTextHandler(&c.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Functions: lambdaclient.InvokerFunc(migrateCanary), Clock: clock.NewFrozen(protocolInstant),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if err := e.ApplySeed(t.Context(), []byte(secretsSeed)); err != nil {
		t.Fatal(err)
	}
	c.handler = e
	return c
}

// migrateCanary returns the event that it got, as most functions do, and complains about the password of a user "bad".
func migrateCanary(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	var event map[string]any
	if err := json.Unmarshal(payload, &event); err != nil {
		return lambdaclient.Result{}, err
	}
	result := lambdaclient.Result{Output: "event: " + string(payload) + "\n"}
	password, _ := event["request"].(map[string]any)["password"].(string)
	if event["userName"] == "bad" {
		result.FunctionError = lambdaclient.NewFunctionError("Error", "the password "+password+" is wrong")
		return result, nil
	}
	event["response"] = map[string]any{
		"userAttributes": map[string]string{"email": "migrated@example.com", "email_verified": "true"}, "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS",
	}
	answer, err := json.Marshal(event)
	result.Payload = answer
	return result, err
}

// call makes a request with the members given in pairs. Members with a dot belong to a map: "AuthParameters.USERNAME".
func (c *canaries) call(status int, operation string, pairs ...string) map[string]any {
	c.t.Helper()
	body := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		outer, inner, nested := strings.Cut(pairs[i], ".")
		if !nested {
			body[outer] = pairs[i+1]
			continue
		}
		if body[outer] == nil {
			body[outer] = map[string]string{}
		}
		body[outer].(map[string]string)[inner] = pairs[i+1]
	}
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.post(status, operation, string(text))
}

func (c *canaries) post(status int, operation, body string) map[string]any {
	c.t.Helper()
	recorder := httptest.NewRecorder()
	c.handler.ServeHTTP(recorder, signedRequest(operation, strings.NewReader(body)))
	if recorder.Code != status {
		c.t.Fatalf("%s %s: %d %s", operation, body, recorder.Code, recorder.Body)
	}
	var answer map[string]any
	_ = json.Unmarshal(recorder.Body.Bytes(), &answer)
	c.remember(answer)
	return answer
}

// remember collects what nobody but the caller may see.
func (c *canaries) remember(value any) {
	members, _ := value.(map[string]any)
	for name, member := range members {
		text, isText := member.(string)
		if isText && slices.Contains([]string{"AccessToken", "IdToken", "RefreshToken", "Session", "ClientSecret"}, name) {
			c.secrets = append(c.secrets, text)
		}
		c.remember(member)
	}
}

// signIn gives the tokens of an answer.
func (c *canaries) signIn(pairs ...string) (access, refresh string) {
	c.t.Helper()
	tokens, ok := c.call(200, "InitiateAuth", pairs...)["AuthenticationResult"].(map[string]any)
	if !ok {
		c.t.Fatal("no tokens")
	}
	access, _ = tokens["AccessToken"].(string)
	refresh, _ = tokens["RefreshToken"].(string)
	return access, refresh
}

// everyFlow goes through all flows with secrets, and through some that fail.
func (c *canaries) everyFlow() {
	web, pool := []string{"ClientId", "protocol"}, []string{"UserPoolId", "us-east-1_Protocol1"}
	with := func(first []string, more ...string) []string { return slices.Concat(first, more) }
	password := func(name, password string) []string {
		return with(web, "AuthFlow", "USER_PASSWORD_AUTH", "AuthParameters.USERNAME", name, "AuthParameters.PASSWORD", password)
	}
	bob := with(web, "Username", "bob")
	// Sign-up and confirmation, with mistakes.
	c.call(400, "SignUp", with(bob, "Password", "Canary with spaces 1!")...)
	c.call(400, "SignUp", with(bob, "Password", "canary")...)
	c.post(200, "SignUp", `{"ClientId":"protocol","Username":"bob","Password":"Canary-1-password!","UserAttributes":[{"Name":"email","Value":"bob@example.com"}]}`)
	c.call(200, "ResendConfirmationCode", bob...)
	c.call(400, "ConfirmSignUp", with(bob, "ConfirmationCode", "canary-code")...)
	c.call(400, "ConfirmSignUp", with(bob, "ConfirmationCode", secretCode+" ")...)
	c.call(200, "ConfirmSignUp", with(bob, "ConfirmationCode", secretCode)...)
	// Sign-in, with a password and with a proof.
	c.call(400, "InitiateAuth", password("bob", "Canary-wrong")...)
	access, refresh := c.signIn(password("bob", "Canary-1-password!")...)
	c.srpSignIn("bob", "Canary-1-password!")
	c.call(200, "GetUser", "AccessToken", access)
	c.call(400, "GetUser", "AccessToken", access+"x")
	c.signIn(with(web, "AuthFlow", "REFRESH_TOKEN_AUTH", "AuthParameters.REFRESH_TOKEN", refresh)...)
	c.call(200, "GetTokensFromRefreshToken", with(web, "RefreshToken", refresh)...)
	c.call(400, "GetTokensFromRefreshToken", with(web, "RefreshToken", access)...)
	// Passwords that change.
	c.call(400, "ChangePassword", "AccessToken", access, "PreviousPassword", "Canary-wrong", "ProposedPassword", "Canary-2-password!")
	c.call(200, "ChangePassword", "AccessToken", access, "PreviousPassword", "Canary-1-password!", "ProposedPassword", "Canary-2-password!")
	c.call(200, "ForgotPassword", bob...)
	c.call(400, "ConfirmForgotPassword", with(bob, "ConfirmationCode", secretCode, "Password", "canary")...)
	c.call(200, "ConfirmForgotPassword", with(bob, "ConfirmationCode", secretCode, "Password", "Canary-3-password!")...)
	c.call(200, "GetUserAttributeVerificationCode", "AccessToken", access, "AttributeName", "email")
	c.call(200, "VerifyUserAttribute", "AccessToken", access, "AttributeName", "email", "Code", secretCode)
	c.call(200, "RevokeToken", with(web, "Token", refresh)...)
	// Administrators.
	carol := with(pool, "Username", "carol")
	c.call(200, "AdminCreateUser", with(carol, "TemporaryPassword", "Canary-4-temporary!", "MessageAction", "SUPPRESS")...)
	session, _ := c.call(200, "InitiateAuth", password("carol", "Canary-4-temporary!")...)["Session"].(string)
	answer := with(web, "ChallengeName", "NEW_PASSWORD_REQUIRED", "Session", session, "ChallengeResponses.USERNAME", "carol")
	c.call(400, "RespondToAuthChallenge", with(answer, "ChallengeResponses.NEW_PASSWORD", "canary")...)
	c.call(200, "RespondToAuthChallenge", with(answer, "ChallengeResponses.NEW_PASSWORD", "Canary-5-password!")...)
	c.call(400, "RespondToAuthChallenge", with(answer, "ChallengeResponses.NEW_PASSWORD", "Canary-6-password!")...)
	c.post(200, "AdminSetUserPassword", `{"UserPoolId":"us-east-1_Protocol1","Username":"carol","Password":"Canary-7-password!","Permanent":true}`)
	c.call(200, "AdminInitiateAuth", with(pool, with(password("carol", "Canary-7-password!"), "AuthFlow", "ADMIN_USER_PASSWORD_AUTH")...)...)
	c.post(200, "CreateUserPoolClient", `{"UserPoolId":"us-east-1_Protocol1","ClientName":"x","GenerateSecret":true}`)
	// Secrets of clients, and functions that repeat what they are told.
	private := []string{"ClientId", "private", "AuthFlow", "USER_PASSWORD_AUTH", "AuthParameters.SECRET_HASH", "canary+hash=="}
	c.call(400, "InitiateAuth", with(private, "AuthParameters.USERNAME", "dave", "AuthParameters.PASSWORD", "Canary-8-\"<password>!")...)
	for name, status := range map[string]int{"dave": 200, "bad": 400} {
		hash := secretHash("canary000client000secret00", name+"private")
		c.secrets = append(c.secrets, hash)
		c.call(status, "InitiateAuth", with(private, "AuthParameters.SECRET_HASH", hash, "AuthParameters.USERNAME", name, "AuthParameters.PASSWORD", "Canary-8-\"<password>!")...)
	}
	c.call(200, "DescribeUserPoolClient", "UserPoolId", "us-east-1_Secrets01", "ClientId", "private")
	c.call(400, "RevokeToken", "ClientId", "private", "ClientSecret", "canary000wrong000secret000", "Token", "canary")
	// What nobody can make sense of.
	c.post(400, "InitiateAuth", `{"AuthParameters":{"PASSWORD":"Canary-9`)
	c.post(400, "InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"PASSWORD":["Canary-9"]}}`)
	c.post(400, "SignUp", `{"Password":{"canary":"Canary-9"}}`)
	c.post(400, "NoSuchOperation", `{"Password":"Canary-9"}`)
}

// srpSignIn proves a password without showing it.
func (c *canaries) srpSignIn(name, password string) {
	c.t.Helper()
	client, err := srp.NewGroup().NewClient(bytes.NewReader(bytes.Repeat([]byte("random"), 100)), "Protocol1")
	if err != nil {
		c.t.Fatal(err)
	}
	challenge := c.call(200, "InitiateAuth", "ClientId", "protocol", "AuthFlow", "USER_SRP_AUTH", "AuthParameters.USERNAME", name, "AuthParameters.SRP_A", client.A())
	parameters := challenge["ChallengeParameters"].(map[string]any)
	text := func(name string) string { return parameters[name].(string) }
	claim, err := client.Answer(text("USER_ID_FOR_SRP"), password, srp.Parameters{Salt: text("SALT"), B: text("SRP_B"), SecretBlock: text("SECRET_BLOCK")}, protocolInstant)
	if err != nil {
		c.t.Fatal(err)
	}
	c.secrets = append(c.secrets, claim.Signature)
	c.call(200, "RespondToAuthChallenge", "ClientId", "protocol", "ChallengeName", "PASSWORD_VERIFIER", "ChallengeResponses.USERNAME", name,
		"ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK", claim.SecretBlock, "ChallengeResponses.PASSWORD_CLAIM_SIGNATURE", claim.Signature,
		"ChallengeResponses.TIMESTAMP", claim.Timestamp)
}

// No password, token, code or secret is in the journal or in the log.
func TestProtocolSecretsStaySecret(t *testing.T) {
	c := newCanaries(t)
	c.everyFlow()
	c.secrets = slices.DeleteFunc(c.secrets, func(s string) bool { return s == "" })
	if len(c.secrets) < 20 {
		t.Fatalf("only %d secrets went by", len(c.secrets))
	}
	recorder := httptest.NewRecorder()
	c.handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/_emulator/requests?limit=1000", nil))
	shown := recorder.Body.String()
	var entries []struct {
		ID       string
		Triggers []any
	}
	if err := json.Unmarshal([]byte(shown), &entries); err != nil || len(entries) < 40 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, secret := range c.secrets {
		for place, text := range map[string]string{"the journal": shown, "the log": c.log.String()} {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%.40q is in %s: %.300s", secret, place, text[max(0, i-200):])
			}
		}
	}
	if lines := strings.Count(c.log.String(), "level=INFO"); lines < len(entries) {
		t.Errorf("the log has only %d lines of %d requests", lines, len(entries))
	}
}

func secretHash(secret, message string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(message))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
