package trigger_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// tokenPool has a PreTokenGeneration function that gets events of a version; "" sets it without a version.
func tokenPool(version string) directory.Pool {
	config := &api.LambdaConfigType{PreTokenGeneration: "arn:claims"}
	if version != "" {
		config.PreTokenGenerationConfig = &api.PreTokenGenerationVersionConfigType{
			LambdaArn: "arn:claims", LambdaVersion: api.PreTokenGenerationLambdaVersionType(version),
		}
	}
	return directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001", LambdaConfig: config}}
}

func bobsTokens(source string) trigger.PreTokenGenerationRequest {
	return trigger.PreTokenGenerationRequest{
		Source: source, UserName: "bob", ClientID: "web", Attributes: map[string]string{"sub": "s"}, Scopes: []string{"aws.cognito.signin.user.admin"},
	}
}

// answered asks a function that answers the event with this response, and gives the notices of the request.
func answered(t *testing.T, version, response string, choices trigger.Choices) (*trigger.TokenChanges, []string, error) {
	t.Helper()
	answer := `{"version":"1","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"bob",` +
		`"callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"web"},"triggerSource":"TokenGeneration_Authentication","request":{},"response":` + response + `}`
	answer = strings.Replace(answer, `"version":"1"`, `"version":"`+version[1:2]+`"`, 1)
	ctx, trail := journal.With(t.Context(), "id", "InitiateAuth", time.Time{})
	triggers := &trigger.Triggers{Functions: &function{answer: answer}, Choices: choices}
	request := bobsTokens(trigger.TokensAtSignIn)
	request.Groups = []string{"admins"}
	changes, err := triggers.PreTokenGeneration(ctx, tokenPool(version), request)
	return changes, trail.Finish(200, "", "", 0).Notices, err
}

func TestPreTokenGenerationEvents(t *testing.T) {
	const head = `"triggerSource":"%s","region":"us-east-1","userPoolId":"us-east-1_App000001","userName":"%s","callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"web"},"request":`
	member := bobsTokens(trigger.TokensAtRefresh)
	member.Groups, member.Roles, member.PreferredRole = []string{"admins", "all"}, []string{"arn:role"}, "arn:role"
	member.ClientMetadata = map[string]string{"k": "v"}
	machine := trigger.PreTokenGenerationRequest{Source: trigger.TokensForMachines, UserName: "ClientCredentials", ClientID: "web", Scopes: []string{"api/read"}}
	for _, c := range []struct {
		version string
		request trigger.PreTokenGenerationRequest
		want    string
	}{
		{"", bobsTokens(trigger.TokensAtSignIn), `{"version":"1",` + head + `{"userAttributes":{"sub":"s"},"groupConfiguration":{"groupsToOverride":[],"iamRolesToOverride":[],"preferredRole":null}},"response":{"claimsOverrideDetails":null}}`},
		{"V1_0", member, `{"version":"1",` + head + `{"userAttributes":{"sub":"s"},"groupConfiguration":{"groupsToOverride":["admins","all"],"iamRolesToOverride":["arn:role"],"preferredRole":"arn:role"},"clientMetadata":{"k":"v"}},"response":{"claimsOverrideDetails":null}}`},
		{"V2_0", bobsTokens(trigger.TokensAtNewPassword), `{"version":"2",` + head + `{"userAttributes":{"sub":"s"},"groupConfiguration":{"groupsToOverride":[],"iamRolesToOverride":[],"preferredRole":null},"scopes":["aws.cognito.signin.user.admin"]},"response":{"claimsAndScopeOverrideDetails":null}}`},
		{"V3_0", member, `{"version":"3",` + head + `{"userAttributes":{"sub":"s"},"groupConfiguration":{"groupsToOverride":["admins","all"],"iamRolesToOverride":["arn:role"],"preferredRole":"arn:role"},"clientMetadata":{"k":"v"},"scopes":["aws.cognito.signin.user.admin"]},"response":{"claimsAndScopeOverrideDetails":null}}`},
		{"V3_0", machine, `{"version":"3",` + head + `{"userAttributes":{},"groupConfiguration":null,"scopes":["api/read"]},"response":{"claimsAndScopeOverrideDetails":null}}`},
		{"V1_0", machine, ""},
		{"V2_0", machine, ""},
	} {
		want := ""
		if c.want != "" {
			want = fmt.Sprintf(c.want, c.request.Source, c.request.UserName)
		}
		f := &function{answer: "event"}
		changes, err := (&trigger.Triggers{Functions: f}).PreTokenGeneration(t.Context(), tokenPool(c.version), c.request)
		if changes != nil || err != nil {
			t.Errorf("%s %s: the unchanged event changes %v, %v", c.version, c.request.Source, changes, err)
		}
		if diff := cmp.Diff(want, f.event); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.version, c.request.Source, diff)
		}
	}
}

