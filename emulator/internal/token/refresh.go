package token

import (
	"context"
	"encoding/json"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Refresh is what a refresh token holds. A sign-in starts a family; rotation adds members to it.
type Refresh struct {
	ID        string    `json:"id"` // of a family's first token the origin_jti of the sign-in
	Family    string    `json:"fam"`
	ClientID  string    `json:"cid"`
	Sub       string    `json:"sub"`
	EventID   string    `json:"eid"`
	AuthTime  time.Time `json:"aut"`
	Expires   time.Time `json:"exp"`
	SignedOut int       `json:"out"`
	DeviceKey string    `json:"dev,omitempty"`

	Authentication // of the sign-in
}

// RefreshToken makes a refresh token of the grant's family. The first one lives as the client says from the
// sign-in on; rotated ones do not live longer.
func (i *Issuer) RefreshToken(ctx context.Context, g Grant, id string) (api.Secret, error) {
	ring, err := i.Keyrings.Of(ctx, g.Pool.Id)
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(Refresh{
		ID: id, Family: g.Family, ClientID: g.Client.ClientId, Sub: g.User.Sub, EventID: g.EventID,
		AuthTime: g.AuthTime, Expires: g.refreshUntil(), SignedOut: g.User.SignedOut, DeviceKey: g.DeviceKey, Authentication: g.Authentication,
	})
	if err != nil {
		return "", err
	}
	sealed, err := keys.NewRefreshSealer(ring.Refresh).Seal(i.Random, payload)
	return api.Secret(sealed), err
}

// refreshUntil is when the refresh tokens of a family end.
func (g Grant) refreshUntil() time.Time { return g.AuthTime.Add(lives(g.Client).refresh) }

// Open reads a refresh token of a pool.
func (i *Issuer) Open(ctx context.Context, poolID string, token api.Secret) (Refresh, error) {
	ring, err := i.Keyrings.Of(ctx, poolID)
	if err != nil {
		return Refresh{}, err
	}
	payload, err := keys.NewRefreshSealer(ring.Refresh).Open(string(token))
	if err != nil {
		return Refresh{}, rule.RefreshTokenInvalid.Refuse().Because("pool %s: %v", poolID, err)
	}
	var r Refresh
	if err := json.Unmarshal(payload, &r); err != nil {
		return Refresh{}, rule.RefreshTokenInvalid.Refuse().Because("pool %s: %v", poolID, err)
	}
	return r, nil
}

// Holder checks a refresh token that a client presents, in the recorded order, and gives its user.
func (r Refresh) Holder(tx *store.Tx, pool directory.Pool, client directory.Client) (directory.User, error) {
	if r.ClientID != client.ClientId {
		return directory.User{}, rule.RefreshTokenClient.Refuse().Because("the token was given to client %s", r.ClientID)
	}
	user, err := directory.FindUserBySub(tx, pool.Id, r.Sub)
	switch {
	case rule.Is(err, rule.UserNotFound):
		return directory.User{}, rule.RefreshTokenUserDeleted.Refuse().Because("pool %s has no user with sub %s any more", pool.Id, r.Sub)
	case err != nil:
		return directory.User{}, err
	case !user.Enabled:
		return directory.User{}, rule.UserDisabled.Refuse().Because("user %s is disabled", user.Username)
	case r.SignedOut != user.SignedOut:
		return directory.User{}, rule.RefreshTokenRevoked.Refuse().Because("%s was signed out everywhere, or disabled, after this sign-in", user.Username)
	}
	why, err := r.whyRevoked(tx, pool)
	switch {
	case err != nil:
		return directory.User{}, err
	case why != "":
		return directory.User{}, revokedFamily(client, why)
	case !tx.Now.Before(r.Expires):
		return directory.User{}, rule.RefreshTokenExpired.Refuse().Because("the token expired at %s", r.Expires.Format(time.RFC3339))
	}
	return user, nil
}

// whyRevoked says what revoked a token; "" if nothing did.
func (r Refresh) whyRevoked(tx *store.Tx, pool directory.Pool) (string, error) {
	revoked, err := isRevoked(tx, pool.Id, r.Family)
	if revoked || err != nil {
		return "RevokeToken was called for this token or another one of its family", err
	}
	if revoked, err = isSessionRevoked(tx, pool, r.EventID); revoked || err != nil {
		return "its session was revoked, or had to go for a newer one", err
	}
	return "", nil
}

func revokedFamily(client directory.Client, why string) *rule.Refusal {
	if rotates, _ := client.Rotates(); rotates {
		return rule.RefreshTokenRevokedSilently.Refuse()
	}
	return rule.RefreshTokenRevoked.Refuse().Because("%s", why)
}
