package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

// machinePool is a pool of the sign-in machine's tests: what it asks for, and how it treats devices.
type machinePool struct {
	name    string
	mfa     string // OFF, OPTIONAL or ON
	factors string // second factors: members of the seed
	first   string // AllowedFirstAuthFactors
	devices string // DeviceConfiguration, if any
}

const (
	allFactors = "SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: \"arn:aws:iam::000000000000:role/sms\"}}, " +
		"EmailMfaConfiguration: {Message: \"{####}\", Subject: code}, SoftwareTokenMfaConfiguration: {Enabled: true}"
	onlyToken  = "SoftwareTokenMfaConfiguration: {Enabled: true}"
	everything = "PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN"
	tracking   = "{ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false}"
	sparing    = "{ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false}"
)

var machinePools = []machinePool{
	{"plain", "OFF", "", everything, ""},
	{"optional", "OPTIONAL", allFactors, everything, ""},
	{"tracked", "OPTIONAL", allFactors, "PASSWORD, EMAIL_OTP", tracking},
	{"sparing", "OPTIONAL", allFactors, "PASSWORD", sparing},
	{"required", "ON", allFactors, "PASSWORD", ""},
	{"enrolling", "ON", onlyToken, "PASSWORD", sparing},
}

// GoString is the pool as failures show it.
func (p machinePool) GoString() string { return p.name }

func (p machinePool) id() string              { return "us-east-1_" + p.name }
func (p machinePool) client(which int) string { return fmt.Sprintf("%s%d", p.name, which) }
func (p machinePool) has(factor string) bool  { return strings.Contains(p.factors, factor) }

// seed has the pool with two clients that take every flow and whose sessions live for a quarter of an hour.
func (p machinePool) seed() string {
	text := fmt.Sprintf(`
  - Id: %s
    PoolName: %s
    AutoVerifiedAttributes: [email]
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}
    EmailConfiguration: {EmailSendingAccount: DEVELOPER, SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com"}
    LambdaConfig: {DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify}
    Policies: {SignInPolicy: {AllowedFirstAuthFactors: [%s]}}
`, p.id(), p.name, p.first)
	if p.name == "required" { // one of the pools records what happens
		text += "    UserPoolTier: PLUS\n    UserPoolAddOns: {AdvancedSecurityMode: AUDIT}\n"
	}
	if p.devices != "" {
		text += "    DeviceConfiguration: " + p.devices + "\n"
	}
	const flows = "[ALLOW_USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_USER_AUTH, ALLOW_REFRESH_TOKEN_AUTH]"
	text += "    Clients:\n"
	for which, existence := range []string{"ENABLED", "LEGACY"} {
		text += fmt.Sprintf("      - {ClientName: %s, ClientId: %[1]s, AuthSessionValidity: 15, PreventUserExistenceErrors: %s, ExplicitAuthFlows: %s}\n", p.client(which), existence, flows)
	}
	return text
}

