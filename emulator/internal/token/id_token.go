package token

import (
	"strconv"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// idClaims are the claims of an ID token: the attributes that the client may read, groups and roles, and the rest.
// The order of the real ones looks like a hash map's and changes with their number, so it is no contract.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
func idClaims(g Grant, issuer, jti string) claims {
	var c claims
	rotates, _ := g.Client.Rotates()
	revocable := g.Client.Revokes() || rotates
	c.add("sub", g.User.Sub)
	addGroups(&c, g)
	addRoles(&c, g)
	for _, a := range g.Pool.Show(g.User, g.Client.Readable) {
		if a.Name != "identities" {
			c.add(a.Name, claimValue(a.Name, a.Value))
		}
	}
	c.add("iss", issuer)
	c.add("cognito:username", g.User.Username)
	if revocable {
		c.add("origin_jti", g.Origin)
	}
	c.add("aud", g.Client.ClientId)
	c.add("event_id", g.EventID)
	c.add("token_use", "id")
	c.add("auth_time", g.AuthTime.Unix())
	addAuthentication(&c, g)
	c.add("exp", g.Now.Add(lives(g.Client).id).Unix())
	c.add("iat", g.Now.Unix())
	if revocable {
		c.add("jti", jti)
	}
	return c
}

// addRoles adds the groups' roles; the role of the best group is the preferred one, where there is just one.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
func addRoles(c *claims, g Grant) {
	var roles []string
	for _, group := range g.Groups {
		if group.RoleArn != "" {
			roles = append(roles, group.RoleArn)
		}
	}
	preferred := directory.PreferredRole(g.Groups)
	if instead := g.changes().Groups; instead != nil {
		roles, preferred = instead.Roles, instead.PreferredRole
	}
	if len(roles) > 0 {
		c.add("cognito:roles", roles)
	}
	if preferred != "" {
		c.add("cognito:preferred_role", preferred)
	}
}

// claimValue types an attribute: the flags are booleans (recorded), custom attributes always strings (documented).
// That updated_at is a number and address an object is assumed from OpenID Connect Core §5.1.
func claimValue(name, value string) any {
	switch name {
	case "email_verified", "phone_number_verified":
		return value == "true"
	case "updated_at":
		if number, err := strconv.ParseInt(value, 10, 64); err == nil {
			return number
		}
	case "address":
		return map[string]string{"formatted": value}
	}
	return value
}
