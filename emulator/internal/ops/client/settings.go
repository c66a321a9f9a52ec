package client

import (
	"cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// settings are what both CreateUserPoolClient and UpdateUserPoolClient set.
type settings = api.UpdateUserPoolClientRequest

// settingsOf are the settings of a new client.
func settingsOf(in *api.CreateUserPoolClientRequest) *settings {
	return &settings{
		AccessTokenValidity:                      in.AccessTokenValidity,
		AllowedOAuthFlows:                        in.AllowedOAuthFlows,
		AllowedOAuthFlowsUserPoolClient:          in.AllowedOAuthFlowsUserPoolClient,
		AllowedOAuthScopes:                       in.AllowedOAuthScopes,
		AnalyticsConfiguration:                   in.AnalyticsConfiguration,
		AuthSessionValidity:                      in.AuthSessionValidity,
		CallbackURLs:                             in.CallbackURLs,
		ClientName:                               in.ClientName,
		DefaultRedirectURI:                       in.DefaultRedirectURI,
		EnablePropagateAdditionalUserContextData: in.EnablePropagateAdditionalUserContextData,
		EnableTokenRevocation:                    in.EnableTokenRevocation,
		ExplicitAuthFlows:                        in.ExplicitAuthFlows,
		IdTokenValidity:                          in.IdTokenValidity,
		LogoutURLs:                               in.LogoutURLs,
		PreventUserExistenceErrors:               in.PreventUserExistenceErrors,
		ReadAttributes:                           in.ReadAttributes,
		RefreshTokenRotation:                     in.RefreshTokenRotation,
		RefreshTokenValidity:                     in.RefreshTokenValidity,
		SupportedIdentityProviders:               in.SupportedIdentityProviders,
		TokenValidityUnits:                       in.TokenValidityUnits,
		WriteAttributes:                          in.WriteAttributes,
	}
}

// apply writes checked settings into a client, with the default for each that is left out. Most defaults are to have
// no such member.
func apply(client *api.UserPoolClientType, set *settings) {
	client.ClientName = cmp.Or(set.ClientName, client.ClientName)

	client.AccessTokenValidity = set.AccessTokenValidity
	client.AllowedOAuthFlows = given(set.AllowedOAuthFlows)
	client.AllowedOAuthFlowsUserPoolClient = new(isTrue(set.AllowedOAuthFlowsUserPoolClient))
	client.AllowedOAuthScopes = given(set.AllowedOAuthScopes)
	client.AnalyticsConfiguration = set.AnalyticsConfiguration
	client.AuthSessionValidity = cmp.Or(set.AuthSessionValidity, new(int64(3)))
	client.CallbackURLs = given(set.CallbackURLs)
	client.DefaultRedirectURI = set.DefaultRedirectURI
	client.EnablePropagateAdditionalUserContextData = new(isTrue(set.EnablePropagateAdditionalUserContextData))
	client.EnableTokenRevocation = cmp.Or(set.EnableTokenRevocation, new(true))
	client.ExplicitAuthFlows = given(set.ExplicitAuthFlows)
	client.IdTokenValidity = set.IdTokenValidity
	client.LogoutURLs = given(set.LogoutURLs)
	client.PreventUserExistenceErrors = set.PreventUserExistenceErrors
	client.ReadAttributes = given(set.ReadAttributes)
	client.RefreshTokenRotation = rotation(set.RefreshTokenRotation)
	client.RefreshTokenValidity = new(refreshValidity(set))
	client.SupportedIdentityProviders = given(set.SupportedIdentityProviders)
	client.TokenValidityUnits = shownUnits(set.TokenValidityUnits)
	client.WriteAttributes = given(set.WriteAttributes)
}

// rotation shows the grace period, of no seconds where none is set and always while rotation is off (recorded).
func rotation(set *api.RefreshTokenRotationType) *api.RefreshTokenRotationType {
	switch {
	case set == nil:
		return nil
	case set.Feature == api.FeatureTypeEnabled && set.RetryGracePeriodSeconds != nil:
		return set
	}
	return &api.RefreshTokenRotationType{Feature: set.Feature, RetryGracePeriodSeconds: new(int64(0))}
}

// given is a list, or nil where there is nothing in it: answers leave such members out.
func given[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func isTrue(b *bool) bool { return b != nil && *b }
