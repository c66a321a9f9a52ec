package client_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestExceptionsOfOAuthRules(t *testing.T) {
	for r, want := range map[*rule.Rule]string{
		rule.ClientCredentialsAlone: "InvalidOAuthFlowException", rule.ClientCredentialsSecret: "InvalidOAuthFlowException",
		rule.ScopeNotFound: "ScopeDoesNotExistException", rule.OAuthFlowsRequired: "InvalidParameterException",
	} {
		if r.Exception() != want {
			t.Errorf("%s is a %s, want %s", r.ID, r.Exception(), want)
		}
	}
}

func TestRotationIsNotInTheLiteTier(t *testing.T) {
	e := start(t)
	e.save(t, thePool, func(p *directory.Pool) { p.UserPoolTier = api.UserPoolTierTypeLite })
	_, err := e.tryCreate(t, `{"RefreshTokenRotation":{"Feature":"ENABLED"}}`)
	refused(t, err, rule.RotationNeedsEssentials, "The following features need to be disabled for the LITE pricing tier configured: Refresh Token Rotation")
	e.create(t, `{"RefreshTokenRotation":{"Feature":"DISABLED"}}`)
}

// What needs a secret is allowed to a client that has one, when it is made and ever after.
func TestSettingsOfConfidentialClients(t *testing.T) {
	for _, secret := range []string{`"GenerateSecret":true`, `"ClientSecret":"0123456789abcdefghijklmn"`} {
		for _, set := range []string{`"AllowedOAuthFlows":["client_credentials"]`, `"EnablePropagateAdditionalUserContextData":true`} {
			e := start(t)
			e.create(t, `{`+secret+`,`+set+`}`)
			c := e.create(t, `{`+secret+`}`)
			if _, err := e.update(t, c.ClientId, `{`+set+`}`); err != nil {
				t.Errorf("%s: %v", set, err)
			}
		}
	}
}

// Pinpoint of us-east-1 serves pools of all Regions.
func TestAnalyticsOfAnotherRegion(t *testing.T) {
	e := start(t)
	e.save(t, thePool, func(p *directory.Pool) { p.Arn = "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/" + p.Id })
	for _, region := range []string{"eu-west-1", "us-east-1"} {
		e.create(t, `{"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:`+region+`:123456789012:apps/a"}}`)
	}
}

func TestSettingsWithoutEffectAreNoticed(t *testing.T) {
	for set, want := range map[string]string{
		`{"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/a"}}`: "AnalyticsConfiguration has no effect: nothing is sent to Pinpoint",
	} {
		e := start(t)
		id := e.create(t, `{"GenerateSecret":true}`).ClientId
		body := asJSON(t, parse(t, set).with(object{"UserPoolId": thePool, "ClientName": "web", "ClientId": id, "GenerateSecret": true}))
		ctx, created := journal.With(t.Context(), "1", "CreateUserPoolClient", e.clock.Now())
		if _, err := e.CreateUserPoolClient(ctx, request[api.CreateUserPoolClientRequest](t, "CreateUserPoolClient", body)); err != nil {
			t.Fatal(err)
		}
		ctx, updated := journal.With(t.Context(), "2", "UpdateUserPoolClient", e.clock.Now())
		if _, err := e.UpdateUserPoolClient(ctx, request[api.UpdateUserPoolClientRequest](t, "UpdateUserPoolClient", body)); err != nil {
			t.Fatal(err)
		}
		for _, trail := range []*journal.Trail{created, updated} {
			entry := trail.Finish(200, "", "", 0)
			if diff := cmp.Diff([]string{want}, entry.Notices); diff != "" {
				t.Errorf("notices (-want +got):\n%s", diff)
			}
			if entry.Pool != thePool || entry.Client == "" {
				t.Errorf("the journal names pool %q and client %q", entry.Pool, entry.Client)
			}
		}
	}
}

// What one of the requests sets the other must set, too, and some test must show.
func TestBothRequestsHaveTheSameSettings(t *testing.T) {
	members := func(request any) map[string]bool {
		names := map[string]bool{}
		for _, field := range reflect.VisibleFields(reflect.TypeOf(request)) {
			names[field.Name] = true
		}
		return names
	}
	create, update := members(api.CreateUserPoolClientRequest{}), members(api.UpdateUserPoolClientRequest{})
	delete(create, "GenerateSecret")
	delete(create, "ClientSecret")
	delete(update, "ClientId")
	if diff := cmp.Diff(create, update); diff != "" {
		t.Errorf("(-create +update):\n%s", diff)
	}
	delete(update, "UserPoolId")
	for _, c := range shown {
		for member := range parse(t, c.set) {
			delete(update, member)
		}
	}
	if len(update) > 0 {
		t.Errorf("no test sets %v", update)
	}
}
