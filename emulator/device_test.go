package emulator_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/srp"
)

const devicePool = "us-east-1_Device001"

// deviceSeed is a pool that tracks devices; %s are its other settings.
const deviceSeed = `
UserPools:
  - Id: us-east-1_Device001
    PoolName: app
    MfaConfiguration: OPTIONAL
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}
    AliasAttributes: [email]
%s
    Clients:
      - {ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_USER_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
      - {ClientName: hiding, ClientId: hiding, PreventUserExistenceErrors: ENABLED, ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH]}
      - {ClientName: other, ClientId: other, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH]}
    Users:
      - {Username: alice, Password: "Passw0rd!", Attributes: {phone_number: "+12065550100", email: alice@example.com, email_verified: "true"}}
      - {Username: bob, Password: "Passw0rd!", Attributes: {phone_number: "+12065550101"}}
`

const (
	sparingDevices = "    DeviceConfiguration: {ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false}"
	besideDevices  = "    DeviceConfiguration: {ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false}"
	askingDevices  = "    DeviceConfiguration: {ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true}"
)

// deviceWorld is one emulator with programs that sign in to it.
type deviceWorld struct {
	testing.TB
	*emulatortest.Server
	group  *srp.Group
	client string
}

func newDeviceWorld(t testing.TB, settings string, functions emulatortest.Options) *deviceWorld {
	functions.Seed, functions.FixedCode = fmt.Sprintf(deviceSeed, settings), "123456"
	return &deviceWorld{t, emulatortest.New(t, functions), srp.NewGroup(), "web"}
}

// phone is what a program keeps of its device.
type phone struct{ key, group, password string }

// deviceReply is an answer of a sign-in.
type deviceReply struct {
	emulatortest.Answer  `json:"-"`
	ChallengeName        string
	Session              string
	ChallengeParameters  map[string]string
	AuthenticationResult *deviceTokens
}

type deviceTokens struct {
	AccessToken, RefreshToken string
	NewDeviceMetadata         *struct{ DeviceKey, DeviceGroupKey string }
}

func (w *deviceWorld) read(answer emulatortest.Answer) deviceReply {
	w.Helper()
	reply := deviceReply{Answer: answer}
	if err := json.Unmarshal(answer.Body, &reply); err != nil {
		w.Fatalf("%s: %v", answer.Body, err)
	}
	return reply
}

// start is InitiateAuth with a password; the device may be nil.
func (w *deviceWorld) start(user string, device *phone) deviceReply {
	w.Helper()
	parameters := fields{"USERNAME": user, "PASSWORD": "Passw0rd!"}
	if device != nil {
		parameters["DEVICE_KEY"] = device.key
	}
	return w.read(w.Call("InitiateAuth", fields{"ClientId": w.client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}))
}

func (w *deviceWorld) respond(challenge, session string, responses fields) deviceReply {
	w.Helper()
	body := fields{"ClientId": w.client, "ChallengeName": challenge, "ChallengeResponses": responses}
	if session != "" {
		body["Session"] = session
	}
	return w.read(w.Call("RespondToAuthChallenge", body))
}

func (w *deviceWorld) sms(reply deviceReply, user string, device *phone) deviceReply {
	w.Helper()
	w.expect(reply, "SMS_MFA")
	responses := fields{"USERNAME": user, "SMS_MFA_CODE": "123456"}
	if device != nil {
		responses["DEVICE_KEY"] = device.key
	}
	return w.respond("SMS_MFA", reply.Session, responses)
}

// confirm is ConfirmDevice for the device that a sign-in has announced.
func (w *deviceWorld) confirm(reply deviceReply) (*phone, emulatortest.Answer) {
	w.Helper()
	w.expect(reply, "")
	if reply.AuthenticationResult.NewDeviceMetadata == nil {
		w.Fatalf("no device was announced: %s", reply.Body)
	}
	announced := reply.AuthenticationResult.NewDeviceMetadata
	p := &phone{announced.DeviceKey, announced.DeviceGroupKey, rand.Text()}
	return p, w.Call("ConfirmDevice", fields{
		"AccessToken": reply.AuthenticationResult.AccessToken, "DeviceKey": p.key, "DeviceName": "phone", "DeviceSecretVerifierConfig": w.secret(p),
	})
}