// What aws-lambda-go's types make of an event that nobody touched changes nothing, unless that is chosen.
func TestTypedEventsComeBackUnchanged(t *testing.T) {
	for version, typed := range map[string]any{
		"V1_0": &events.CognitoEventUserPoolsPreTokenGen{}, "V2_0": &events.CognitoEventUserPoolsPreTokenGenV2_0{}, "V3_0": &events.CognitoEventUserPoolsPreTokenGenV2_0{},
	} {
		echo := &function{answer: "event"}
		request := bobsTokens(trigger.TokensAtSignIn)
		request.Groups, request.Roles, request.PreferredRole = []string{"g"}, []string{"r"}, "r"
		_, _ = (&trigger.Triggers{Functions: echo}).PreTokenGeneration(t.Context(), tokenPool(version), request)
		decoder := json.NewDecoder(strings.NewReader(echo.event))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(typed); err != nil {
			t.Fatalf("%s: %v", version, err)
		}
		back, err := json.Marshal(typed)
		if err != nil {
			t.Fatal(err)
		}
		for _, suppress := range []bool{false, true} {
			triggers := &trigger.Triggers{Functions: &function{answer: string(back)}, Choices: trigger.Choices{NullGroupsSuppress: suppress}}
			changes, err := triggers.PreTokenGeneration(t.Context(), tokenPool(version), request)
			var want *trigger.TokenChanges
			if suppress {
				want = &trigger.TokenChanges{Groups: &trigger.GroupOverride{}}
			}
			if diff := cmp.Diff(want, changes); diff != "" || err != nil {
				t.Errorf("%s, null groups suppress %t: %v (-want +got):\n%s", version, suppress, err, diff)
			}
		}
	}
}

