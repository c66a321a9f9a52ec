package token

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Access is what an access token says.
type Access struct {
	Sub, Issuer, ClientID, OriginJTI, EventID, TokenUse, Scope, JTI, Username string

	Expires int64
}

// readAccess reads the claims by their exact names: encoding/json would take a claim "Sub" that a function added for
// the subject.
func readAccess(payload []byte) (a Access, ok bool) {
	var claims map[string]json.RawMessage
	if json.Unmarshal(payload, &claims) != nil {
		return a, false
	}
	ok = true
	for name, into := range map[string]any{
		"sub": &a.Sub, "iss": &a.Issuer, "client_id": &a.ClientID, "origin_jti": &a.OriginJTI, "event_id": &a.EventID, "token_use": &a.TokenUse,
		"scope": &a.Scope, "jti": &a.JTI, "username": &a.Username, "exp": &a.Expires,
	} {
		if value, present := claims[name]; present {
			ok = ok && json.Unmarshal(value, into) == nil
		}
	}
	return a, ok
}

// PoolID is the pool that issued the token, by its issuer.
func (a Access) PoolID() string { return a.Issuer[strings.LastIndexByte(a.Issuer, '/')+1:] }

// Caller says whose access token it is: the checks that all token-authorized operations share.
func (i *Issuer) Caller(tx *store.Tx, token api.Secret) (directory.Pool, directory.Client, directory.User, error) {
	access, err := i.read(tx, token)
	if err != nil {
		return directory.Pool{}, directory.Client{}, directory.User{}, err
	}
	return access.holder(tx)
}

// read checks the form and the signature of an access token. What may have happened to it since is holder's part.
func (i *Issuer) read(tx *store.Tx, token api.Secret) (Access, error) {
	unread, ok := peek(token)
	if !ok {
		return Access{}, rule.AccessTokenInvalid.Refuse().Because("the text is not a JWT")
	}
	if i.URL(unread.PoolID()) != unread.Issuer {
		return Access{}, rule.AccessTokenInvalid.Refuse().
			Because("the token was issued by %q; this emulator issues as %q", unread.Issuer, i.URL(unread.PoolID()))
	}
	ring, err := i.Keyrings.in(tx, unread.PoolID())
	if errors.Is(err, store.ErrNotFound) {
		return Access{}, rule.AccessTokenSignature.Refuse().Because("pool %s has no keys: it never issued a token", unread.PoolID())
	}
	if err != nil {
		return Access{}, err
	}
	_, payload, err := keys.ParseJWT(string(token), ring.find)
	switch {
	case errors.Is(err, keys.ErrNotJWT):
		return Access{}, rule.AccessTokenInvalid.Refuse().Because("%v", err)
	case err != nil:
		return Access{}, rule.AccessTokenSignature.Refuse().Because("%v", err)
	}
	access, ok := readAccess(payload)
	if !ok || access.TokenUse != "access" {
		return Access{}, rule.AccessTokenInvalid.Refuse().Because("token_use is %q", access.TokenUse)
	}
	return access, nil
}

// peek reads the claims of a token whose signature has not been checked.
func peek(token api.Secret) (Access, bool) {
	payload, ok := payloadOf(token)
	if !ok {
		return Access{}, false
	}
	return readAccess(payload)
}

func payloadOf(token api.Secret) ([]byte, bool) {
	parts := strings.Split(string(token), ".")
	if len(parts) != 3 {
		return nil, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	return payload, err == nil
}

func (k Keyring) find(kid string) *keys.Key {
	for _, key := range []*keys.Key{k.Access, k.ID} {
		if key.Kid() == kid {
			return key
		}
	}
	return nil
}

// holder says whose token it is, unless something ended it.
func (a Access) holder(tx *store.Tx) (directory.Pool, directory.Client, directory.User, error) {
	refuse := func(err error) (directory.Pool, directory.Client, directory.User, error) {
		return directory.Pool{}, directory.Client{}, directory.User{}, err
	}
	if expires := time.Unix(a.Expires, 0); !tx.Now.Before(expires) {
		return refuse(rule.AccessTokenExpired.Refuse().Because("the token expired at %s", expires.UTC().Format(time.RFC3339)))
	}
	client, pool, err := directory.FindClient(tx, a.ClientID)
	if err != nil {
		return refuse(err)
	}
	if a.Username == "" {
		return refuse(rule.AccessTokenScope.Refuse().Because("the token is that of client %s itself, and of no user", client.ClientId))
	}
	user, err := directory.FindUserBySub(tx, pool.Id, a.Sub)
	switch {
	case rule.Is(err, rule.UserNotFound):
		return refuse(a.formerUser(tx, pool, err))
	case err != nil:
		return refuse(err)
	case !user.Enabled:
		return refuse(rule.UserDisabled.Refuse().Because("user %s is disabled", user.Username))
	}
	if err := a.checkRevoked(tx, pool, user); err != nil {
		return refuse(err)
	}
	if !slices.Contains(strings.Fields(a.Scope), APIScope) {
		return refuse(rule.AccessTokenScope.Refuse().Because("the token's scopes are %q, and this operation asks for %s", a.Scope, APIScope))
	}
	return pool, client, user, nil
}

// formerUser explains a token of a user who is gone. Another one may have the name by now.
func (a Access) formerUser(tx *store.Tx, pool directory.Pool, gone error) error {
	successor, err := directory.FindUser(tx, pool, a.Username)
	switch {
	case rule.Is(err, rule.UserNotFound):
		return gone
	case err != nil:
		return err
	case successor.Status == api.UserStatusTypeUnconfirmed:
		return rule.UserNotConfirmed.Refuse().Because("the token's user was deleted; another one of the name %s is not confirmed yet", a.Username)
	}
	return rule.AccessTokenOfFormerUser.Refuse().Because("the token's user was deleted; %s is another one now", a.Username)
}

func (a Access) checkRevoked(tx *store.Tx, pool directory.Pool, user directory.User) error {
	if count, ok := signedOutOf(pool, a.JTI); !ok || count != user.SignedOut {
		return rule.AccessTokenRevoked.Refuse().Because("%s was signed out everywhere, or disabled, after this token was issued", user.Username)
	}
	if a.OriginJTI != "" {
		revoked, err := isRevoked(tx, pool.Id, a.OriginJTI)
		if err != nil {
			return err
		}
		if revoked {
			return rule.AccessTokenRevoked.Refuse().Because("RevokeToken was called for the refresh token of this sign-in")
		}
	}
	revoked, err := isSessionRevoked(tx, pool, a.EventID)
	if err == nil && revoked {
		return rule.AccessTokenRevoked.Refuse().Because("the session of this sign-in was revoked, or had to go for a newer one")
	}
	return err
}
