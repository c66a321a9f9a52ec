package seed_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/seed"
)

// TestMistakes: every mistake is reported where it is, with what was meant.
func TestMistakes(t *testing.T) {
	for _, test := range []struct{ name, document, want string }{
		{"not YAML", "UserPools: [", `1.yaml:1:12: this is not YAML: `},
		{"not a mapping", "hello", `1.yaml:1:1: a seed is a mapping with the keys Lambdas and UserPools, and this is a single value`},
		{"unknown key at the top", "UserPool: []", `1.yaml:1:1: UserPool: there is no key UserPool here; did you mean UserPools?`},
		{"unknown key of a pool", "UserPools:\n  - PoolName: a\n    Schemas: []", `1.yaml:3:5: UserPools[0].Schemas: there is no key Schemas here; did you mean Schema?`},
		{"unknown key within a parameter", "UserPools:\n  - PoolName: a\n    Schema:\n    - {Nam: x}", `1.yaml:4:8: UserPools[0].Schema[0].Nam: there is no key Nam here; did you mean Name?`},
		{"unknown key of a client", "UserPools: [{PoolName: a, Clients: [{ClientName: c, CallbackUrl: []}]}]", `there is no key CallbackUrl here; did you mean CallbackURLs?`},
		{"unlike any key", "UserPools: [{PoolName: a, Groups: [{GroupName: g, Zzzzzzzz: 1}]}]", `there is no key Zzzzzzzz here; known are Description, GroupName, Precedence, RoleArn`},
		{"word of an answer", "UserPools: [{Name: a}]", `UserPools[0].Name: there is no key Name here; did you mean PoolName?`},
		{"word of a request", "UserPools: [{PoolName: a, Users: [{Username: u, UserAttributes: []}]}]", `did you mean Attributes?`},
		{"pool in a client", "UserPools: [{PoolName: a, Clients: [{ClientName: c, UserPoolId: x}]}]", `there is no key UserPoolId here`},
		{"feature to come", "UserPools: [{PoolName: a, ResourceServers: []}]", `resource servers are not implemented yet`},
		{"list for a mapping", "UserPools: [[]]", `1.yaml:1:13: UserPools[0]: this must be a mapping, and is a list`},
		{"mapping for a list", "UserPools: {PoolName: a}", `1.yaml:1:12: UserPools: this must be a list, and is a mapping`},
		{"mapping for a text", "UserPools: [{PoolName: {a: b}}]", `UserPools[0].PoolName: this must be a single value, and is a mapping`},
		{"text for a mapping", "UserPools: [{PoolName: a, UserPoolTags: x}]", `UserPools[0].UserPoolTags: this must be a mapping, and is a single value`},
		{"nothing in a list", "UserPools:\n  -\n", `UserPools[0]: there is nothing here`},
		{"text for a number", "UserPools: [{PoolName: a, Groups: [{GroupName: g, Precedence: first}]}]", `UserPools[0].Groups[0].Precedence: this must be a number, and is "first"`},
		{"quoted number", "UserPools: [{PoolName: a, Groups: [{GroupName: g, Precedence: '1'}]}]", `this must be a number, and is "1"`},
		{"fraction", "UserPools: [{PoolName: a, Groups: [{GroupName: g, Precedence: 1.5}]}]", `Cannot convert the value at 'precedence'`},
		{"text for a boolean", "UserPools: [{PoolName: a, Users: [{Username: u, Password: p, Enabled: yes}]}]", `this must be true or false, and is "yes"`},
		{"constraint", "UserPools:\n  - PoolName: a\n    Schema:\n      - Name: x\n        AttributeDataType: Text", `1.yaml:5:28: UserPools[0].Schema[0].AttributeDataType: 1 validation error detected: Value 'Text' at 'schema.1.member.attributeDataType' failed`},
		{"constraint on a password", "UserPools: [{PoolName: a, Users: [{Username: u, Password: 'a b'}]}]", `1.yaml:1:59: UserPools[0].Users[0].Password: 1 validation error detected`},
		{"missing parameter", "UserPools:\n  - Clients: []", `1.yaml:2:5: UserPools[0]: 1 validation error detected: Value null at 'poolName'`},
		{"missing user name", "UserPools: [{PoolName: a, Users: [{Password: Passw0rd!}]}]", `Value null at 'username'`},
		{"bad client id", "UserPools: [{PoolName: a, Clients: [{ClientName: c, ClientId: a-b}]}]", `UserPools[0].Clients[0].ClientId: 1 validation error detected`},
		{"bad pool id", "UserPools: [{PoolName: a, Id: x}]", `UserPools[0].Id: x is no id of a user pool, such as us-east-1_App000001`},
		{"variable", "UserPools:\n  - PoolName: x${NAME}", `1.yaml:2:15: UserPools[0].PoolName: the environment variable NAME is not set; set it, or write ${NAME:-default}`},
		{"unknown anchor", "UserPools: *pools", `1.yaml:1:12: UserPools: no anchor &pools stands before this`},
		{"anchor within itself", "UserPools: &pools [{PoolName: a, Clients: *pools}]", `no anchor &pools stands before this`},
		{"tag", "UserPools: [{PoolName: !Ref a}]", `the tag !Ref means nothing in a seed`},
		{"merging a list", "UserPools: [{<<: [a]}]", `<< merges mappings, and this is a single value`},
		{"key twice", "UserPools: [{PoolName: a, PoolName: b}]", `1.yaml:1:27: this is not YAML: mapping key "PoolName" already defined`},
		{"pool twice", "UserPools:\n  - PoolName: a\n  - PoolName: a", `1.yaml:3:5: UserPools[1]: PoolName a is on line 2 already`},
		{"client twice", "UserPools: [{PoolName: a, Clients: [{ClientName: c}, {ClientName: c}]}]", `ClientName c is on line 1 already`},
		{"user twice", "UserPools: [{PoolName: a, Users: [{Username: u, Password: Passw0rd!}, {Username: u, Password: Passw0rd!}]}]", `Username u is on line 1 already`},
		{"no password", "UserPools: [{PoolName: a, Users: [{Username: u}]}]", `UserPools[0].Users[0]: nobody could sign in as u; give Password, TemporaryPassword, or UserStatus: RESET_REQUIRED`},
		{"two passwords", "UserPools: [{PoolName: a, Users: [{Username: u, Password: a, TemporaryPassword: b}]}]", `both Password and TemporaryPassword are given`},
		{"impossible status", "UserPools: [{PoolName: a, Users: [{Username: u, Password: Passw0rd!, UserStatus: FORCE_CHANGE_PASSWORD}]}]", `UserPools[0].Users[0].UserStatus: a user with Password cannot have the UserStatus FORCE_CHANGE_PASSWORD; it can be CONFIRMED, UNCONFIRMED, RESET_REQUIRED`},
		{"bad sub", "UserPools: [{PoolName: a, Users: [{Username: u, Password: Passw0rd!, Sub: '1'}]}]", `UserPools[0].Users[0].Sub: 1 is no UUID`},
		{"no secret", "UserPools: [{PoolName: a, Users: [{Username: u, Password: Passw0rd!, Totp: '123'}]}]", `UserPools[0].Users[0].Totp: 123 is no secret of an authenticator app in base32`},
		{"no factor", "UserPools: [{PoolName: a, Users: [{Username: u, Password: Passw0rd!, UserMFASettingList: [TOTP]}]}]", `UserPools[0].Users[0].UserMFASettingList: TOTP is no second factor`},
		{"no software token", "UserPools: [{PoolName: a, Users: [{Username: u, Password: Passw0rd!, UserMFASettingList: [SOFTWARE_TOKEN_MFA]}]}]", `SOFTWARE_TOKEN_MFA needs Totp, the secret of u's authenticator app`},
		{"prefers what is off", "UserPools: [{PoolName: a, Users: [{Username: u, Password: Passw0rd!, PreferredMfaSetting: SMS_MFA}]}]", `UserPools[0].Users[0].PreferredMfaSetting: SMS_MFA is not in UserMFASettingList`},
		{"key of a factor", "UserPools: [{PoolName: a, SoftwareTokenMfaConfiguration: {On: true}}]", `there is no key On here; known are Enabled`},
		{"no level of risk", "UserPools: [{PoolName: a, Risks: [{Username: u, RiskLevel: Huge}]}]", `UserPools[0].Risks[0].RiskLevel: the RiskLevel is Low, Medium or High, and this is "Huge"`},
		{"no range of addresses", "UserPools: [{PoolName: a, Risks: [{IpRange: 1.2.3, RiskLevel: Low}]}]", `UserPools[0].Risks[0].IpRange: "1.2.3" is neither an IP address nor a range such as 192.0.2.0/24`},
		{"key of a risk", "UserPools: [{PoolName: a, RiskConfiguration: {CompromisedCredentials: {}}}]", `UserPools[0].RiskConfiguration.CompromisedCredentials: there is no key CompromisedCredentials here`},
		{"no action at risk", "UserPools: [{PoolName: a, RiskConfiguration: {CompromisedCredentialsRiskConfiguration: {}}}]", `Value null at 'compromisedCredentialsRiskConfiguration.actions'`},
		{"bad function name", "Lambdas: {'a b': http://x}", `1.yaml:1:11: Lambdas.a b: "a b" is neither a Lambda function's name nor its ARN`},
		{"unknown key of a function", "Lambdas: {f: {Comand: [x]}}", `1.yaml:1:15: Lambdas.f.Comand: there is no key Comand here; did you mean Command?`},
		{"empty function", "Lambdas: {f: }", `Lambdas.f: the function says nowhere how to run it`},
		{"function that is not there", "Lambdas: {f: {Command: [./nowhere]}}", `Lambdas.f: the function cannot start: there is no file `},
		{"time span of a function", "Lambdas: {f: {Listen: 'localhost:1', Timeout: soon}}", `Lambdas.f: "soon" is no time span`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := read(nil, test.document)
			if err == nil || s != nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

// TestAllMistakes: unknown keys are reported together.
func TestAllMistakes(t *testing.T) {
	_, err := read(nil, "UserPools: [{PoolName: a, Clientz: [], Groupz: []}]")
	if err == nil || len(strings.Split(err.Error(), "\n")) != 2 {
		t.Errorf("got %v, want two lines", err)
	}
	var problem *seed.Problem
	if !errors.As(err, &problem) || problem.File != "1.yaml" || problem.Line != 1 || problem.Path != "UserPools[0].Clientz" {
		t.Errorf("got %+v", problem)
	}
}

// TestAliasesOfAliases: a document that is small on paper and huge in memory is refused.
func TestAliasesOfAliases(t *testing.T) {
	document := "x-0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
	for i := range 9 {
		from, to := string(rune('0'+i)), string(rune('1'+i))
		document += "x-" + to + ": &x" + to + " [" + strings.Repeat("*x"+from+", ", 10) + "]\n"
	}
	if _, err := read(nil, document); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("got %v", err)
	}
}
