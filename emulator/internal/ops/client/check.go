package client

import (
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// change is a request to set the settings of a client.
type change struct {
	*settings
	pool   directory.Pool
	secret string
	verb   string // "creating" or "updating", for the messages that say so
}

// checks are all that is wanted of the settings. The order in which the real service looks is not established.
var checks = []func(change) error{
	checkFlowNames, checkClientToken, checkRotation, checkTokenValidity, checkReadAttributes, checkWriteAttributes, checkProviders,
	checkOAuthFlows, checkScopes, checkURLs, checkDefaultRedirect, checkPropagation, checkAnalytics,
}

func check(c change) error {
	for _, one := range checks {
		if err := one(c); err != nil {
			return err
		}
	}
	return nil
}

func checkFlowNames(c change) error {
	current := func(f api.ExplicitAuthFlowsType) bool { return strings.HasPrefix(string(f), "ALLOW_") }
	legacy := func(f api.ExplicitAuthFlowsType) bool { return !current(f) }
	if slices.ContainsFunc(c.ExplicitAuthFlows, current) && slices.ContainsFunc(c.ExplicitAuthFlows, legacy) {
		return rule.FlowNamesMixed.Refuse().Because("ExplicitAuthFlows are %v", c.ExplicitAuthFlows)
	}
	return nil
}

// checkClientToken: a client for machines has a secret, and no other flow.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
func checkClientToken(c change) error {
	switch {
	case !slices.Contains(c.ExplicitAuthFlows, api.ExplicitAuthFlowsTypeAllowClientTokenAuth):
		return nil
	case slices.ContainsFunc(c.ExplicitAuthFlows, func(f api.ExplicitAuthFlowsType) bool { return f != api.ExplicitAuthFlowsTypeAllowClientTokenAuth }):
		return rule.ClientTokenAlone.Refuse().Because("ExplicitAuthFlows are %v", c.ExplicitAuthFlows)
	case c.secret == "":
		return rule.ClientTokenNeedsSecret.Refuse()
	}
	return nil
}

// checkRotation: a client that does not say which flows it allows may rotate, though the flow to refresh is among
// its defaults (recorded).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
func checkRotation(c change) error {
	switch {
	case c.RefreshTokenRotation == nil || c.RefreshTokenRotation.Feature != api.FeatureTypeEnabled:
		return nil
	case c.pool.UserPoolTier == api.UserPoolTierTypeLite:
		return rule.RotationNeedsEssentials.Refuse().Because("pool %s is on the LITE tier", c.pool.Id)
	case slices.Contains(c.ExplicitAuthFlows, api.ExplicitAuthFlowsTypeAllowRefreshTokenAuth):
		return rule.RotationExcludesRefreshFlow.Refuse().Because("ExplicitAuthFlows are %v", c.ExplicitAuthFlows)
	}
	return nil
}

func checkReadAttributes(c change) error {
	for _, name := range c.ReadAttributes {
		if _, known := c.pool.Attribute(name); !known && name != "identities" {
			return rule.ReadAttributesInvalid.Refuse(c.verb).Because("the schema of pool %s has no attribute %s", c.pool.Id, name)
		}
	}
	return nil
}

// readOnly are attributes of the schema that no client may write. That identities is one of them is assumed.
var readOnly = []string{"sub", "email_verified", "phone_number_verified", "identities"}

func checkWriteAttributes(c change) error {
	if len(c.WriteAttributes) == 0 {
		return nil
	}
	invalid := rule.WriteAttributesInvalid.Refuse(c.verb)
	for _, name := range c.WriteAttributes {
		if _, known := c.pool.Attribute(name); !known || slices.Contains(readOnly, name) || strings.HasPrefix(name, "dev:") {
			return invalid.Because("%s is not an attribute that a client may write", name)
		}
	}
	for _, a := range c.pool.SchemaAttributes {
		if isTrue(a.Required) && a.Name != "sub" && !slices.Contains(c.WriteAttributes, a.Name) {
			return invalid.Because("the schema requires %s, which WriteAttributes leaves out", a.Name)
		}
	}
	return nil
}

func checkPropagation(c change) error {
	if isTrue(c.EnablePropagateAdditionalUserContextData) && c.secret == "" {
		return rule.PropagateNeedsSecret.Refuse()
	}
	return nil
}