// mfaConfig is the request that gives the pool its second factors.
func (p machinePool) mfaConfig() fields {
	body := fields{"UserPoolId": p.id(), "MfaConfiguration": p.mfa, "WebAuthnConfiguration": fields{"RelyingPartyId": "localhost", "UserVerification": "preferred"}}
	if p.has("SmsMfa") {
		body["SmsMfaConfiguration"] = fields{"SmsConfiguration": fields{"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}}
	}
	if p.has("EmailMfa") {
		body["EmailMfaConfiguration"] = fields{"Message": "{####}", "Subject": "code"}
	}
	if p.has("SoftwareToken") {
		body["SoftwareTokenMfaConfiguration"] = fields{"Enabled": true}
	}
	return body
}

// machineStart is when the tests of the machine begin.
var machineStart = time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)

// stopper is a *testing.T, a *testing.B, or a rapid one.
type stopper interface {
	Helper()
	Fatalf(format string, args ...any)
}

// machine is an emulator with the pools above.
type machine struct {
	stopper
	server *emulatortest.Server
	group  *srp.Group
	fixed  string        // all codes, for benchmarks
	took   time.Duration // by calls, for benchmarks
}

func startMachine(t testing.TB, dir string) *machine {
	t.Helper()
	m := &machine{stopper: t, group: srp.NewGroup(), server: emulatortest.New(t, emulatortest.Options{
		Seed: machineSeed(), DataDir: dir, Start: machineStart, Functions: lambdaclient.InvokerFunc(customMachine),
	})}
	m.setFactors()
	return m
}

// quietMachine is a machine without sockets and logs, for thousands of calls. Its codes are all the given one; "" draws them.
func quietMachine(t testing.TB, code string) *machine {
	t.Helper()
	ticking := clock.NewFrozen(machineStart)
	e, err := emulator.New(emulator.Config{Clock: ticking, FixedCode: code, Functions: lambdaclient.InvokerFunc(customMachine)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if err := e.ApplySeed(t.Context(), []byte(machineSeed())); err != nil {
		t.Fatal(err)
	}
	m := &machine{stopper: t, group: srp.NewGroup(), server: &emulatortest.Server{Emulator: e, Clock: ticking}, fixed: code}
	m.setFactors()
	return m
}

func machineSeed() string {
	seed := "UserPools:"
	for _, p := range machinePools {
		seed += p.seed()
	}
	return seed
}

func (m *machine) setFactors() {
	m.Helper()
	for _, p := range machinePools {
		m.must("SetUserPoolMfaConfig", p.mfaConfig())
	}
}

// with reports to another test.
func (m *machine) with(t stopper) *machine {
	return &machine{stopper: t, server: m.server, group: m.group, fixed: m.fixed}
}

func (m *machine) must(operation string, body fields) reply {
	m.Helper()
	r := m.call(operation, body)
	if r.Status != http.StatusOK {
		text, _ := json.Marshal(body)
		m.Fatalf("%s %s: %d %s", operation, text, r.Status, r.Body)
	}
	return r
}

// call makes a call in process: thousands of them go through no socket.
func (m *machine) call(operation string, body fields) reply {
	m.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		m.Fatalf("%v", err)
	}
	request := signedRequest(operation, strings.NewReader(string(text)))
	start := time.Now()
	r := inProcess(m.server.Emulator, request)
	m.took += time.Since(start)
	if err := sane(operation, r); err != nil {
		m.Fatalf("%s %s: %d %s: %v", operation, text, r.Status, r.Body, err)
	}
	return m.reply(r)
}

func (m *machine) reply(answer emulatortest.Answer) reply {
	m.Helper()
	r := reply{Answer: answer}
	if len(r.Body) > 0 {
		m.read(r.Answer, &r.result)
	}
	return r
}

func (m *machine) get(path string) emulatortest.Answer {
	return inProcess(m.server.Emulator, httptest.NewRequest(http.MethodGet, path, nil))
}

func (m *machine) read(answer emulatortest.Answer, into any) {
	m.Helper()
	if err := json.Unmarshal(answer.Body, into); err != nil {
		m.Fatalf("%s: %v", answer.Body, err)
	}
}

// reply is an answer of the sign-in operations, read.
type reply struct {
	emulatortest.Answer
	result struct {
		ChallengeName, Session string
		ChallengeParameters    map[string]string
		AvailableChallenges    []string
		AuthenticationResult   *struct {
			AccessToken, IdToken, RefreshToken string
			NewDeviceMetadata                  *struct{ DeviceKey, DeviceGroupKey string }
		}
	}
}

// next is what the answer leads to: a challenge's name, "tokens", or the message of a refusal.
func (r reply) next() string {
	switch {
	case r.Status != http.StatusOK:
		return r.Type() + ": " + r.Message()
	case r.result.AuthenticationResult != nil:
		return "tokens"
	}
	return r.result.ChallengeName
}

// customMachine are the functions of CUSTOM_AUTH: the password, if the sign-in began with it, then a challenge whose
// answer is 42, three times at most.
func customMachine(_ context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	var event struct {
		Request struct {
			Session []struct {
				ChallengeName   string
				ChallengeResult bool
			}
			ChallengeAnswer string
		}
	}
	if err := json.Unmarshal(payload, &event); err != nil {
		return lambdaclient.Result{}, err
	}
	history, wrong := event.Request.Session, 0
	response := `{"challengeName":"CUSTOM_CHALLENGE"}`
	for _, entry := range history {
		switch {
		case !entry.ChallengeResult:
			wrong++
		case entry.ChallengeName == "CUSTOM_CHALLENGE":
			response = `{"issueTokens":true}`
		}
	}
	if len(history) == 1 && history[0].ChallengeName == "SRP_A" {
		response = `{"challengeName":"PASSWORD_VERIFIER"}`
	}
	if wrong >= 3 {
		response = `{"failAuthentication":true}`
	}
	switch function[strings.LastIndexByte(function, ':')+1:] {
	case "create":
		response = `{"publicChallengeParameters":{},"privateChallengeParameters":{"answer":"42"}}`
	case "verify":
		response = fmt.Sprintf(`{"answerCorrect":%t}`, event.Request.ChallengeAnswer == "42")
	}
	return merged(lambdaclient.Result{}, payload, `{"response":`+response+`}`)
}
