package token_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// changed signs bob in with changes, in the groups admins and staff.
func (w *world) changed(changes *trigger.TokenChanges) *api.AuthenticationResultType {
	w.t.Helper()
	g := w.grant()
	g.Changes = changes
	g.Groups = []directory.Group{
		{GroupType: api.GroupType{GroupName: "admins", RoleArn: "arn:admins", Precedence: new(int64(1))}}, {GroupType: api.GroupType{GroupName: "staff"}},
	}
	tokens, err := w.issuer.SignIn(w.t.Context(), g)
	if err != nil {
		w.t.Fatal(err)
	}
	return tokens
}

func set(name, value string) trigger.Claim {
	return trigger.Claim{Name: name, Value: json.RawMessage(value)}
}

func TestChanges(t *testing.T) {
	w := newWorld(t)
	w.user.Attributes = map[string]string{"email": "b@x.org", "given_name": "Bob"}
	const (
		accessHead = `{"sub":"sub-of-bob","cognito:groups":["admins","staff"],"iss":`
		accessTail = `,"auth_time":1790257815,"exp":1790261415,"iat":1790257815,"jti":"UUID","username":"bob"`
		idHead     = `{"sub":"sub-of-bob","cognito:groups":["admins","staff"],"cognito:roles":["arn:admins"],"cognito:preferred_role":"arn:admins","given_name":"Bob","email":"b@x.org","iss":`
		idTail     = `"exp":1790261415,"iat":1790257815,"jti":"UUID"`
	)
	for _, c := range []struct {
		name    string
		changes *trigger.TokenChanges
		access  []string // what the access token holds
		id      []string
	}{
		{"none", nil, []string{accessHead, `"scope":"aws.cognito.signin.user.admin"` + accessTail + `}`}, []string{idHead, idTail + `}`}},
		{"empty ones", &trigger.TokenChanges{}, []string{accessHead, `"scope":"aws.cognito.signin.user.admin"` + accessTail + `}`}, []string{idHead, idTail + `}`}},
		{
			"overrides stay in their place, additions come last",
			&trigger.TokenChanges{ID: trigger.ClaimChanges{Set: []trigger.Claim{set("a", `{"b": [10000000000000000000001.50,null,"<é>"]}`), set("given_name", `"Robert"`), set("z", `1e400`)}}},
			[]string{accessHead, accessTail + `}`},
			[]string{`"given_name":"Robert","email":"b@x.org","iss"`, idTail + `,"a":{"b":[10000000000000000000001.50,null,"<é>"]},"z":1e400}`},
		},
		{
			"suppressed", &trigger.TokenChanges{ID: trigger.ClaimChanges{Suppress: []string{"email", "unknown"}}},
			[]string{accessTail + `}`},
			[]string{`"given_name":"Bob","iss"`},
		},
		{
			"the access token's own",
			&trigger.TokenChanges{Access: trigger.ClaimChanges{Set: []trigger.Claim{set("aud", `"web"`), set("tier", `2`)}}, ScopesToAdd: []string{"api/read", "api/write", "api/read"}},
			[]string{`"scope":"aws.cognito.signin.user.admin api/read api/write"` + accessTail + `,"aud":"web","tier":2}`},
			[]string{idTail + `}`},
		},
		{
			"a scope that is added and suppressed", &trigger.TokenChanges{ScopesToAdd: []string{"api/read", "api/write"}, ScopesToSuppress: []string{"aws.cognito.signin.user.admin", "api/write"}},
			[]string{`"scope":"api/read","auth_time"`},
			[]string{idTail + `}`},
		},
		{
			"no scope left", &trigger.TokenChanges{ScopesToSuppress: []string{"aws.cognito.signin.user.admin"}},
			[]string{`"token_use":"access","auth_time"`},
			[]string{idTail + `}`},
		},
		{
			"other groups", &trigger.TokenChanges{Groups: &trigger.GroupOverride{Groups: []string{"z", "a"}, Roles: []string{"arn:z"}, PreferredRole: "arn:p"}},
			[]string{`{"sub":"sub-of-bob","cognito:groups":["z","a"],"iss"`},
			[]string{`"cognito:groups":["z","a"],"cognito:roles":["arn:z"],"cognito:preferred_role":"arn:p","given_name"`},
		},
		{
			"no groups", &trigger.TokenChanges{Groups: &trigger.GroupOverride{}},
			[]string{`{"sub":"sub-of-bob","iss"`},
			[]string{`{"sub":"sub-of-bob","given_name"`},
		},
	} {
		tokens := w.changed(c.changes)
		for _, one := range []struct {
			token api.Secret
			want  []string
		}{{tokens.AccessToken, c.access}, {tokens.IdToken, c.id}} {
			got := w.claims(one.token)
			for _, want := range one.want {
				if !strings.Contains(got, want) {
					t.Errorf("%s: %s\ndoes not have %s", c.name, got, want)
				}
			}
			if !json.Valid([]byte(got)) {
				t.Errorf("%s: not JSON: %s", c.name, got)
			}
		}
	}
}

