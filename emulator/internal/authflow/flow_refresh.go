package authflow

import (
	"context"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// openRefresh is REFRESH_TOKEN_AUTH: new ID and access tokens for a refresh token. It owes nothing and has no
// challenge.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
func (r *Runner) openRefresh(ctx context.Context, a *Attempt, in Request) (Reply, error) {
	if a.Client.Secret() != "" && in.Params["SECRET_HASH"] == "" {
		return Reply{}, a.Client.CheckSecretHash("", "", rule.SecretHashMissing)
	}
	check := func(user directory.User) error {
		return a.Client.CheckSecretHash(user.Username, in.Params["SECRET_HASH"], rule.SecretHashMissing)
	}
	a.Device.Key = in.Params["DEVICE_KEY"]
	tokens, err := r.refresh(ctx, a, api.Secret(in.Params["REFRESH_TOKEN"]), check)
	return Reply{Tokens: tokens, Params: Params{}}, err
}

// Renew is GetTokensFromRefreshToken, which also works for clients that rotate refresh tokens.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
func (r *Runner) Renew(ctx context.Context, clientID string, secret, refreshToken api.Secret, device string, metadata map[string]string) (*api.AuthenticationResultType, error) {
	pool, client, err := r.client(ctx, "", clientID)
	if err != nil {
		return nil, err
	}
	if err := checkSecret(client, secret); err != nil {
		return nil, err
	}
	a := newAttempt(pool, client)
	a.Metadata, a.Device.Key = metadata, device
	return r.refresh(ctx, a, refreshToken, func(directory.User) error { return nil })
}

func checkSecret(client directory.Client, secret api.Secret) error {
	switch {
	case client.Secret() == "":
		return nil
	case secret == "":
		return rule.SecretMissing.Refuse(client.ClientId)
	case string(secret) != client.Secret():
		return rule.ClientSecretMismatch.Refuse(client.ClientId)
	}
	return nil
}

func (r *Runner) refresh(ctx context.Context, a *Attempt, refreshToken api.Secret, check func(directory.User) error) (*api.AuthenticationResultType, error) {
	held, err := r.Tokens.Open(ctx, a.Pool.Id, refreshToken)
	if err != nil {
		return nil, err
	}
	next, err := uuid.NewRandomFromReader(r.Random)
	if err != nil {
		return nil, err
	}
	grant, err := r.renewal(ctx, a, held, check)
	journal.From(ctx).About(a.Pool.Id, a.Client.ClientId, a.User.Username)
	if err != nil {
		return nil, err
	}
	rotates, grace := a.Client.Rotates()
	err = r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		if _, err = held.Holder(tx, a.Pool, a.Client); err != nil {
			return err
		}
		if err := held.Touch(tx, a.Pool, activity(ctx, a.Pool)); err != nil {
			return err
		}
		if rotates {
			return held.Rotate(tx, a.Pool, grace, next.String())
		}
		return held.CheckNewest(tx, a.Pool)
	})
	if err != nil {
		return nil, err
	}
	tokens, err := r.Tokens.Refresh(ctx, grant)
	if err == nil && rotates {
		tokens.RefreshToken, err = r.Tokens.RefreshToken(ctx, grant, next.String())
	}
	return tokens, err
}

// renewal checks the token, and asks the pool's function before anything is recorded: when it fails, a token that
// rotates can be used again. A rotated token that is used after rotation was switched off starts an origin of its own
// (recorded).
func (r *Runner) renewal(ctx context.Context, a *Attempt, held token.Refresh, check func(directory.User) error) (token.Grant, error) {
	rotates, _ := a.Client.Rotates()
	grant := token.Grant{
		Pool: a.Pool, Client: a.Client, AuthTime: held.AuthTime, EventID: held.EventID,
		Origin: held.ID, Family: held.Family, Rotated: rotates || held.ID != held.Family, DeviceKey: held.DeviceKey, Authentication: held.Authentication,
	}
	if rotates {
		grant.Origin = held.Family
	}
	err := r.DB.View(ctx, func(tx *store.Tx) (err error) {
		if a.User, err = held.Holder(tx, a.Pool, a.Client); err != nil {
			return err
		}
		if err := check(a.User); err != nil {
			return err
		}
		if err := checkRefreshDevice(tx, a, held.DeviceKey, a.Device.Key); err != nil {
			return err
		}
		if rotates {
			return held.CheckUnused(tx, a.Pool)
		}
		return held.CheckNewest(tx, a.Pool)
	})
	if err != nil {
		return grant, err
	}
	return grant, r.fill(ctx, a, &grant, trigger.TokensAtRefresh)
}
