package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

const hostileClockSeed = `
UserPools:
  - Id: us-east-1_Clock0001
    PoolName: clock
    UserPoolTier: PLUS
    UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}
    MfaConfiguration: OPTIONAL
    SoftwareTokenMfaConfiguration: {Enabled: true}
    Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP]}}
    DeviceConfiguration: {ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false}
    Clients:
      - ClientName: web
        ClientId: web
        RefreshTokenValidity: 10
        TokenValidityUnits: {RefreshToken: days, AccessToken: hours, IdToken: hours}
        ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_USER_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
    Users:
      - {Username: alice, Password: "Passw0rd!", Attributes: {email: alice@example.com, email_verified: "true"}}
      - {Username: app, Password: "Passw0rd!", Totp: JBSWY3DPEHPK3PXP}
`

// moveClock sets the emulator's clock by its API.
func moveClock(s *emulatortest.Server, t *testing.T, body string) emulatortest.Answer {
	t.Helper()
	request, err := http.NewRequest(http.MethodPut, s.URL+"/_emulator/clock", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return inProcess(s.Emulator, request)
}

// TestAllTimes signs in, refreshes and takes codes at the ends of the years that the clock may show, with refresh tokens that
// live as long as any.
func TestAllTimes(t *testing.T) {
	s := emulatortest.New(t, emulatortest.Options{Seed: hostileClockSeed})
	s.Must("UpdateUserPoolClient", fields{
		"UserPoolId": "us-east-1_Clock0001", "ClientId": "web", "RefreshTokenValidity": 3650, "ExplicitAuthFlows": []string{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})
	s.Must("SetUserPoolSessionConfiguration", fields{"UserPoolId": "us-east-1_Clock0001", "UserSessionTracking": "ENABLED", "TokenSession": fields{"MaxPerUser": 20}})
	for _, now := range []string{
		"1970-01-01T00:00:00Z", "1970-01-01T00:00:31Z", "2038-01-19T03:14:08Z", "2106-02-07T06:28:16Z", "2262-04-11T23:47:17Z", "2600-02-28T00:00:00Z", "9000-01-01T00:00:00Z", "9988-12-31T23:59:58Z", "9998-12-31T23:59:58Z",
	} {
		moved := moveClock(s, t, fmt.Sprintf(`{"now":%q,"frozen":true}`, now))
		if moved.Status == http.StatusBadRequest {
			t.Logf("%s is refused", now)
			continue
		}
		var tokens struct{ AuthenticationResult signedInTokens }
		s.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"}}).Into(t, &tokens)
		for _, body := range []struct {
			operation string
			body      fields
		}{
			{"GetUser", fields{"AccessToken": tokens.AuthenticationResult.AccessToken}},
			{"InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PREFERRED_CHALLENGE": "EMAIL_OTP"}}},
			{"InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "app", "PASSWORD": "Passw0rd!"}}},
			{"InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "app", "PASSWORD": "wrong"}}},
			{"AdminListUserAuthEvents", fields{"UserPoolId": "us-east-1_Clock0001", "Username": "alice"}},
			{"AdminListUserSessions", fields{"UserPoolId": "us-east-1_Clock0001", "Username": "alice"}},
			{"AdminListDevices", fields{"UserPoolId": "us-east-1_Clock0001", "Username": "alice"}},
			{"AdminResetUserPassword", fields{"UserPoolId": "us-east-1_Clock0001", "Username": "nobody"}},
		} {
			if answer := s.Call(body.operation, body.body); sane(body.operation, answer) != nil {
				t.Errorf("at %s, %s %v: %d %s", now, body.operation, body.body, answer.Status, answer.Body)
			}
		}
		for _, path := range []string{"/_emulator/clock", "/_emulator/messages", "/_emulator/requests", "/_emulator/pools/clock/users/app/totp"} {
			if answer := s.Get(path); answer.Status != http.StatusOK {
				t.Errorf("at %s, %s: %d %s", now, path, answer.Status, answer.Body)
			}
		}
	}
	moveClock(s, t, `{"now":"9000-01-01T00:00:00Z","frozen":false}`)
	moveClock(s, t, `{"offset":"0s"}`)
	var shown struct{ Now time.Time }
	if s.Get("/_emulator/clock").Into(t, &shown); time.Since(shown.Now).Abs() > time.Hour {
		t.Errorf("an offset of nothing leads from the year 9000 to %s", shown.Now)
	}
}

// TestStrangeClocks: what the clock cannot do is refused, and it stays where it is.
func TestStrangeClocks(t *testing.T) {
	s := emulatortest.New(t, emulatortest.Options{Start: machineStart})
	for _, body := range []string{
		``, `null`, `[]`, `0`, `""`, `{}`, `{"now":null}`, `{"now":0}`, `{"now":"tomorrow"}`, `{"now":"10000-01-01T00:00:00Z"}`, `{"now":"-0001-01-01T00:00:00Z"}`, `{"now":"1969-12-31T23:59:59Z"}`, `{"now":"2026-02-30T00:00:00Z"}`,
		`{"now":"2026-01-01T00:00:00+99:00"}`, `{"offset":null}`, `{"offset":1}`, `{"offset":"1"}`, `{"offset":"1y"}`, `{"offset":"9999999h"}`, `{"offset":"-2562047h"}`, `{"offset":"1e9h"}`, `{"frozen":"yes"}`, `{"by":"1h"}`, `{"now":"2026-01-01T00:00:00Z","offset":"1h"}`,
		`{"offset":"1h"} {"offset":"1h"}`, `{"offset":"1h","x":1}`, strings.Repeat("[", 10000), `{"offset":"` + strings.Repeat("1", 10000) + `h"}`,
	} {
		if answer := moveClock(s, t, body); answer.Status != http.StatusBadRequest || !s.Clock.Now().Equal(machineStart) {
			t.Errorf("%.100s: %d %s", body, answer.Status, answer.Body)
			s.Clock.Set(machineStart)
		}
	}
}
