package token

import "github.com/cognitwo/cognitwo/emulator/internal/directory"

// apiScope is the scope of tokens that the API issues, and what its token-authorized operations ask for.
const apiScope = "aws.cognito.signin.user.admin"

// accessClaims are the claims of an access token in the recorded order. Without token revocation a token has no
// origin_jti, and another order.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
func accessClaims(g Grant, issuer, jti string) []byte {
	c := &claims{}
	expires := g.Now.Add(lives(g.Client).access).Unix()
	c.add("sub", g.User.Sub)
	if !g.Client.Revokes() && !g.Rotated {
		c.add("event_id", g.EventID)
		c.add("token_use", "access")
		c.add("scope", apiScope)
		c.add("auth_time", g.AuthTime.Unix())
		addGroups(c, g.Groups)
		c.add("iss", issuer)
		c.add("exp", expires)
		c.add("iat", g.Now.Unix())
		c.add("jti", jti)
		c.add("client_id", g.Client.ClientId)
		c.add("username", g.User.Username)
		return c.bytes()
	}
	addGroups(c, g.Groups)
	c.add("iss", issuer)
	c.add("client_id", g.Client.ClientId)
	c.add("origin_jti", g.Origin)
	c.add("event_id", g.EventID)
	c.add("token_use", "access")
	c.add("scope", apiScope)
	c.add("auth_time", g.AuthTime.Unix())
	c.add("exp", expires)
	c.add("iat", g.Now.Unix())
	c.add("jti", jti)
	c.add("username", g.User.Username)
	return c.bytes()
}

func addGroups(c *claims, groups []directory.Group) {
	if len(groups) == 0 {
		return
	}
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.GroupName
	}
	c.add("cognito:groups", names)
}
