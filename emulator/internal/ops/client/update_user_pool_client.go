package client

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// UpdateUserPoolClient replaces the settings of an app client.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
//
//  1. The pool and the client must exist.
//  2. The settings are checked as CreateUserPoolClient checks them.
//  3. Whatever the request leaves out returns to its default; only the name stays (recorded).
//  4. The secret stays, and is in the answer.
func (o *Clients) UpdateUserPoolClient(ctx context.Context, in *api.UpdateUserPoolClientRequest) (*api.UpdateUserPoolClientResponse, error) {
	trail := journal.From(ctx)
	trail.About(in.UserPoolId, in.ClientId, "")
	var client directory.Client
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		var pool directory.Pool
		var err error
		if client, pool, err = directory.FindPoolClient(tx, in.UserPoolId, in.ClientId); err != nil {
			return err
		}
		if err := check(change{in, pool, client.Secret(), "updating"}); err != nil {
			return err
		}
		apply(&client.UserPoolClientType, in)
		client.LastModifiedDate = api.NewTime(tx.Now)
		return directory.Clients.Put(tx, client)
	})
	if err != nil {
		return nil, err
	}
	notice(trail, in)
	return &api.UpdateUserPoolClientResponse{UserPoolClient: &client.UserPoolClientType}, nil
}
