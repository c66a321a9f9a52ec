package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// holder finds out whose access token it is.
func (o *Factors) holder(ctx context.Context, tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.User, error) {
	pool, client, user, err := o.Tokens.Caller(tx, accessToken)
	if err != nil {
		return pool, user, err
	}
	trail := journal.From(ctx)
	trail.About(pool.Id, client.ClientId, user.Username)
	trail.Passed("access-token", "it is a token of %s", user.Username)
	return pool, user, nil
}

// find finds a user whom an administrator names.
func find(ctx context.Context, tx *store.Tx, poolID, username string) (directory.Pool, directory.User, error) {
	pool, err := directory.FindPool(tx, poolID)
	if err != nil {
		return pool, directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, username)
	journal.From(ctx).About(pool.Id, "", user.Username)
	return pool, user, err
}

// change finds a user whom an administrator names, lets fn change it, and stores it.
func (o *Factors) change(ctx context.Context, poolID, username string, fn func(context.Context, directory.Pool, *directory.User) error) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, user, err := find(ctx, tx, poolID, username)
		if err != nil {
			return err
		}
		if err := fn(ctx, pool, &user); err != nil {
			return err
		}
		return directory.SaveUser(tx, pool, &user)
	})
}

// changeOwn is change for the user who calls.
func (o *Factors) changeOwn(ctx context.Context, accessToken api.Secret, fn func(context.Context, directory.Pool, *directory.User) error) error {
	return o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, user, err := o.holder(ctx, tx, accessToken)
		if err != nil {
			return err
		}
		if err := fn(ctx, pool, &user); err != nil {
			return err
		}
		return directory.SaveUser(tx, pool, &user)
	})
}