// The operations of signed-in users ask for their scope, and for the user by claims that nobody else can set.
func TestCallerOfChangedTokens(t *testing.T) {
	w := newWorld(t)
	stranger := directory.User{PoolID: w.pool.Id, Username: "eve", Sub: "sub-of-eve", Enabled: true, Status: api.UserStatusTypeConfirmed, Attributes: map[string]string{}}
	w.update(func(tx *store.Tx) error { return directory.SaveUser(tx, w.pool, &stranger) })
	for _, c := range []struct {
		name    string
		changes trigger.TokenChanges
		want    *rule.Rule
	}{
		{"its scope stays", trigger.TokenChanges{ScopesToAdd: []string{"a"}}, nil},
		{"its scope is suppressed", trigger.TokenChanges{ScopesToAdd: []string{"a"}, ScopesToSuppress: []string{"aws.cognito.signin.user.admin"}}, rule.AccessTokenScope},
		{"a scope that contains it", trigger.TokenChanges{ScopesToAdd: []string{"aws.cognito.signin.user.admin/x"}, ScopesToSuppress: []string{"aws.cognito.signin.user.admin"}}, rule.AccessTokenScope},
		{"claims that look alike", trigger.TokenChanges{Access: trigger.ClaimChanges{Set: []trigger.Claim{
			set("Sub", `"sub-of-eve"`), set("USERNAME", `"eve"`), set("Exp", `[]`), set("Token_Use", `5`), set("ſcope", `{}`), set("Client_Id", `"x"`),
		}}}, nil},
	} {
		tokens := w.changed(&c.changes)
		var caller directory.User
		err := w.try(func(tx *store.Tx) (err error) {
			_, _, caller, err = w.issuer.Caller(tx, tokens.AccessToken)
			return err
		})
		if c.want != nil && !rule.Is(err, c.want) || c.want == nil && (err != nil || caller.Username != "bob") {
			t.Errorf("%s: %v, caller %q; want %v", c.name, err, caller.Username, c.want)
		}
	}
}

// answering is a function that answers each event with one response.
type answering struct{ response string }

func (a *answering) Invoke(_ context.Context, _ string, event []byte) (lambdaclient.Result, error) {
	var answer map[string]json.RawMessage
	if err := json.Unmarshal(event, &answer); err != nil {
		return lambdaclient.Result{}, err
	}
	answer["response"] = json.RawMessage(a.response)
	payload, err := json.Marshal(answer)
	return lambdaclient.Result{Payload: payload}, err
}

// What a function must not change stays, whatever it answers.
func TestReservedClaimsNeverChange(t *testing.T) {
	w := newWorld(t)
	w.pool.LambdaConfig = &api.LambdaConfigType{PreTokenGenerationConfig: &api.PreTokenGenerationVersionConfigType{
		LambdaArn: "arn:claims", LambdaVersion: api.PreTokenGenerationLambdaVersionTypeV20,
	}}
	reserved := []string{
		"acr", "amr", "at_hash", "auth_time", "aud", "azp", "client_id", "device_key", "event_id", "exp", "iat", "identities", "iss",
		"jti", "nbf", "nonce", "origin_jti", "sub", "token_use", "username", "version", "cognito:username", "cognito:groups", "cognito:roles",
		"cognito:preferred_role", "cognito:x", "dev:x",
	}
	only := func(jwt api.Secret) map[string]json.RawMessage {
		var claims, left map[string]json.RawMessage
		if err := json.Unmarshal([]byte(w.claims(jwt)), &claims); err != nil {
			t.Fatal(err)
		}
		left = map[string]json.RawMessage{}
		for _, name := range reserved {
			if value, ok := claims[name]; ok {
				left[name] = value
			}
		}
		return left
	}
	plain := w.changed(nil)
	wantID, wantAccess := only(plain.IdToken), only(plain.AccessToken)
	names := rapid.OneOf(rapid.SampledFrom(append([]string{"email", "a", "Sub", "SUB"}, reserved...)), rapid.String())
	values := rapid.SampledFrom([]string{`"x"`, `1`, `true`, `["x"]`, `{"x":1}`, `null`, `""`, `"sub-of-eve"`})
	rapid.Check(t, func(r *rapid.T) {
		part := func(label string) map[string]any {
			add := map[string]json.RawMessage{}
			for _, name := range rapid.SliceOfN(names, 0, 8).Draw(r, label+" add") {
				add[name] = json.RawMessage(values.Draw(r, "value"))
			}
			return map[string]any{"claimsToAddOrOverride": add, "claimsToSuppress": rapid.SliceOfN(names, 0, 8).Draw(r, label+" suppress")}
		}
		response, err := json.Marshal(map[string]any{"claimsAndScopeOverrideDetails": map[string]any{"idTokenGeneration": part("id"), "accessTokenGeneration": part("access")}})
		if err != nil {
			t.Fatal(err)
		}
		triggers := &trigger.Triggers{Functions: &answering{string(response)}}
		changes, err := triggers.PreTokenGeneration(t.Context(), w.pool, trigger.PreTokenGenerationRequest{Source: trigger.TokensAtSignIn, UserName: "bob", ClientID: "web"})
		if err != nil {
			r.Fatalf("%s: %v", response, err)
		}
		tokens := w.changed(changes)
		if diff := cmp.Diff(wantID, only(tokens.IdToken)); diff != "" {
			r.Fatalf("%s: ID token (-want +got):\n%s", response, diff)
		}
		if diff := cmp.Diff(wantAccess, only(tokens.AccessToken)); diff != "" {
			r.Fatalf("%s: access token (-want +got):\n%s", response, diff)
		}
		if err := w.caller(tokens.AccessToken); err != nil {
			r.Fatalf("%s: %v", response, err)
		}
	})
}
