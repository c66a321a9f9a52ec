package client_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// What both operations refuse. The message has a %s where it says which of the two it was.
var refusals = map[string]struct {
	set     string
	rule    *rule.Rule
	message string
}{
	"old and new flow names": {
		`{"ExplicitAuthFlows":["ALLOW_USER_AUTH","USER_PASSWORD_AUTH"]}`, rule.FlowNamesMixed,
		"Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
	},
	"OAuth without flows": {
		`{"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthScopes":["openid"]}`, rule.OAuthFlowsRequired,
		"AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
	},
	"OAuth without scopes": {
		`{"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"CallbackURLs":["https://example.com"]}`, rule.OAuthFlowsRequired,
		"AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
	},
	"code without callback": {
		`{"AllowedOAuthFlows":["code"]}`, rule.CallbackURLsRequired, "CallbackUrls can not be empty when code flow or implicit flow is selected",
	},
	"implicit without callback": {
		`{"AllowedOAuthFlows":["implicit"]}`, rule.CallbackURLsRequired, "CallbackUrls can not be empty when code flow or implicit flow is selected",
	},
	"machines and people": {
		`{"AllowedOAuthFlows":["client_credentials","code"],"CallbackURLs":["https://example.com"]}`, rule.ClientCredentialsAlone,
		"client_credentials flow can not be selected along with code flow or implicit flow.",
	},
	"machines without a secret": {
		`{"AllowedOAuthFlows":["client_credentials"]}`, rule.ClientCredentialsSecret,
		"client_credentials flow can not be selected if client does not have a client secret.",
	},
	"unknown scope":    {`{"AllowedOAuthScopes":["openid","api/read"]}`, rule.ScopeNotFound, "Invalid scope requested: api/read"},
	"unknown provider": {`{"SupportedIdentityProviders":["COGNITO","Google"]}`, rule.ProviderNotInPool, "The provider Google does not exist for User Pool us-east-1_aaaaaaaaa"},
	"callback over http": {
		`{"CallbackURLs":["HTTP://example.com/cb"]}`, rule.URLNeedsHTTPS, "HTTP://example.com/cb cannot use the HTTP protocol.",
	},
	"logout over http": {
		`{"LogoutURLs":["http://localhost.example.com"]}`, rule.URLNeedsHTTPS, "http://localhost.example.com cannot use the HTTP protocol.",
	},
	"http and nothing that could be read": {`{"LogoutURLs":["http://%zz"]}`, rule.URLNeedsHTTPS, "http://%zz cannot use the HTTP protocol."},
	"fragment":                            {`{"CallbackURLs":["https://example.com/#a"]}`, rule.URLHasFragment, "https://example.com/#a cannot use fragment"},
	"default redirect elsewhere": {
		`{"CallbackURLs":["https://example.com"],"DefaultRedirectURI":"https://example.org"}`, rule.DefaultRedirectUnlisted,
		"The default redirect URI https://example.org is not in the callback URIs list.",
	},
	"unknown attribute to read":     {`{"ReadAttributes":["custom:none"]}`, rule.ReadAttributesInvalid, "Invalid read attributes specified while %s a client"},
	"unknown attribute to write":    {`{"WriteAttributes":["family_name","custom:none"]}`, rule.WriteAttributesInvalid, "Invalid write attributes specified while %s a client"},
	"sub to write":                  {`{"WriteAttributes":["family_name","sub"]}`, rule.WriteAttributesInvalid, "Invalid write attributes specified while %s a client"},
	"email_verified to write":       {`{"WriteAttributes":["family_name","email_verified"]}`, rule.WriteAttributesInvalid, "Invalid write attributes specified while %s a client"},
	"phone flag to write":           {`{"WriteAttributes":["family_name","phone_number_verified"]}`, rule.WriteAttributesInvalid, "Invalid write attributes specified while %s a client"},
	"a developer's to write":        {`{"WriteAttributes":["family_name","dev:custom:note"]}`, rule.WriteAttributesInvalid, "Invalid write attributes specified while %s a client"},
	"without the required one":      {`{"WriteAttributes":["email"]}`, rule.WriteAttributesInvalid, "Invalid write attributes specified while %s a client"},
	"access tokens too long":        {`{"AccessTokenValidity":25}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"access tokens too short":       {`{"AccessTokenValidity":4,"TokenValidityUnits":{"AccessToken":"minutes"}}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"access tokens of all eternity": {`{"AccessTokenValidity":86400,"TokenValidityUnits":{"AccessToken":"days"}}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"ID tokens too long":            {`{"IdTokenValidity":2,"TokenValidityUnits":{"IdToken":"days"}}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"ID tokens too short":           {`{"IdTokenValidity":299,"TokenValidityUnits":{"IdToken":"seconds"}}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"refresh tokens too long":       {`{"RefreshTokenValidity":3651}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"refresh tokens of eternity":    {`{"RefreshTokenValidity":315360000}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"refresh tokens of 585 years":   {`{"RefreshTokenValidity":213505}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"refresh tokens too short":      {`{"RefreshTokenValidity":59,"TokenValidityUnits":{"RefreshToken":"minutes"}}`, rule.TokenValidityRange, "Invalid range for token validity."},
	"access beyond refresh": {
		`{"AccessTokenValidity":12,"RefreshTokenValidity":2,"TokenValidityUnits":{"RefreshToken":"hours"}}`, rule.TokenValidityOrder,
		"Access and Id Token expiration times must be less than or equal to refresh token expiration times.",
	},
	"ID beyond refresh": {
		`{"IdTokenValidity":12,"RefreshTokenValidity":2,"TokenValidityUnits":{"RefreshToken":"hours"}}`, rule.TokenValidityOrder,
		"Access and Id Token expiration times must be less than or equal to refresh token expiration times.",
	},
	"context data without a secret": {
		`{"EnablePropagateAdditionalUserContextData":true}`, rule.PropagateNeedsSecret,
		"Client Secret is required to set EnablePropagateAdditionalUserContextData as true",
	},
	"rotation beside the refresh flow": {
		`{"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}}`, rule.RotationExcludesRefreshFlow,
		"ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled.",
	},
	"analytics of nothing": {`{"AnalyticsConfiguration":{}}`, rule.AnalyticsInvalid, rule.AnalyticsInvalid.Wording},
	"analytics by halves": {
		`{"AnalyticsConfiguration":{"ApplicationId":"ab","ExternalId":"x"}}`, rule.AnalyticsInvalid,
		"Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid",
	},
	"analytics both ways": {
		`{"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/a","ApplicationId":"ab","ExternalId":"x","RoleArn":"arn:aws:iam::123456789012:role/r"}}`,
		rule.AnalyticsInvalid, rule.AnalyticsInvalid.Wording,
	},
	"analytics elsewhere": {
		`{"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:eu-west-1:123456789012:apps/a"}}`, rule.AnalyticsRegion,
		"The integration with Pinpoint is not supported for the requested eu-west-1 region.",
	},
}

func TestSettingsAreRefused(t *testing.T) {
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			says := func(verb string) string {
				if c.rule == rule.ReadAttributesInvalid || c.rule == rule.WriteAttributesInvalid {
					return c.message[:len(c.message)-len("%s a client")] + verb + " a client"
				}
				return c.message
			}
			_, err := e.tryCreate(t, c.set)
			refused(t, err, c.rule, says("creating"))

			id := e.create(t, `{}`).ClientId
			before := e.describe(t, id)
			_, err = e.update(t, id, c.set)
			refused(t, err, c.rule, says("updating"))
			if diff := cmp.Diff(before, e.describe(t, id)); diff != "" {
				t.Errorf("a refused update changed the client (-before +after):\n%s", diff)
			}
		})
	}
}
