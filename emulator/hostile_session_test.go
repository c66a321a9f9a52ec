package emulator_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// TestHostileSessions gives sessions that are nearly good to the operations that get nothing else to know the user by.
func TestHostileSessions(t *testing.T) {
	m := startMachine(t, "")
	good := m.reach(station{name: "setup", challenge: "MFA_SETUP", pool: "enrolling", flow: "USER_PASSWORD_AUTH"}).asked.result.Session
	header := func(realm string, length int) string {
		return base64.RawURLEncoding.EncodeToString(append([]byte{1, 0x80, 1, 0x78, byte(length)}, realm...))
	}
	tail := good[40:]
	strange := append(mutations(good), header("", 0), header("", 255), header("x", 255), header(strings.Repeat("x", 255), 255)+tail, header("us-east-1_plain", 15)+tail,
		header("us-east-1_%", 11)+tail, header("\x00\xff/../", 7)+tail, header("us-east-1_enrolling", 19), strings.Repeat("A", 4096), "AYABe"+strings.Repeat("_", 3000), strings.Repeat(" ", 30), strings.Repeat("é", 30))
	for _, session := range strange {
		for _, operation := range []string{"AssociateSoftwareToken", "VerifySoftwareToken"} {
			if got := m.call(operation, fields{"Session": session, "UserCode": "123456"}); got.Status != 400 {
				t.Errorf("%s took %s\nfor %s: %s", operation, session, good, got.Body)
			}
		}
	}
	m.must("AssociateSoftwareToken", fields{"Session": good})
}

// TestSessionsOfTheGone gives sessions whose user, app client or pool was deleted.
func TestSessionsOfTheGone(t *testing.T) {
	for _, gone := range []struct {
		operation string
		body      fields
	}{
		{"AdminDeleteUser", fields{"UserPoolId": "us-east-1_Gone00001", "Username": "alice"}},
		{"DeleteUserPoolClient", fields{"UserPoolId": "us-east-1_Gone00001", "ClientId": "gone"}},
		{"DeleteUserPool", fields{"UserPoolId": "us-east-1_Gone00001"}},
	} {
		s := emulatortest.New(t, emulatortest.Options{Seed: `
UserPools:
  - Id: us-east-1_Gone00001
    PoolName: gone
    MfaConfiguration: 'ON'
    SoftwareTokenMfaConfiguration: {Enabled: true}
    Clients: [{ClientName: gone, ClientId: gone, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: alice, Password: "Passw0rd!"}]
`})
		var begun struct{ Session string }
		s.Must("InitiateAuth", fields{"ClientId": "gone", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"}}).Into(t, &begun)
		s.Must(gone.operation, gone.body)
		for operation, body := range map[string]fields{
			"AssociateSoftwareToken": {"Session": begun.Session}, "VerifySoftwareToken": {"Session": begun.Session, "UserCode": "123456"},
			"RespondToAuthChallenge": {"ClientId": "gone", "ChallengeName": "MFA_SETUP", "Session": begun.Session, "ChallengeResponses": fields{"USERNAME": "alice"}},
		} {
			answer := s.Call(operation, body)
			if err := sane(operation, answer); err != nil || answer.Status != 400 {
				t.Errorf("after %s, %s: %d %s %v", gone.operation, operation, answer.Status, answer.Body, err)
			}
		}
	}
}

// TestHostileSeeds: what a seed says of factors and threats is taken or refused with its place; nothing breaks.
func TestHostileSeeds(t *testing.T) {
	const pool = "UserPools: [{PoolName: app, UserPoolTier: PLUS, UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}, MfaConfiguration: OPTIONAL, SoftwareTokenMfaConfiguration: {Enabled: true}, %s}]"
	long := strings.Repeat("A", 3<<20)
	for name, c := range map[string]struct {
		part  string
		taken bool
	}{
		"long secret":            {"Users: [{Username: u, Password: Passw0rd!, Totp: " + long + "}]", false},
		"secret of one letter":   {"Users: [{Username: u, Password: Passw0rd!, Totp: A}]", false},
		"secret that is none":    {"Users: [{Username: u, Password: Passw0rd!, Totp: '１２３'}]", false},
		"secret of a list":       {"Users: [{Username: u, Password: Passw0rd!, Totp: []}]", false},
		"empty secret":           {"Users: [{Username: u, Password: Passw0rd!, Totp: ''}]", true},
		"long password":          {"CompromisedPasswords: ['" + long + "']", true},
		"many passwords":         {"CompromisedPasswords: [" + strings.Repeat("'password', ", 100000) + "'x']", true},
		"passwords that are not": {"CompromisedPasswords: {a: b}", false},
		"many risks":             {"Risks: [" + strings.Repeat("{RiskLevel: High, IpRange: 10.0.0.0/8}, ", 20000) + "{RiskLevel: Low}]", true},
		"a range that is none":   {"Risks: [{RiskLevel: High, IpRange: 10.0.0.0/33}]", false},
		"a range with a zone":    {"Risks: [{RiskLevel: High, IpRange: 'fe80::1%eth0/64'}]", false},
		"a level that is none":   {"Risks: [{RiskLevel: Extreme}]", false},
		"no level":               {"Risks: [{Username: u}]", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := emulatortest.New(t, emulatortest.Options{})
			err := s.Emulator.ApplySeed(t.Context(), []byte(strings.Replace(pool, "%s", c.part, 1)))
			if (err == nil) != c.taken || err != nil && (!strings.Contains(err.Error(), "UserPools[0]") || len(err.Error()) > 4000) {
				t.Errorf("%.300v", err)
			}
		})
	}
}
