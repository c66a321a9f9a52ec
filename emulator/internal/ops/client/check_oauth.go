package client

import (
	"net/url"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// checkOAuthFlows wants flows that go together and have what they need.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html
func checkOAuthFlows(c change) error {
	machine := slices.Contains(c.AllowedOAuthFlows, api.OAuthFlowTypeClientCredentials)
	person := slices.Contains(c.AllowedOAuthFlows, api.OAuthFlowTypeCode) || slices.Contains(c.AllowedOAuthFlows, api.OAuthFlowTypeImplicit)
	switch {
	case isTrue(c.AllowedOAuthFlowsUserPoolClient) && (len(c.AllowedOAuthFlows) == 0 || len(c.AllowedOAuthScopes) == 0):
		return rule.OAuthFlowsRequired.Refuse().Because("AllowedOAuthFlows are %v, AllowedOAuthScopes %v", c.AllowedOAuthFlows, c.AllowedOAuthScopes)
	case machine && person:
		return rule.ClientCredentialsAlone.Refuse().Because("AllowedOAuthFlows are %v", c.AllowedOAuthFlows)
	case machine && c.secret == "":
		return rule.ClientCredentialsSecret.Refuse()
	case person && len(c.CallbackURLs) == 0:
		return rule.CallbackURLsRequired.Refuse().Because("AllowedOAuthFlows are %v", c.AllowedOAuthFlows)
	}
	return nil
}

func checkScopes(c change) error {
	for _, scope := range c.AllowedOAuthScopes {
		if !directory.HasScope(scope) {
			return rule.ScopeNotFound.Refuse(scope).Because("pool %s has no resource server with the scope %s", c.pool.Id, scope)
		}
	}
	return nil
}

func checkProviders(c change) error {
	for _, name := range c.SupportedIdentityProviders {
		if !directory.HasProvider(name) {
			return rule.ProviderNotInPool.Refuse(name, c.pool.Id)
		}
	}
	return nil
}

// checkURLs: pages and apps are reached over https or a scheme of their own, a developer's machine over http, too.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html (CallbackURLs)
func checkURLs(c change) error {
	for _, target := range slices.Concat(c.CallbackURLs, c.LogoutURLs) {
		switch {
		case strings.Contains(target, "#"):
			return rule.URLHasFragment.Refuse(target)
		case isPlainHTTP(target) && !isLocal(target):
			return rule.URLNeedsHTTPS.Refuse(target)
		}
	}
	return nil
}

func isPlainHTTP(target string) bool {
	scheme, _, _ := strings.Cut(target, ":")
	return strings.EqualFold(scheme, "http")
}

func isLocal(target string) bool {
	parsed, err := url.Parse(target)
	return err == nil && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, parsed.Hostname())
}

func checkDefaultRedirect(c change) error {
	if c.DefaultRedirectURI != "" && !slices.Contains(c.CallbackURLs, c.DefaultRedirectURI) {
		return rule.DefaultRedirectUnlisted.Refuse(c.DefaultRedirectURI).Because("CallbackURLs are %v", c.CallbackURLs)
	}
	return nil
}
