package client_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// everything sets each member that can go back to its default.
const everything = `{
	"AccessTokenValidity": 2,
	"AllowedOAuthFlows": ["code"],
	"AllowedOAuthFlowsUserPoolClient": true,
	"AllowedOAuthScopes": ["openid"],
	"AnalyticsConfiguration": {"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/a"},
	"AuthSessionValidity": 5,
	"CallbackURLs": ["https://example.com"],
	"DefaultRedirectURI": "https://example.com",
	"EnablePropagateAdditionalUserContextData": true,
	"EnableTokenRevocation": false,
	"ExplicitAuthFlows": ["ALLOW_USER_AUTH"],
	"IdTokenValidity": 2,
	"LogoutURLs": ["https://example.com"],
	"PreventUserExistenceErrors": "ENABLED",
	"ReadAttributes": ["email"],
	"RefreshTokenRotation": {"Feature":"ENABLED"},
	"RefreshTokenValidity": 10,
	"SupportedIdentityProviders": ["COGNITO"],
	"TokenValidityUnits": {"AccessToken":"hours"},
	"WriteAttributes": ["family_name"]
}`

func TestUpdateUserPoolClientReplacesEverything(t *testing.T) {
	e := start(t)
	full := e.create(t, asJSON(t, parse(t, everything).with(object{"GenerateSecret": true})))
	plain := e.describe(t, e.create(t, `{"GenerateSecret":true}`).ClientId)
	for member := range parse(t, everything) {
		if cmp.Equal(parse(t, asJSON(t, full))[member], plain[member]) {
			t.Errorf("%s is set to its default, so this shows nothing", member)
		}
	}
	e.clock.Advance(time.Minute)
	updated, err := e.update(t, full.ClientId, `{}`)
	if err != nil {
		t.Fatal(err)
	}
	want := plain.with(object{"ClientId": full.ClientId, "ClientSecret": string(full.ClientSecret), "LastModifiedDate": 1767225660.0})
	if diff := cmp.Diff(want, parse(t, asJSON(t, updated))); diff != "" {
		t.Errorf("answered (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, e.describe(t, full.ClientId)); diff != "" {
		t.Errorf("described (-want +got):\n%s", diff)
	}
}

// Whatever a client was created with: sending the same again changes nothing, and neither does sending back what
// DescribeUserPoolClient showed, as programs do that change one member.
func TestUpdateUserPoolClientWithItsOwnSettings(t *testing.T) {
	e := start(t)
	names := slices.Sorted(maps.Keys(parse(t, everything)))
	rapid.Check(t, func(r *rapid.T) {
		set := object{"UserPoolId": thePool, "ClientName": "web"}
		for _, member := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(r, "members") {
			set[member] = parse(r, everything)[member]
		}
		in := request[api.CreateUserPoolClientRequest](r, "CreateUserPoolClient", asJSON(r, set.with(object{"GenerateSecret": true})))
		created, err := e.CreateUserPoolClient(t.Context(), in)
		if rule.Is(err, rule.OAuthFlowsRequired, rule.CallbackURLsRequired, rule.DefaultRedirectUnlisted) {
			return // a part without its counterpart
		}
		if err != nil {
			r.Fatal(err)
		}
		id := created.UserPoolClient.ClientId
		before := e.describe(t, id)
		for what, settings := range map[string]object{"the same settings": set, "its own description": before} {
			if _, err := e.update(t, id, asJSON(r, settings)); err != nil {
				r.Fatal(err)
			}
			if diff := cmp.Diff(before, e.describe(t, id)); diff != "" {
				r.Fatalf("%s changed the client (-before +after):\n%s", what, diff)
			}
		}
		err = e.DeleteUserPoolClient(t.Context(), &api.DeleteUserPoolClientRequest{UserPoolId: thePool, ClientId: id})
		if err != nil {
			r.Fatal(err)
		}
	})
}