func TestPreTokenGenerationAnswers(t *testing.T) {
	set := func(pairs ...string) (claims []trigger.Claim) {
		for i := 0; i < len(pairs); i += 2 {
			claims = append(claims, trigger.Claim{Name: pairs[i], Value: json.RawMessage(pairs[i+1])})
		}
		return claims
	}
	for _, c := range []struct {
		name, version, response string
		want                    *trigger.TokenChanges
	}{
		{"nothing", "V1_0", `{}`, nil},
		{"null", "V1_0", `{"claimsOverrideDetails":null}`, nil},
		{"empty", "V1_0", `{"claimsOverrideDetails":{}}`, nil},
		{"empty, of V2", "V2_0", `{"claimsAndScopeOverrideDetails":{"idTokenGeneration":null,"accessTokenGeneration":{}}}`, nil},
		{
			"claims of V1 go to the ID token", "V1_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{"z":"1","a":"é \u0041"},"claimsToSuppress":["email","b","b"]}}`,
			&trigger.TokenChanges{ID: trigger.ClaimChanges{Set: set("a", `"é \u0041"`, "z", `"1"`), Suppress: []string{"b", "email"}}},
		},
		{
			"suppressing beats adding", "V1_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":"1"},"claimsToSuppress":["a"]}}`,
			&trigger.TokenChanges{ID: trigger.ClaimChanges{Suppress: []string{"a"}}},
		},
		{
			"values of V2 stay as they are written", "V2_0", `{"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"n":10000000000000000000001.50,"o":{"b":[1, true,null]},"t":true}},` +
				`"accessTokenGeneration":{"claimsToAddOrOverride":{"aud":"web","l":["x"]},"claimsToSuppress":["cognito:groups","event"],"scopesToAdd":["api/read"],"scopesToSuppress":["aws.cognito.signin.user.admin"]}}}`,
			&trigger.TokenChanges{
				ID:          trigger.ClaimChanges{Set: set("n", `10000000000000000000001.50`, "o", `{"b":[1, true,null]}`, "t", `true`)},
				Access:      trigger.ClaimChanges{Set: set("aud", `"web"`, "l", `["x"]`), Suppress: []string{"event"}},
				ScopesToAdd: []string{"api/read"}, ScopesToSuppress: []string{"aws.cognito.signin.user.admin"},
			},
		},
		{
			"groups", "V3_0", `{"claimsAndScopeOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["b","a"],"iamRolesToOverride":["r"],"preferredRole":"r"}}}`,
			&trigger.TokenChanges{Groups: &trigger.GroupOverride{Groups: []string{"b", "a"}, Roles: []string{"r"}, PreferredRole: "r"}},
		},
		{
			"groups that were copied from a user without any", "V1_0", `{"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":[],"iamRolesToOverride":[],"preferredRole":null}}}`,
			&trigger.TokenChanges{Groups: &trigger.GroupOverride{}},
		},
		{"empty groups", "V1_0", `{"claimsOverrideDetails":{"groupOverrideDetails":{}}}`, &trigger.TokenChanges{Groups: &trigger.GroupOverride{}}},
		{"misspelt groups", "V1_0", `{"claimsOverrideDetails":{"groupOverrideDetails":{"GroupsToOverride":["a"]}}}`, &trigger.TokenChanges{Groups: &trigger.GroupOverride{}}},
		{"null groups", "V2_0", `{"claimsAndScopeOverrideDetails":{"groupOverrideDetails":null}}`, &trigger.TokenChanges{Groups: &trigger.GroupOverride{}}},
		{"groups whose members are null", "V2_0", `{"claimsAndScopeOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":null,"preferredRole":null}}}`, nil},
		{"an answer for another version", "V2_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":"1"}}}`, nil},
	} {
		changes, _, err := answered(t, c.version, c.response, trigger.Choices{})
		if diff := cmp.Diff(c.want, changes); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", c.name, err, diff)
		}
	}
}

// What is ignored without a word is said in the journal.
func TestPreTokenGenerationNotices(t *testing.T) {
	for _, c := range []struct{ version, response, want string }{
		{"V1_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{"sub":"x"}}}`, "response.claimsOverrideDetails.claimsToAddOrOverride.sub was ignored: functions cannot change this claim"},
		{"V1_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{"cognito:groups":"x"}}}`, "but by groupOverrideDetails"},
		{"V1_0", `{"claimsOverrideDetails":{"claimsToSuppress":["aud"]}}`, "response.claimsOverrideDetails.claimsToSuppress names aud, which functions cannot change"},
		{"V1_0", `{"claimsOverrideDetails":{"ClaimsToSuppress":["email"]}}`, "response.claimsOverrideDetails.ClaimsToSuppress was ignored: Cognito reads no such member (did you mean claimsToSuppress?)"},
		{"V1_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":null}}}`, "claimsToAddOrOverride.a is null: it was ignored"},
		{"V1_0", `{"claimsAndScopeOverrideDetails":{}}`, "the pool sends events of version 1, whose answers have claimsOverrideDetails"},
		{"V2_0", `{"claimsOverrideDetails":{}}`, "the pool sends events of version 2, whose answers have claimsAndScopeOverrideDetails"},
		{"V2_0", `{"claimsAndScopeOverrideDetails":{"accessTokenGeneration":{"claimsToAddOrOverride":{"aud":"another"}}}}`, "functions cannot change this claim but by adding the client's id"},
		{"V2_0", `{"claimsAndScopeOverrideDetails":{"accessTokenGeneration":{"claimsToAddOrOverride":{"scope":"a b"}}}}`, "but by scopesToAdd and scopesToSuppress"},
		{"V2_0", `{"claimsAndScopeOverrideDetails":{"groupOverrideDetails":{"preferredRole":null}}}`, "null-groups-suppress"},
		{"V2_0", `{"claimsAndScopeOverrideDetails":{"groupOverrideDetails":{}}}`, "it takes the groups out of the tokens"},
	} {
		_, notices, err := answered(t, c.version, c.response, trigger.Choices{})
		if all := strings.Join(notices, "\n"); err != nil || !strings.Contains(all, c.want) {
			t.Errorf("%s: notices %q, %v; want %q", c.response, notices, err, c.want)
		}
	}
}

func TestPreTokenGenerationNoticesAreBounded(t *testing.T) {
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, `,"cognito:%d":"v"`, i)
	}
	_, notices, err := answered(t, "V1_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{`+many.String()[1:]+`}}}`, trigger.Choices{})
	if len(notices) == 0 || len(notices) > 60 || err != nil {
		t.Errorf("%d notices, %v", len(notices), err)
	}
}

