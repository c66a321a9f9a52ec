package seed_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator"
)

const factors = `
UserPools:
  - PoolName: app
    Id: eu-west-1_Mfa000001
    MfaConfiguration: "ON"
    EmailConfiguration: {EmailSendingAccount: DEVELOPER, SourceArn: "arn:aws:ses:eu-west-1:000000000000:identity/a@example.com"}
    SoftwareTokenMfaConfiguration: {Enabled: true}
    EmailMfaConfiguration: {Subject: Code}
    UsernameAttributes: [email]
    WebAuthnConfiguration: {RelyingPartyId: localhost}
    Clients: [{ClientName: web, ClientId: mfa00000000000000000000001, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users:
      - {Username: app@example.com, Password: Passw0rd!, Totp: jbsw y3dp}
      - {Username: mail@example.com, Password: Passw0rd!, UserMFASettingList: [EMAIL_OTP]}
      - Username: both@example.com
        Password: Passw0rd!
        Totp: JBSWY3DPEHPK3PXP
        UserMFASettingList: [SOFTWARE_TOKEN_MFA, EMAIL_OTP]
        PreferredMfaSetting: EMAIL_OTP
`

// TestFactors: a seed switches second factors on, for the pool and for users; a second time nothing changes.
func TestFactors(t *testing.T) {
	s := start(t, factors)
	mustApply(t, s, factors)
	config := s.Must("GetUserPoolMfaConfig", `{"UserPoolId":"eu-west-1_Mfa000001"}`)
	for path, want := range map[string]string{
		"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration.Enabled": "true", "EmailMfaConfiguration.Subject": "Code",
		"WebAuthnConfiguration.RelyingPartyId": "localhost", "SmsMfaConfiguration": "null",
	} {
		if got := field(t, config, path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	for user, want := range map[string]string{"app": "SOFTWARE_TOKEN_MFA", "mail": "EMAIL_OTP", "both": "EMAIL_OTP"} {
		answer := s.Must("InitiateAuth", map[string]any{
			"ClientId": "mfa00000000000000000000001", "AuthFlow": "USER_PASSWORD_AUTH",
			"AuthParameters": map[string]string{"USERNAME": user + "@example.com", "PASSWORD": "Passw0rd!"},
		})
		if got := field(t, answer, "ChallengeName"); got != want {
			t.Errorf("%s: %s, want %s", user, answer.Body, want)
		}
	}
}

// A second factor that no sign-in asks for is told of, as are other settings without effect.
func TestFactorsWithoutEffectAreTold(t *testing.T) {
	var log strings.Builder
	e, err := emulator.New(emulator.Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.ApplySeed(t.Context(), []byte(`UserPools: [{PoolName: app, Id: eu-west-1_Off000001, Users: [{Username: bob, Password: Passw0rd!, Totp: JBSWY3DPEHPK3PXP}]}]`)); err != nil {
		t.Fatal(err)
	}
	const want = "no sign-in asks bob for SOFTWARE_TOKEN_MFA: MfaConfiguration of pool eu-west-1_Off000001 is OFF, and its factors are []"
	if !strings.Contains(log.String(), want) {
		t.Errorf("%s\nwant %s", log.String(), want)
	}
}