// device is the whole way to a device that is confirmed.
func (w *deviceWorld) device(reply deviceReply) *phone {
	w.Helper()
	p, answer := w.confirm(reply)
	if answer.Status != 200 {
		w.Fatalf("ConfirmDevice: %d %s", answer.Status, answer.Body)
	}
	return p
}

func (w *deviceWorld) secret(p *phone) fields {
	salt, err := srp.NewSalt(rand.Reader)
	if err != nil {
		w.Fatal(err)
	}
	verifier := w.group.Verifier(srp.PrivateKey(srp.Identity{PoolName: p.group, UserID: p.key}, p.password, salt))
	return fields{"PasswordVerifier": base64.StdEncoding.EncodeToString(verifier), "Salt": base64.StdEncoding.EncodeToString(salt)}
}

// prove answers DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER. With sessions false it leaves them out, as pycognito does.
func (w *deviceWorld) prove(reply deviceReply, user string, p *phone, sessions bool) deviceReply {
	w.Helper()
	w.expect(reply, "DEVICE_SRP_AUTH")
	client, err := w.group.NewClient(rand.Reader, p.group)
	if err != nil {
		w.Fatal(err)
	}
	pick := func(session string) string {
		if sessions {
			return session
		}
		return ""
	}
	second := w.respond("DEVICE_SRP_AUTH", pick(reply.Session), fields{"USERNAME": user, "DEVICE_KEY": p.key, "SRP_A": client.A()})
	w.expect(second, "DEVICE_PASSWORD_VERIFIER")
	return w.respond("DEVICE_PASSWORD_VERIFIER", pick(second.Session), w.claim(client, second, user, p))
}

// claim is the answer to DEVICE_PASSWORD_VERIFIER.
func (w *deviceWorld) claim(client *srp.Client, reply deviceReply, user string, p *phone) fields {
	w.Helper()
	got := reply.ChallengeParameters
	claim, err := client.Answer(p.key, p.password, srp.Parameters{Salt: got["SALT"], B: got["SRP_B"], SecretBlock: got["SECRET_BLOCK"]}, w.Clock.Now())
	if err != nil {
		w.Fatal(err)
	}
	return fields{
		"USERNAME": user, "DEVICE_KEY": p.key, "PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock,
		"TIMESTAMP": claim.Timestamp, "PASSWORD_CLAIM_SIGNATURE": claim.Signature,
	}
}

// expect wants a challenge, or tokens for "".
func (w *deviceWorld) expect(reply deviceReply, challenge string) {
	w.Helper()
	if reply.Status != 200 || reply.ChallengeName != challenge || (challenge == "") != (reply.AuthenticationResult != nil) {
		w.Fatalf("want %q, have %d %s", challenge, reply.Status, reply.Body)
	}
}

// refused wants a refusal by a rule.
func (w *deviceWorld) refused(answer emulatortest.Answer, rule, message string) {
	w.Helper()
	if answer.Status != 400 || answer.Rule() != rule || answer.Message() != message {
		w.Errorf("want %s %q, have %d %s %s", rule, message, answer.Status, answer.Rule(), answer.Body)
	}
}

// claimed is the device_key of an access token.
func (w *deviceWorld) claimed(reply deviceReply) string {
	w.Helper()
	w.expect(reply, "")
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(reply.AuthenticationResult.AccessToken, ".")[1])
	if err != nil {
		w.Fatal(err)
	}
	var claims struct {
		DeviceKey string `json:"device_key"`
	}
	if err := json.Unmarshal(payload, &claims); err != nil {
		w.Fatal(err)
	}
	return claims.DeviceKey
}

func (w *deviceWorld) switchOnSMS(user string) {
	w.Helper()
	w.Must("AdminSetUserMFAPreference", fields{"UserPoolId": devicePool, "Username": user, "SMSMfaSettings": fields{"Enabled": true, "PreferredMfa": true}})
}