func TestPreTokenGenerationRefusals(t *testing.T) {
	var many strings.Builder
	for i := range 5001 {
		fmt.Fprintf(&many, `,"c%d":"v"`, i)
	}
	v1 := func(details string) string { return `{"claimsOverrideDetails":` + details + `}` }
	v2 := func(details string) string { return `{"claimsAndScopeOverrideDetails":` + details + `}` }
	for _, c := range []struct{ version, response, want string }{
		{"V1_0", v1(`[]`), "response.claimsOverrideDetails is the list [], and Cognito expects an object"},
		{"V1_0", v1(`{"claimsToAddOrOverride":{"roles":["admin"]}}`), `response.claimsOverrideDetails.claimsToAddOrOverride.roles is the list ["admin"], and Cognito expects a string: only events of V2_0 and V3_0 take other values`},
		{"V1_0", v1(`{"claimsToAddOrOverride":{"level":3}}`), "response.claimsOverrideDetails.claimsToAddOrOverride.level is the number 3"},
		{"V1_0", v1(`{"claimsToAddOrOverride":"x"}`), `response.claimsOverrideDetails.claimsToAddOrOverride is the string "x", and Cognito expects an object`},
		{"V1_0", v1(`{"claimsToSuppress":"email"}`), `response.claimsOverrideDetails.claimsToSuppress is the string "email", and Cognito expects a list of strings`},
		{"V1_0", v1(`{"claimsToSuppress":["a",null]}`), "response.claimsOverrideDetails.claimsToSuppress[1] is null, and Cognito expects a string"},
		{"V1_0", v1(`{"groupOverrideDetails":{"groupsToOverride":"admins"}}`), `response.claimsOverrideDetails.groupOverrideDetails.groupsToOverride is the string "admins"`},
		{"V1_0", v1(`{"groupOverrideDetails":{"preferredRole":["r"]}}`), "response.claimsOverrideDetails.groupOverrideDetails.preferredRole is the list"},
		{"V2_0", v2(`{"idTokenGeneration":[]}`), "response.claimsAndScopeOverrideDetails.idTokenGeneration is the list []"},
		{"V2_0", v2(`{"idTokenGeneration":{"claimsToAddOrOverride":{"address":{"a":1}}}}`), "Cognito expects neither a list nor an object for this claim"},
		{"V3_0", v2(`{"accessTokenGeneration":{"scopesToAdd":["a b"]}}`), `response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd[0] is "a b", and Cognito expects a scope without blanks`},
		{"V3_0", v2(`{"accessTokenGeneration":{"scopesToSuppress":{"a":1}}}`), "scopesToSuppress is the object"},
		{"V2_0", v2(`{"idTokenGeneration":{"claimsToAddOrOverride":{` + many.String()[1:] + `}}}`), "adds 5001 claims and scopes, and Cognito takes 5000"},
	} {
		_, _, err := answered(t, c.version, c.response, trigger.Choices{})
		refusal, ok := rule.As(err)
		if !ok || refusal.Rule != rule.TriggerAnswerUnrecognizable || !strings.Contains(refusal.Reason, c.want) {
			t.Errorf("%.80s: %v\nwant %q", c.response, refusal, c.want)
		}
	}
}

func TestPreTokenGenerationErrorsNameTheVersion(t *testing.T) {
	for version, want := range map[string]string{
		"": "PreTokenGeneration invocation", "V2_0": "PreTokenGenerationV2_0 invocation", "V3_0": "PreTokenGenerationV3_0 invocation",
	} {
		triggers := &trigger.Triggers{Functions: &function{err: fmt.Errorf("nobody there")}}
		_, err := triggers.PreTokenGeneration(t.Context(), tokenPool(version), bobsTokens(trigger.TokensAtSignIn))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", version, err)
		}
	}
}
