package emulator_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

const preTokenSeed = `
UserPools:
  - PoolName: app
    LambdaConfig: {PreTokenGenerationConfig: {LambdaArn: claims, LambdaVersion: %s}}
    Clients: [{ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}]
    Groups: [{GroupName: admins, Precedence: 1, RoleArn: "arn:aws:iam::000000000000:role/admins"}]
    Users: [{Username: alice, Password: "Passw0rd!", Attributes: {email: a@x.org, given_name: Alice}, Groups: [admins]}]
`

// What a PreTokenGeneration function answers is in the tokens of a sign-in, and in those of a refresh.
func TestPreTokenGeneration(t *testing.T) {
	const role = "arn:aws:iam::000000000000:role/admins"
	user := "aws.cognito.signin.user.admin"
	for _, c := range []struct {
		name, version, response string
		id, access              fields // the claims that the test looks at; nil for those that have to be absent
	}{
		{
			"nothing", "V1_0", `{}`,
			fields{"given_name": "Alice", "cognito:groups": []any{"admins"}, "cognito:roles": []any{role}, "cognito:preferred_role": role},
			fields{"cognito:groups": []any{"admins"}, "scope": user, "username": "alice"},
		},
		{
			"V1", "V1_0", `{"claimsOverrideDetails":{"claimsToAddOrOverride":{"tenant":"acme","given_name":"Al"},"claimsToSuppress":["email"],"groupOverrideDetails":{"groupsToOverride":["b","a"]}}}`,
			fields{"tenant": "acme", "given_name": "Al", "email": nil, "cognito:groups": []any{"b", "a"}, "cognito:roles": nil, "cognito:preferred_role": nil},
			fields{"tenant": nil, "given_name": nil, "cognito:groups": []any{"b", "a"}, "scope": user},
		},
		{
			"V2", "V2_0", `{"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"levels":[1,{"x":true}]}},` +
				`"accessTokenGeneration":{"claimsToAddOrOverride":{"tenant":{"id":7},"username":"eve"},"scopesToAdd":["api/read"]}}}`,
			fields{"levels": []any{1.0, map[string]any{"x": true}}, "tenant": nil, "scope": nil},
			fields{"tenant": map[string]any{"id": 7.0}, "username": "alice", "scope": user + " api/read", "levels": nil, "cognito:groups": []any{"admins"}},
		},
		{
			"V3", "V3_0", `{"claimsAndScopeOverrideDetails":{"accessTokenGeneration":{"claimsToAddOrOverride":{"aud":"web"},"claimsToSuppress":["tenant"]},"groupOverrideDetails":{}}}`,
			fields{"aud": "web", "cognito:groups": nil, "cognito:roles": nil},
			fields{"aud": "web", "cognito:groups": nil},
		},
	} {
		lambdas := &scripted{answers: map[string][]string{"claims": {`+ {"response":` + c.response + `}`}}, events: map[string][]byte{}}
		server := emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(preTokenSeed, c.version), Functions: lambdas})
		signedIn := preTokens(t, server, fields{
			"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"},
		})
		refreshed := preTokens(t, server, fields{
			"ClientId": "web", "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": fields{"REFRESH_TOKEN": signedIn["RefreshToken"]},
		})
		for when, tokens := range map[string]fields{"signed in": signedIn, "refreshed": refreshed} {
			for member, want := range map[string]fields{"IdToken": c.id, "AccessToken": c.access} {
				claims, got := protocolClaims(t, tokens[member]), fields{}
				for name := range want {
					got[name] = claims[name]
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, %s: %s (-want +got):\n%s", c.name, when, member, diff)
				}
			}
		}
	}
}

func preTokens(t *testing.T, server *emulatortest.Server, request fields) fields {
	t.Helper()
	var answer struct{ AuthenticationResult fields }
	server.Must("InitiateAuth", request).Into(t, &answer)
	return answer.AuthenticationResult
}
