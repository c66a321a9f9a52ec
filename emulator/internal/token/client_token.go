package token

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

// ForMachine issues the access token of an app client that acts for itself. It has the claims of the client credentials
// grant, which the operation is documented to be another way to; their order is assumed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
func (i *Issuer) ForMachine(ctx context.Context, g Grant) (*api.ClientAuthenticationResultType, error) {
	ring, err := i.Keyrings.Of(ctx, g.Pool.Id)
	if err != nil {
		return nil, err
	}
	jti, err := uuid.NewRandomFromReader(i.Random)
	if err != nil {
		return nil, err
	}
	claims := machineClaims(g, i.URL(g.Pool.Id), jti.String())
	claims.change(g.changes().Access)
	access, err := keys.SignJWT(ring.Access, claims.bytes())
	if err != nil {
		return nil, err
	}
	return &api.ClientAuthenticationResultType{
		AccessToken: api.Secret(access), TokenType: "Bearer", ExpiresIn: new(int64(lives(g.Client).access.Seconds())),
	}, nil
}

func machineClaims(g Grant, issuer, jti string) claims {
	var c claims
	c.add("sub", g.Client.ClientId)
	c.add("token_use", "access")
	if scopes := g.finalScopes(); len(scopes) > 0 {
		c.add("scope", strings.Join(scopes, " "))
	}
	c.add("auth_time", g.Now.Unix())
	c.add("iss", issuer)
	c.add("exp", g.Now.Add(lives(g.Client).access).Unix())
	c.add("iat", g.Now.Unix())
	c.add("version", 2)
	c.add("jti", jti)
	c.add("client_id", g.Client.ClientId)
	return c
}
