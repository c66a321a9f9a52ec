package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

const crowdSeed = `
UserPools:
  - Id: us-east-1_Crowd0001
    PoolName: crowd
    UserPoolTier: PLUS
    UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}
    MfaConfiguration: OPTIONAL
    SoftwareTokenMfaConfiguration: {Enabled: true}
    WebAuthnConfiguration: {RelyingPartyId: localhost}
    Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP, WEB_AUTHN]}}
    DeviceConfiguration: {ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false}
    Clients:
      - {ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_USER_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}
`

// crowd is many programs of one user.
type crowd struct {
	handler http.Handler
	failed  func(string, ...any)
	done    [12]atomic.Int64 // successes of each act
}

// call is any call: it may fail, as a client's mistake.
func (c *crowd) call(operation string, body fields) (answer emulatortest.Answer, ok bool) {
	text, err := json.Marshal(body)
	if err != nil {
		c.failed("%v", err)
		return answer, false
	}
	answer = inProcess(c.handler, signedRequest(operation, strings.NewReader(string(text))))
	if err := sane(operation, answer); err != nil {
		c.failed("%s %.300s: %d %.300s: %v", operation, text, answer.Status, answer.Body, err)
	}
	return answer, answer.Status == http.StatusOK
}

func (c *crowd) read(answer emulatortest.Answer, into any) bool {
	return json.Unmarshal(answer.Body, into) == nil
}

// signIn gives an access token and the key of a new device; "" if the user is not there, locked, or asked for more.
func (c *crowd) signIn() (token, device string) {
	answer, ok := c.call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"}})
	var in struct {
		AuthenticationResult struct {
			AccessToken       string
			NewDeviceMetadata struct{ DeviceKey string }
		}
	}
	if !ok || !c.read(answer, &in) {
		return "", ""
	}
	return in.AuthenticationResult.AccessToken, in.AuthenticationResult.NewDeviceMetadata.DeviceKey
}

// act does one of the things that the user's programs do.
func (c *crowd) act(s *emulatortest.Server, which int) {
	pool := fields{"UserPoolId": "us-east-1_Crowd0001", "Username": "alice"}
	with := func(more fields) fields {
		for name, value := range pool {
			more[name] = value
		}
		return more
	}
	token, device := c.signIn()
	mine := fields{"AccessToken": token}
	ok := false
	switch which {
	case 0:
		_, ok = c.call("AdminCreateUser", with(fields{"MessageAction": "SUPPRESS", "UserAttributes": []fields{{"Name": "email", "Value": "alice@example.com"}, {"Name": "email_verified", "Value": "true"}}}))
		c.call("AdminSetUserPassword", with(fields{"Password": "Passw0rd!", "Permanent": true}))
	case 1:
		var associated struct{ SecretCode string }
		if answer, given := c.call("AssociateSoftwareToken", mine); given && c.read(answer, &associated) {
			code, _ := totp.GenerateCode(associated.SecretCode, s.Clock.Now()) // a code that is none is refused
			_, ok = c.call("VerifySoftwareToken", fields{"AccessToken": token, "UserCode": code})
		}
	case 2:
		_, ok = c.call("SetUserMFAPreference", fields{"AccessToken": token, "SoftwareTokenMfaSettings": fields{"Enabled": true}})
	case 3:
		_, ok = c.call("AdminDeleteSoftwareToken", with(fields{}))
	case 4:
		_, ok = c.call("ConfirmDevice", fields{"AccessToken": token, "DeviceKey": device, "DeviceSecretVerifierConfig": fields{"PasswordVerifier": "Ag==", "Salt": "Ag=="}})
	case 5:
		var listed struct{ Devices []struct{ DeviceKey string } }
		if answer, given := c.call("AdminListDevices", with(fields{})); given && c.read(answer, &listed) && len(listed.Devices) > 0 {
			_, ok = c.call("AdminForgetDevice", with(fields{"DeviceKey": listed.Devices[0].DeviceKey}))
		}
	case 6:
		_, ok = c.call("StartWebAuthnRegistration", mine)
		c.call("CompleteWebAuthnRegistration", fields{"AccessToken": token, "Credential": fields{}})
	case 7:
		_, ok = c.call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PREFERRED_CHALLENGE": "EMAIL_OTP"}})
	case 8:
		_, ok = c.call("AdminListUserSessions", with(fields{}))
		_, _ = c.call("AdminListUserAuthEvents", with(fields{}))
	case 9:
		_, ok = c.call("GlobalSignOut", mine)
	case 10:
		_, ok = c.call("AdminDeleteUser", with(fields{}))
	case 11:
		_, ok = c.call("AdminGetUser", with(fields{}))
		c.call("ListDevices", mine)
		c.call("GetUserAuthFactors", mine)
	}
	if ok {
		c.done[which].Add(1)
	}
}

// TestACrowd has thirty-two programs do all there is to one user at once: enrol and delete apps, confirm and forget devices,
// begin registrations, sign in and out, delete the user and make another one. All of it succeeds or is refused, and what is
// left of a deleted user is nothing.
func TestACrowd(t *testing.T) {
	dir := t.TempDir()
	t.Run("crowd", func(t *testing.T) {
		s := emulatortest.New(t, emulatortest.Options{Seed: crowdSeed, DataDir: dir})
		s.Must("SetUserPoolSessionConfiguration", fields{"UserPoolId": "us-east-1_Crowd0001", "UserSessionTracking": "ENABLED", "TokenSession": fields{"MaxPerUser": 20}})
		c := &crowd{handler: s.Emulator, failed: t.Errorf}
		c.act(s, 0)
		var everybody sync.WaitGroup
		for i := range 32 {
			everybody.Go(func() {
				for step := range 24 {
					which := (i*7 + step*5) % 12
					if which == 10 && i%4 > 0 { // else there is hardly ever a user
						which = 0
					}
					c.act(s, which)
				}
			})
		}
		everybody.Wait()
		succeeded, counts := 0, []int64{}
		for which := range c.done {
			counts = append(counts, c.done[which].Load())
			if counts[which] > 0 {
				succeeded++
			}
		}
		if t.Logf("how often each act succeeded: %v", counts); succeeded < 6 {
			t.Errorf("hardly anything succeeded: %v", counts)
		}
		c.call("AdminDeleteUser", fields{"UserPoolId": "us-east-1_Crowd0001", "Username": "alice"})
	})
	for _, kind := range []string{"user", "device", "passkey registration", "auth-event", "session", "code"} {
		if n := kept(t, dir, kind); n != 0 {
			t.Errorf("%d records of the kind %s are left of a user who was deleted", n, kind)
		}
	}
}
