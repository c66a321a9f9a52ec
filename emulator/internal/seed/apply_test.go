package seed_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

func start(t *testing.T, document string) *emulatortest.Server {
	t.Helper()
	return emulatortest.New(t, emulatortest.Options{Seed: document})
}

func apply(s *emulatortest.Server, document string) error {
	return s.Emulator.ApplySeed(context.Background(), []byte(document))
}

func mustApply(t *testing.T, s *emulatortest.Server, document string) {
	t.Helper()
	if err := apply(s, document); err != nil {
		t.Fatal(err)
	}
}

// field is a part of an answer: "UserPool.Schema.0.Name".
func field(t *testing.T, answer emulatortest.Answer, path string) string {
	t.Helper()
	var v any
	answer.Into(t, &v)
	for step := range strings.SplitSeq(path, ".") {
		switch part := v.(type) {
		case map[string]any:
			v = part[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(part) {
				t.Fatalf("%s is not in %s", path, answer.Body)
			}
			v = part[i]
		}
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(string(text), `"`)
}

const pinned = `
UserPools:
  - Id: eu-west-1_App000001
    PoolName: app
    Clients:
      - ClientName: web
        ClientId: web00000000000000000000001
        ClientSecret: aClientSecretForTheTests
        ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
      - ClientName: open
        ClientId: open0000000000000000000001
        ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
    Groups: [{GroupName: admins, Precedence: 1, Description: all of it}]
    Users:
      - Username: alice
        Password: Passw0rd!
        Attributes: {email: alice@example.com, email_verified: true}
        Groups: [admins, admins]
        Sub: 00000000-0000-4000-8000-000000000001
      - {Username: temp, TemporaryPassword: Temp0rary!}
      - {Username: off, Password: Passw0rd!, Enabled: False}
      - {Username: fresh, Password: Passw0rd!, UserStatus: UNCONFIRMED}
      - {Username: imported, UserStatus: RESET_REQUIRED}
`

func signIn(s *emulatortest.Server, username, password string) emulatortest.Answer {
	return s.Call("InitiateAuth", map[string]any{
		"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "open0000000000000000000001",
		"AuthParameters": map[string]string{"USERNAME": username, "PASSWORD": password},
	})
}

// TestApply: what the seed says is what the API shows.
func TestApply(t *testing.T) {
	s := start(t, pinned)
	for _, test := range []struct{ operation, body, path, want string }{
		{"DescribeUserPool", `{"UserPoolId":"eu-west-1_App000001"}`, "UserPool.Arn", "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_App000001"},
		{"DescribeUserPoolClient", `{"UserPoolId":"eu-west-1_App000001","ClientId":"web00000000000000000000001"}`, "UserPoolClient.ClientSecret", "aClientSecretForTheTests"},
		{"GetGroup", `{"UserPoolId":"eu-west-1_App000001","GroupName":"admins"}`, "Group.Description", "all of it"},
		{"AdminGetUser", `{"UserPoolId":"eu-west-1_App000001","Username":"alice"}`, "UserAttributes.0.Value", "00000000-0000-4000-8000-000000000001"},
		{"AdminGetUser", `{"UserPoolId":"eu-west-1_App000001","Username":"off"}`, "Enabled", "false"},
		{"AdminListGroupsForUser", `{"UserPoolId":"eu-west-1_App000001","Username":"alice"}`, "Groups.0.GroupName", "admins"},
	} {
		if got := field(t, s.Must(test.operation, test.body), test.path); got != test.want {
			t.Errorf("%s %s is %s, want %s", test.operation, test.path, got, test.want)
		}
	}
}

// TestSignIns: each status means what it means in the API.
func TestSignIns(t *testing.T) {
	s := start(t, pinned)
	for _, test := range []struct{ user, password, want string }{
		{"alice", "Passw0rd!", "tokens"},
		{"temp", "Temp0rary!", "NEW_PASSWORD_REQUIRED"},
		{"off", "Passw0rd!", "NotAuthorizedException"},
		{"fresh", "Passw0rd!", "UserNotConfirmedException"},
		{"imported", "Passw0rd!", "PasswordResetRequiredException"},
	} {
		answer := signIn(s, test.user, test.password)
		got := answer.Type()
		if got == "" {
			if got = field(t, answer, "ChallengeName"); got == "null" {
				got = "tokens"
			}
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.user, answer.Body, test.want)
		}
	}
}

// TestAgain: a second time, pools, clients and groups follow the seed, and users stay as they are.
func TestAgain(t *testing.T) {
	s := start(t, pinned)
	s.Must("AdminSetUserPassword", `{"UserPoolId":"eu-west-1_App000001","Username":"alice","Password":"An0therOne!","Permanent":true}`)
	changed := strings.NewReplacer(
		"all of it", "most of it", "PoolName: app", "PoolName: app\n    MfaConfiguration: 'OFF'\n    AutoVerifiedAttributes: [email]\n    Schema: [{Name: tenant, AttributeDataType: String}]",
		"aClientSecretForTheTests", "anotherClientSecretOfOurs", "ClientName: open", "ClientName: public",
	).Replace(pinned)
	for range 2 {
		mustApply(t, s, changed)
	}
	if answer := signIn(s, "alice", "An0therOne!"); answer.Status != 200 {
		t.Errorf("alice's password: %s", answer.Body)
	}
	pool := s.Must("DescribeUserPool", `{"UserPoolId":"eu-west-1_App000001"}`)
	for path, want := range map[string]string{
		"UserPool.AutoVerifiedAttributes.0": "email", "UserPool.MfaConfiguration": "OFF", "UserPool.EstimatedNumberOfUsers": "5",
	} {
		if got := field(t, pool, path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if count := strings.Count(string(pool.Body), `"Name":"custom:tenant"`); count != 1 {
		t.Errorf("custom:tenant is there %d times", count)
	}
	client := s.Must("DescribeUserPoolClient", `{"UserPoolId":"eu-west-1_App000001","ClientId":"web00000000000000000000001"}`)
	if got := field(t, client, "UserPoolClient.ClientSecret"); got != "anotherClientSecretOfOurs" {
		t.Errorf("ClientSecret is %s", got)
	}
	if got := field(t, s.Must("ListUserPoolClients", `{"UserPoolId":"eu-west-1_App000001"}`), "UserPoolClients.0.ClientName"); got != "public" {
		t.Errorf("ClientName is %s", got)
	}
	if got := field(t, s.Must("GetGroup", `{"UserPoolId":"eu-west-1_App000001","GroupName":"admins"}`), "Group.Description"); got != "most of it" {
		t.Errorf("Description is %s", got)
	}
}

// TestByName: without ids, names say what is meant.
func TestByName(t *testing.T) {
	const document = "UserPools: [{PoolName: app, Clients: [{ClientName: web, GenerateSecret: true}], Users: [{Username: u, Password: Passw0rd!}]}]"
	one, two := start(t, document), start(t, document)
	mustApply(t, one, document)
	pools := one.Must("ListUserPools", `{"MaxResults":10}`)
	id := field(t, pools, "UserPools.0.Id")
	if again := field(t, two.Must("ListUserPools", `{"MaxResults":10}`), "UserPools.0.Id"); id != again || strings.Count(string(pools.Body), `"Id"`) != 1 {
		t.Errorf("pools %s, elsewhere %s", pools.Body, again)
	}
	body := map[string]string{"UserPoolId": id}
	clients := one.Must("ListUserPoolClients", body)
	if diff := cmp.Diff(string(clients.Body), string(two.Must("ListUserPoolClients", body).Body)); diff != "" {
		t.Error(diff)
	}
	user := map[string]string{"UserPoolId": id, "Username": "u"}
	sub := field(t, one.Must("AdminGetUser", user), "UserAttributes.0.Value")
	if again := field(t, two.Must("AdminGetUser", user), "UserAttributes.0.Value"); sub != again {
		t.Errorf("subs %s and %s", sub, again)
	}
	client := map[string]string{"UserPoolId": id, "ClientId": field(t, clients, "UserPoolClients.0.ClientId")}
	secret := field(t, one.Must("DescribeUserPoolClient", client), "UserPoolClient.ClientSecret")
	mustApply(t, one, document)
	if again := field(t, one.Must("DescribeUserPoolClient", client), "UserPoolClient.ClientSecret"); secret != again {
		t.Errorf("the generated secret changed")
	}
}

// TestQuiet: a seed sends no messages and runs no triggers.
func TestQuiet(t *testing.T) {
	s := emulatortest.New(t, emulatortest.Options{
		Functions: lambdaclient.InvokerFunc(func(context.Context, string, []byte) (lambdaclient.Result, error) {
			t.Error("a trigger was run")
			return lambdaclient.Result{}, nil
		}),
		Seed: `
UserPools:
  - PoolName: app
    AutoVerifiedAttributes: [email]
    LambdaConfig: {PreSignUp: f, PostConfirmation: f, CustomMessage: f, UserMigration: f}
    Users:
      - {Username: a, Password: Passw0rd!, Attributes: {email: a@example.com}}
      - {Username: b, TemporaryPassword: Passw0rd!, Attributes: {email: b@example.com}}
      - {Username: c, Password: Passw0rd!, UserStatus: UNCONFIRMED, Attributes: {email: c@example.com}}
`,
	})
	if got := strings.TrimSpace(string(s.Get("/_emulator/messages").Body)); got != "[]" {
		t.Errorf("messages: %s", got)
	}
}

// TestUsernameAttributes: where an address is the user name, the user's name is the sub.
func TestUsernameAttributes(t *testing.T) {
	const document = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    UsernameAttributes: [email]
    UsernameConfiguration: {CaseSensitive: false}
    Clients: [{ClientName: web, ClientId: open0000000000000000000001, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}]
    Users: [{Username: Alice@example.com, Password: Passw0rd!, Sub: 00000000-0000-4000-8000-000000000001}]
`
	s := start(t, document)
	mustApply(t, s, document)
	if answer := signIn(s, "alice@EXAMPLE.com", "Passw0rd!"); answer.Status != 200 {
		t.Errorf("sign-in: %s", answer.Body)
	}
	users := s.Must("ListUsers", `{"UserPoolId":"us-east-1_App000001"}`)
	if got := field(t, users, "Users.0.Username"); got != "00000000-0000-4000-8000-000000000001" || strings.Count(string(users.Body), `"Username"`) != 1 {
		t.Errorf("users: %s", users.Body)
	}
}

// TestRefusals: what the API would refuse is refused in its words, at the place in the seed.
func TestRefusals(t *testing.T) {
	s := start(t, pinned)
	for _, test := range []struct{ name, document, want string }{
		{"pool", "UserPools: [{PoolName: b, AutoVerifiedAttributes: [phone_number]}]", "seed:1:13: UserPools[0]: InvalidParameterException: SMS configuration is required"},
		{"client", "UserPools: [{PoolName: b, Clients: [{ClientName: c, ReadAttributes: [x]}]}]", "seed:1:37: UserPools[0].Clients[0]: InvalidParameterException: "},
		{"client of another pool", "UserPools: [{PoolName: b, Clients: [{ClientName: c, ClientId: open0000000000000000000001}]}]", "the client id open0000000000000000000001 belongs to pool eu-west-1_App000001 already"},
		{"password", "UserPools: [{PoolName: b, Users: [{Username: u, Password: short}]}]", "seed:1:59: UserPools[0].Users[0].Password: InvalidPasswordException: Password does not conform to policy: Password not long enough (PasswordPolicy.MinimumLength is 8)"},
		{"attribute", "UserPools: [{PoolName: b, Users: [{Username: u, Password: Passw0rd!, Attributes: {x: y}}]}]", "UserPools[0].Users[0].Attributes: InvalidParameterException: "},
		{"sub among the attributes", "UserPools: [{PoolName: b, Users: [{Username: u, Password: Passw0rd!, Attributes: {sub: y}}]}]", "write Sub beside Username"},
		{"user name", "UserPools: [{PoolName: c, UsernameAttributes: [email], Users: [{Username: u, Password: Passw0rd!}]}]", "UserPools[0].Users[0].Username: InvalidParameterException: Username should be an email"},
		{"group", "UserPools: [{PoolName: b, Users: [{Username: u, Password: Passw0rd!, Groups: [g]}]}]", "UserPools[0].Users[0].Groups: ResourceNotFoundException: Group not found."},
		{"user twice", "UserPools: [{PoolName: d, UsernameConfiguration: {CaseSensitive: false}, Users: [{Username: u, Password: Passw0rd!}, {Username: U, Password: Passw0rd!}]}]", "UserPools[0].Users[1].Username: the seed has the user U twice"},
		{"sub twice", "UserPools: [{Id: eu-west-1_App000001, PoolName: app, Users: [{Username: v, Password: Passw0rd!, Sub: 00000000-0000-4000-8000-000000000001}]}]", "another user of the pool has the sub"},
		{"alias twice", "UserPools: [{PoolName: e, AliasAttributes: [email], Users: [{Username: u, Password: Passw0rd!, Attributes: &a {email: a@example.com, email_verified: true}}, {Username: v, Password: Passw0rd!, Attributes: *a}]}]", "UserPools[0].Users[1]: AliasExistsException: "},
		{"for ever", "UserPools: [{Id: eu-west-1_App000001, PoolName: app, AliasAttributes: [email]}]", "UserPools[0].AliasAttributes: the pool eu-west-1_App000001 exists with another AliasAttributes, which cannot be changed"},
		{"unknown function", "Lambdas: {check: http://localhost:1}\nUserPools: [{PoolName: b, LambdaConfig: {PreSignUp: chek}}]", "seed:2:53: UserPools[0].LambdaConfig.PreSignUp: no target for function \"arn:aws:lambda:us-east-1:000000000000:function:chek\" (did you mean \"check\"?)"},
		{"no address", "UserPools: [{PoolName: b, Users: [{Username: u, Password: Passw0rd!, UserMFASettingList: [SMS_MFA]}]}]", "UserPools[0].Users[0].UserMFASettingList: u has no address for SMS_MFA"},
		{"factor that is off", "UserPools: [{PoolName: b, MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: {Enabled: false}}]", "seed:1:13: UserPools[0]: InvalidParameterException: "},
		{"threats that nobody looks for", "UserPools: [{PoolName: b, Risks: [{Username: u, RiskLevel: High}]}]", "seed:1:13: UserPools[0]: UserPoolAddOnNotEnabledException: "},
		{"address in use", "Lambdas: {check: {Listen: '" + strings.TrimPrefix(s.URL, "http://") + "'}}", "seed:1:18: Lambdas.check: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := apply(s, test.document); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// TestManyUsers: passwords are hashed in parallel, and every user arrives.
func TestManyUsers(t *testing.T) {
	var document strings.Builder
	document.WriteString("UserPools:\n  - PoolName: app\n    Users:\n")
	const users = 60
	for i := range users {
		fmt.Fprintf(&document, "      - {Username: user-%d, Password: Passw0rd!}\n", i)
	}
	s := start(t, document.String())
	id := field(t, s.Must("ListUserPools", `{"MaxResults":1}`), "UserPools.0.Id")
	if got := field(t, s.Must("DescribeUserPool", map[string]string{"UserPoolId": id}), "UserPool.EstimatedNumberOfUsers"); got != "60" {
		t.Errorf("%s users", got)
	}
}
