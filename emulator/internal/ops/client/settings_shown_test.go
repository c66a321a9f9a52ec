package client_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// What is set, and how it is shown. A member that is null in want is not shown.
var shown = map[string]struct{ set, want string }{
	"flows":        {`{"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]}`, `{"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]}`},
	"legacy flows": {`{"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]}`, `{"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]}`},
	"no flows":     {`{"ExplicitAuthFlows":[]}`, `{"ExplicitAuthFlows":null}`},
	"hidden users": {`{"PreventUserExistenceErrors":"ENABLED"}`, `{"PreventUserExistenceErrors":"ENABLED"}`},
	"attributes": {
		`{"ReadAttributes":["custom:team","sub","identities","email_verified"],"WriteAttributes":["family_name","custom:team"]}`,
		`{"ReadAttributes":["custom:team","sub","identities","email_verified"],"WriteAttributes":["family_name","custom:team"]}`,
	},
	"no attributes":     {`{"ReadAttributes":[],"WriteAttributes":[]}`, `{"ReadAttributes":null,"WriteAttributes":null}`},
	"one unit":          {`{"TokenValidityUnits":{"AccessToken":"minutes"}}`, `{"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"hours","RefreshToken":"days"}}`},
	"two units":         {`{"TokenValidityUnits":{"IdToken":"seconds","RefreshToken":"hours"}}`, `{"RefreshTokenValidity":720,"TokenValidityUnits":{"AccessToken":"hours","IdToken":"seconds","RefreshToken":"hours"}}`},
	"no units":          {`{"TokenValidityUnits":{}}`, `{"TokenValidityUnits":{}}`},
	"no refresh at all": {`{"RefreshTokenValidity":0}`, `{"RefreshTokenValidity":30}`},
	"lifetimes": {
		`{"AccessTokenValidity":1,"IdTokenValidity":24,"RefreshTokenValidity":3650}`,
		`{"AccessTokenValidity":1,"IdTokenValidity":24,"RefreshTokenValidity":3650,"TokenValidityUnits":{}}`,
	},
	"the shortest lifetimes": {
		`{"AccessTokenValidity":5,"IdTokenValidity":300,"RefreshTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"seconds","RefreshToken":"minutes"}}`,
		`{"AccessTokenValidity":5,"IdTokenValidity":300,"RefreshTokenValidity":60}`,
	},
	"sessions":                         {`{"AuthSessionValidity":15}`, `{"AuthSessionValidity":15}`},
	"no revocation":                    {`{"EnableTokenRevocation":false}`, `{"EnableTokenRevocation":false}`},
	"rotation":                         {`{"RefreshTokenRotation":{"Feature":"ENABLED"}}`, `{"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":0}}`},
	"rotation with grace":              {`{"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":4}}`, `{"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":4}}`},
	"no rotation, hence no grace":      {`{"RefreshTokenRotation":{"Feature":"DISABLED","RetryGracePeriodSeconds":4}}`, `{"RefreshTokenRotation":{"Feature":"DISABLED","RetryGracePeriodSeconds":0}}`},
	"nothing about rotation":           {`{}`, `{"RefreshTokenRotation":null}`},
	"no rotation, but the flow for it": {`{"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"],"RefreshTokenRotation":{"Feature":"DISABLED"}}`, `{"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]}`},
	"OAuth": {
		`{"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code","implicit"],"AllowedOAuthScopes":["openid","aws.cognito.signin.user.admin"],` +
			`"CallbackURLs":["https://example.com/cb","http://localhost:3000/cb","http://127.0.0.1/cb","http://[::1]:8080/cb","myapp://cb"],` +
			`"LogoutURLs":["https://example.com"],"DefaultRedirectURI":"myapp://cb","SupportedIdentityProviders":["COGNITO"]}`,
		`{"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code","implicit"],"AllowedOAuthScopes":["openid","aws.cognito.signin.user.admin"],` +
			`"CallbackURLs":["https://example.com/cb","http://localhost:3000/cb","http://127.0.0.1/cb","http://[::1]:8080/cb","myapp://cb"],` +
			`"LogoutURLs":["https://example.com"],"DefaultRedirectURI":"myapp://cb","SupportedIdentityProviders":["COGNITO"]}`,
	},
	"no OAuth": {
		`{"AllowedOAuthFlows":[],"AllowedOAuthScopes":[],"CallbackURLs":[],"LogoutURLs":[],"SupportedIdentityProviders":[]}`,
		`{"AllowedOAuthFlows":null,"AllowedOAuthScopes":null,"CallbackURLs":null,"LogoutURLs":null,"SupportedIdentityProviders":null,"DefaultRedirectURI":null}`,
	},
	"analytics by ARN": {
		`{"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/a","UserDataShared":true}}`,
		`{"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/a","UserDataShared":true}}`,
	},
	"analytics by id": {
		`{"AnalyticsConfiguration":{"ApplicationId":"ab","ExternalId":"x","RoleArn":"arn:aws:iam::123456789012:role/r"}}`,
		`{"AnalyticsConfiguration":{"ApplicationId":"ab","ExternalId":"x","RoleArn":"arn:aws:iam::123456789012:role/r"}}`,
	},
	"no context data": {`{"EnablePropagateAdditionalUserContextData":false}`, `{"EnablePropagateAdditionalUserContextData":false}`},
	"another name":    {`{"ClientName":"x y"}`, `{"ClientName":"x y"}`},
}

// CreateUserPoolClient and UpdateUserPoolClient do the same to a setting, and answer what DescribeUserPoolClient shows.
func TestSettingsAreShown(t *testing.T) {
	for name, c := range shown {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			created := e.create(t, c.set)
			updated, err := e.update(t, e.create(t, `{}`).ClientId, c.set)
			if err != nil {
				t.Fatal(err)
			}
			for what, client := range map[string]*api.UserPoolClientType{"created": created, "updated": updated} {
				answered := parse(t, asJSON(t, client))
				if diff := cmp.Diff(answered, e.describe(t, client.ClientId)); diff != "" {
					t.Errorf("%s (-answered +described):\n%s", what, diff)
				}
				for member, want := range parse(t, c.want) {
					if diff := cmp.Diff(want, answered[member]); diff != "" {
						t.Errorf("%s with %s (-want +got):\n%s", what, member, diff)
					}
				}
			}
		})
	}
}
