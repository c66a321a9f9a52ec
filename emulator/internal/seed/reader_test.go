package seed_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/seed"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

func reader(variables map[string]string) seed.Reader {
	return seed.Reader{Region: "us-east-1", Account: "000000000000", Env: func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}}
}

// read reads documents that are called 1.yaml, 2.yaml and so on.
func read(variables map[string]string, documents ...string) (*seed.Seed, error) {
	var sources []seed.Source
	for i, d := range documents {
		sources = append(sources, seed.Source{Name: string(rune('1'+i)) + ".yaml", Dir: ".", Data: []byte(d)})
	}
	return reader(variables).Read(sources...)
}

func mustRead(t *testing.T, variables map[string]string, documents ...string) *seed.Seed {
	t.Helper()
	s, err := read(variables, documents...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestVariables(t *testing.T) {
	s := mustRead(t, map[string]string{"NAME": "app", "EMPTY": "", "RANK": "7", "ON": "false"}, `
UserPools:
  - PoolName: ${NAME}-${EMPTY}${EMPTY:-x}${MISSING:-y}${MISSING:-}
    Groups: [{GroupName: g, Precedence: "${RANK}"}]
    Users:
      - {Username: $u, Password: 'Pa$$w0rd', Enabled: "${ON}"}
      - {Username: '$${NAME}', Password: 12345678}
`)
	pool := s.Pools[0]
	if got, want := pool.Create.PoolName, "app-xy"; got != want {
		t.Errorf("PoolName is %q, want %q", got, want)
	}
	if got := *pool.Groups[0].Create.Precedence; got != 7 {
		t.Errorf("Precedence is %d", got)
	}
	first, second := pool.Users[0], pool.Users[1]
	if first.Username != "$u" || first.Password != "Pa$$w0rd" || first.Enabled {
		t.Errorf("first user is %+v", first)
	}
	if second.Username != "${NAME}" || second.Password != "12345678" || !second.Enabled {
		t.Errorf("second user is %+v", second)
	}
}

// TestText: what the API wants as text may be written without quotes, whatever YAML takes it for.
func TestText(t *testing.T) {
	s := mustRead(t, nil, `
UserPools:
  - PoolName: 2026
    Schema: [{Name: age, AttributeDataType: Number, NumberAttributeConstraints: {MinValue: 0, MaxValue: 1e3}}]
    Users:
      - Username: +4915112345
        Password: 0xC0ffee!!
        Attributes: {email_verified: True, phone_number: +4915112345, nickname: ~, name: "null", custom: no}
      - Username: list
        Password: !!str 12345678
        Attributes: [{Name: email, Value: a@example.com}, {Name: email_verified, Value: true}]
`)
	pool := s.Pools[0]
	limits := pool.Create.Schema[0].NumberAttributeConstraints
	if pool.Create.PoolName != "2026" || limits.MinValue != "0" || limits.MaxValue != "1e3" {
		t.Errorf("pool is %+v, limits %+v", pool.Create, limits)
	}
	want := map[string]string{"email_verified": "true", "phone_number": "+4915112345", "nickname": "", "name": "null", "custom": "no"}
	if diff := cmp.Diff(want, pool.Users[0].Attributes); diff != "" || pool.Users[0].Username != "+4915112345" {
		t.Errorf("%s: %s", pool.Users[0].Username, diff)
	}
	if diff := cmp.Diff(map[string]string{"email": "a@example.com", "email_verified": "true"}, pool.Users[1].Attributes); diff != "" {
		t.Error(diff)
	}
}

func TestAnchors(t *testing.T) {
	s := mustRead(t, nil, `
x-client: &client
  ExplicitAuthFlows: &flows [ALLOW_USER_SRP_AUTH]
  AuthSessionValidity: 5
UserPools:
  - PoolName: a
    Clients:
      - {ClientName: one, <<: *client}
      - {<<: [*client], ClientName: two, AuthSessionValidity: 7}
      - {ClientName: three, ExplicitAuthFlows: *flows}
`)
	clients := s.Pools[0].Clients
	for i, want := range []int64{5, 7} {
		if got := *clients[i].Create.AuthSessionValidity; got != want {
			t.Errorf("client %d has %d, want %d", i, got, want)
		}
	}
	for _, c := range clients {
		if !slices.Equal(c.Create.ExplicitAuthFlows, []api.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH"}) {
			t.Errorf("%s has %v", c.Create.ClientName, c.Create.ExplicitAuthFlows)
		}
	}
}

// TestJSON: JSON is a seed, too, with tabs and with all its escapes.
func TestJSON(t *testing.T) {
	s := mustRead(t, nil, "{\n\t\"UserPools\": [\n\t\t{\"PoolName\": \"a\\u002bb\", \"Users\": [{\"Username\": \"\\u00e4\\ud83d\\ude00\", \"Password\": \"Passw0rd!\"}]}\n\t]\n}")
	if name, user := s.Pools[0].Create.PoolName, s.Pools[0].Users[0].Username; name != "a+b" || user != "ä😀" {
		t.Errorf("got pool %q, user %q", name, user)
	}
}

// TestMerge: several documents are one, the later ones over the earlier ones.
func TestMerge(t *testing.T) {
	s := mustRead(t, nil, `
Lambdas: {f: "http://one", g: "http://two"}
UserPools:
  - PoolName: a
    Id: us-east-1_A
    MfaConfiguration: "OFF"
    AutoVerifiedAttributes: [email]
    Clients: [{ClientName: web, AuthSessionValidity: 3, EnableTokenRevocation: false}]
    Groups: [{GroupName: g, Precedence: 1}]
  - PoolName: b
`, `
Lambdas: {f: "http://three"}
UserPools:
  - PoolName: a
    AutoVerifiedAttributes: []
    Clients: [{ClientName: web, AuthSessionValidity: 5}, {ClientName: mobile}]
    Users: [{Username: u, Password: Passw0rd!}]
  - PoolName: c
---
UserPools:
  - Id: us-east-1_A
    Groups: [{GroupName: g, Precedence: 2}]
  - {Id: us-east-1_B, PoolName: a}
`)
	var names []string
	for _, p := range s.Pools {
		names = append(names, p.ID+":"+p.Create.PoolName)
	}
	if diff := cmp.Diff([]string{"us-east-1_A:a", ":b", ":c", "us-east-1_B:a"}, names); diff != "" {
		t.Fatal(diff)
	}
	a := s.Pools[0]
	web := a.Clients[0].Create
	if len(a.Create.AutoVerifiedAttributes) != 0 || a.Create.MfaConfiguration != "OFF" || len(a.Users) != 1 || len(a.Clients) != 2 {
		t.Errorf("pool a is %+v", a.Create)
	}
	if *web.AuthSessionValidity != 5 || *web.EnableTokenRevocation || *a.Groups[0].Create.Precedence != 2 {
		t.Errorf("web is %+v, the group %+v", web, a.Groups[0].Create)
	}
	urls := map[string]string{}
	for _, f := range s.Functions {
		urls[f.Name] = f.Url
	}
	if diff := cmp.Diff(map[string]string{"f": "http://three", "g": "http://two"}, urls); diff != "" {
		t.Error(diff)
	}
}

func TestTriggers(t *testing.T) {
	s := mustRead(t, nil, `
UserPools:
  - PoolName: a
    Id: eu-west-1_A
    LambdaConfig:
      PreSignUp: check
      UserMigration: arn:aws:lambda:us-east-2:123456789012:function:migrate:live
      PreTokenGenerationConfig: {LambdaArn: claims, LambdaVersion: V2_0}
      KMSKeyID: arn:aws:kms:eu-west-1:000000000000:key/1
`)
	want := map[string]string{
		"UserPools[0].LambdaConfig.PreSignUp":                          "arn:aws:lambda:eu-west-1:000000000000:function:check",
		"UserPools[0].LambdaConfig.UserMigration":                      "arn:aws:lambda:us-east-2:123456789012:function:migrate:live",
		"UserPools[0].LambdaConfig.PreTokenGenerationConfig.LambdaArn": "arn:aws:lambda:eu-west-1:000000000000:function:claims",
	}
	got := map[string]string{}
	for _, trigger := range s.Pools[0].Triggers {
		got[trigger.Path] = trigger.ARN
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if config := s.Pools[0].Create.LambdaConfig; config.PreSignUp != want["UserPools[0].LambdaConfig.PreSignUp"] {
		t.Errorf("LambdaConfig is %+v", config)
	}
}

func TestFunctions(t *testing.T) {
	s := mustRead(t, nil, `
Lambdas:
  started: {Command: [sh, -c, "exit 1"], Env: {N: 1, ON: true}, Timeout: 3, AnswerWithin: 500ms}
  dial: {DialIn: true}
  arn:aws:lambda:us-east-1:000000000000:function:remote: localhost:3001
`)
	got := map[string]lambdaclient.Function{}
	for _, f := range s.Functions {
		got[f.Name] = f.Function
	}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, []string{"arn:aws:lambda:us-east-1:000000000000:function:remote", "dial", "started"}) {
		t.Errorf("functions are %v", names)
	}
	started := got["started"]
	if diff := cmp.Diff(map[string]string{"N": "1", "ON": "true"}, started.Env); diff != "" || !strings.HasSuffix(started.Dir, "seed") || time.Duration(started.AnswerWithin) != 500*time.Millisecond {
		t.Errorf("started is %+v: %s", started, diff)
	}
}

func TestStatuses(t *testing.T) {
	for _, test := range []struct{ entry, want string }{
		{"Password: Passw0rd!", "CONFIRMED"},
		{"Password: Passw0rd!, UserStatus: UNCONFIRMED", "UNCONFIRMED"},
		{"Password: Passw0rd!, UserStatus: RESET_REQUIRED", "RESET_REQUIRED"},
		{"TemporaryPassword: Passw0rd!", "FORCE_CHANGE_PASSWORD"},
		{"UserStatus: RESET_REQUIRED", "RESET_REQUIRED"},
		{"UserStatus: CONFIRMED", "CONFIRMED"},
	} {
		s := mustRead(t, nil, "UserPools: [{PoolName: a, Users: [{Username: u, "+test.entry+"}]}]")
		if got := string(s.Pools[0].Users[0].Status); got != test.want {
			t.Errorf("%s: %s, want %s", test.entry, got, test.want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"Password", "Username", "TemporaryPassword"}
	for name, want := range map[string]string{"Pasword": "Password", "password": "Password", "User": "", "UserName": "Username", "Zzz": ""} {
		if got := seed.Nearest(name, known); got != want {
			t.Errorf("Nearest(%q) is %q, want %q", name, got, want)
		}
	}
}
