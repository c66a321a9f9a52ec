package directory

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Client is an app client of a pool.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
type Client struct {
	api.UserPoolClientType
	SSOMinutes *int64 `json:"SSOMinutes,omitempty"` // how long sessions of managed login last; nil: the default
}

// Clients holds the app clients by id, which is unique over all pools.
var Clients = store.Table[Client]{
	Kind: "client",
	Key:  func(c Client) string { return c.ClientId },
}

// FindClient gives the client of an id and its pool, as the public operations look them up.
func FindClient(tx *store.Tx, id string) (Client, Pool, error) {
	client, err := Clients.Get(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return Client{}, Pool{}, rule.ClientNotFound.Refuse(id).Because("there is no app client %s", id)
	}
	if err != nil {
		return Client{}, Pool{}, err
	}
	pool, err := FindPool(tx, client.UserPoolId)
	return client, pool, err
}

// FindPoolClient gives the client of a pool, as the administrators' operations look them up.
func FindPoolClient(tx *store.Tx, poolID, id string) (Client, Pool, error) {
	pool, err := FindPool(tx, poolID)
	if err != nil {
		return Client{}, Pool{}, err
	}
	client, err := Clients.Get(tx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Client{}, Pool{}, rule.ClientNotFound.Refuse(id).Because("there is no app client %s", id)
	case err != nil:
		return Client{}, Pool{}, err
	case client.UserPoolId != poolID:
		return Client{}, Pool{}, rule.ClientNotInPool.Refuse(id, poolID).
			Because("client %s belongs to pool %s, not to %s", id, client.UserPoolId, poolID)
	}
	return client, pool, nil
}

// Secret is the client's secret; "" for a public client.
func (c Client) Secret() string { return string(c.ClientSecret) }

// SecretHash is base64(HMAC-SHA256(secret, username + client id)).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
func (c Client) SecretHash(username string) string {
	mac := hmac.New(sha256.New, []byte(c.Secret()))
	mac.Write([]byte(username + c.ClientId))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// CheckSecretHash checks a hash over a user name. The rule for a missing one differs between operations.
// A hash that is sent to a public client is ignored; what AWS does then is not established.
func (c Client) CheckSecretHash(username, hash string, missing *rule.Rule) error {
	switch {
	case c.Secret() == "":
		return nil
	case hash == "":
		return missing.Refuse(c.ClientId).Because("client %s (%s) has a secret and the request has no secret hash", c.ClientName, c.ClientId)
	case !hmac.Equal([]byte(hash), []byte(c.SecretHash(username))):
		return rule.SecretHashMismatch.Refuse(c.ClientId).
			Because("the secret hash is not that of the user name %q with client %s (%s)", username, c.ClientName, c.ClientId)
	}
	return nil
}

// Allows reports whether ExplicitAuthFlows has one of the names. A client without the setting allows SRP, custom
// authentication and refresh.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
func (c Client) Allows(names ...api.ExplicitAuthFlowsType) bool {
	allowed := c.ExplicitAuthFlows
	if len(allowed) == 0 {
		allowed = []api.ExplicitAuthFlowsType{
			api.ExplicitAuthFlowsTypeAllowUserSrpAuth, api.ExplicitAuthFlowsTypeAllowCustomAuth, api.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		}
	}
	return slices.ContainsFunc(names, func(n api.ExplicitAuthFlowsType) bool { return slices.Contains(allowed, n) })
}

// SessionLife is how long the session of a challenge can be answered: 3 minutes unless the client says otherwise.
func (c Client) SessionLife() time.Duration {
	if c.AuthSessionValidity != nil && *c.AuthSessionValidity > 0 {
		return time.Duration(*c.AuthSessionValidity) * time.Minute
	}
	return 3 * time.Minute
}

// Rotates reports whether refresh tokens are rotated, and for how long a rotated one can be retried.
func (c Client) Rotates() (bool, time.Duration) {
	r := c.RefreshTokenRotation
	if r == nil || r.Feature != api.FeatureTypeEnabled {
		return false, 0
	}
	if r.RetryGracePeriodSeconds == nil {
		return true, 0
	}
	return true, time.Duration(*r.RetryGracePeriodSeconds) * time.Second
}

// Revokes reports whether the client's tokens can be revoked; they can unless the client says otherwise.
func (c Client) Revokes() bool { return c.EnableTokenRevocation == nil || *c.EnableTokenRevocation }
