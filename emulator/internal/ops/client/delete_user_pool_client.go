package client

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DeleteUserPoolClient removes an app client. Its tokens are void from then on.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html
//
//  1. The pool and the client must exist.
func (o *Clients) DeleteUserPoolClient(ctx context.Context, in *api.DeleteUserPoolClientRequest) error {
	journal.From(ctx).About(in.UserPoolId, in.ClientId, "")
	return o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		client, _, err := directory.FindPoolClient(tx, in.UserPoolId, in.ClientId)
		if err != nil {
			return err
		}
		if err := directory.ForgetRiskConfiguration(tx, in.UserPoolId, client.ClientId); err != nil {
			return err
		}
		return directory.Clients.Delete(tx, client.ClientId)
	})
}
