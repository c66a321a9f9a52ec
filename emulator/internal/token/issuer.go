package token

import (
	"context"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Issuer makes tokens.
type Issuer struct {
	Keyrings *Keyrings
	Random   io.Reader
	URL      IssuerURL
}

// IssuerURL gives the iss claim of a pool's tokens. It never depends on the Host of a request.
type IssuerURL func(poolID string) string

// LocalIssuer is the emulator's own URL: for clients that discover the issuer.
func LocalIssuer(publicURL string) IssuerURL {
	return func(poolID string) string { return publicURL + "/" + poolID }
}

// AWSIssuer is AWS's own string: for verifiers that know it by heart.
func AWSIssuer() IssuerURL {
	return func(poolID string) string {
		region := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}.Region()
		return "https://cognito-idp." + region + ".amazonaws.com/" + poolID
	}
}

// Grant is what tokens are issued for.
type Grant struct {
	Pool   directory.Pool
	Client directory.Client
	User   directory.User
	Groups []directory.Group // in the order of directory.GroupsOf

	Now      time.Time
	AuthTime time.Time // of the sign-in
	EventID  string    // the request id of the sign-in
	Origin   string    // the origin_jti; empty at a sign-in
	Family   string    // the family of the refresh token; empty at a sign-in
	Rotated  bool      // the refresh token has been rotated before

	Activity directory.Activity // where the call came from

	Scopes         []string       // of a machine's access token, before changes
	DeviceKey      string         // of the device, in pools that track them
	Authentication Authentication // as acr and amr say it

	Changes *trigger.TokenChanges // what PreTokenGeneration wants to be otherwise; nil for nothing
}

func (g Grant) changes() trigger.TokenChanges {
	if g.Changes == nil {
		return trigger.TokenChanges{}
	}
	return *g.Changes
}

// SignIn issues all three tokens of a new session.
func (i *Issuer) SignIn(ctx context.Context, g Grant) (*api.AuthenticationResultType, error) {
	origin, err := uuid.NewRandomFromReader(i.Random)
	if err != nil {
		return nil, err
	}
	g.AuthTime, g.Origin, g.Family = g.Now, origin.String(), origin.String()
	result, err := i.Refresh(ctx, g)
	if err != nil {
		return nil, err
	}
	if result.RefreshToken, err = i.RefreshToken(ctx, g, g.Family); err != nil {
		return nil, err
	}
	return result, i.track(ctx, g)
}

// Refresh issues an ID and an access token.
func (i *Issuer) Refresh(ctx context.Context, g Grant) (*api.AuthenticationResultType, error) {
	ring, err := i.Keyrings.Of(ctx, g.Pool.Id)
	if err != nil {
		return nil, err
	}
	jti, err := newJTI(i.Random, g.Pool, g.User.SignedOut)
	if err != nil {
		return nil, err
	}
	idJTI, err := newJTI(i.Random, g.Pool, g.User.SignedOut)
	if err != nil {
		return nil, err
	}
	issuer := i.URL(g.Pool.Id)
	accessClaims, idClaims := accessClaims(g, issuer, jti), idClaims(g, issuer, idJTI)
	accessClaims.change(g.changes().Access)
	idClaims.change(g.changes().ID)
	access, err := keys.SignJWT(ring.Access, accessClaims.bytes())
	if err != nil {
		return nil, err
	}
	id, err := keys.SignJWT(ring.ID, idClaims.bytes())
	if err != nil {
		return nil, err
	}
	return &api.AuthenticationResultType{
		AccessToken: api.Secret(access), IdToken: api.Secret(id), TokenType: "Bearer",
		ExpiresIn: new(int64(lives(g.Client).access.Seconds())),
	}, nil
}
