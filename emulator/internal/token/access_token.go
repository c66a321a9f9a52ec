package token

import (
	"slices"
	"strings"
)

// APIScope is the scope of tokens that the API issues, and what its token-authorized operations ask for.
const APIScope = "aws.cognito.signin.user.admin"

// accessClaims are the claims of an access token in the recorded order. Without token revocation a token has no
// origin_jti, and another order.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
func accessClaims(g Grant, issuer, jti string) claims {
	var c claims
	expires := g.Now.Add(lives(g.Client).access).Unix()
	c.add("sub", g.User.Sub)
	if !g.Client.Revokes() && !g.Rotated {
		c.add("event_id", g.EventID)
		c.add("token_use", "access")
		addScopes(&c, g)
		c.add("auth_time", g.AuthTime.Unix())
		addAuthentication(&c, g)
		addGroups(&c, g)
		addDevice(&c, g)
		c.add("iss", issuer)
		c.add("exp", expires)
		c.add("iat", g.Now.Unix())
		c.add("jti", jti)
		c.add("client_id", g.Client.ClientId)
		c.add("username", g.User.Username)
		return c
	}
	addGroups(&c, g)
	addDevice(&c, g)
	c.add("iss", issuer)
	c.add("client_id", g.Client.ClientId)
	c.add("origin_jti", g.Origin)
	c.add("event_id", g.EventID)
	c.add("token_use", "access")
	addScopes(&c, g)
	c.add("auth_time", g.AuthTime.Unix())
	addAuthentication(&c, g)
	c.add("exp", expires)
	c.add("iat", g.Now.Unix())
	c.add("jti", jti)
	c.add("username", g.User.Username)
	return c
}

// addScopes adds the scopes that are left. That a token without any has no scope claim is assumed.
func addScopes(c *claims, g Grant) {
	g.Scopes = []string{APIScope}
	if left := g.finalScopes(); len(left) > 0 {
		c.add("scope", strings.Join(left, " "))
	}
}

// finalScopes are the scopes after the changes, each once.
func (g Grant) finalScopes() (left []string) {
	for _, scope := range slices.Concat(g.Scopes, g.changes().ScopesToAdd) {
		if !slices.Contains(left, scope) && !slices.Contains(g.changes().ScopesToSuppress, scope) {
			left = append(left, scope)
		}
	}
	return left
}

// addDevice adds the device in pools that track them.
func addDevice(c *claims, g Grant) {
	if g.DeviceKey != "" {
		c.add("device_key", g.DeviceKey)
	}
}

// addGroups adds the groups that both tokens have.
func addGroups(c *claims, g Grant) {
	var names []string
	for _, group := range g.Groups {
		names = append(names, group.GroupName)
	}
	if instead := g.changes().Groups; instead != nil {
		names = instead.Groups
	}
	if len(names) > 0 {
		c.add("cognito:groups", names)
	}
}
