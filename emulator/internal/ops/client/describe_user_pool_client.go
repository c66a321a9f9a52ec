package client

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DescribeUserPoolClient shows an app client, with its secret.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html
//
//  1. The pool must exist.
//  2. The client must exist; the text that says otherwise names no id, unlike elsewhere (recorded). That it also
//     answers for a client of another pool is assumed.
func (o *Clients) DescribeUserPoolClient(ctx context.Context, in *api.DescribeUserPoolClientRequest) (*api.DescribeUserPoolClientResponse, error) {
	journal.From(ctx).About(in.UserPoolId, in.ClientId, "")
	var client directory.Client
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		client, _, err = directory.FindPoolClient(tx, in.UserPoolId, in.ClientId)
		return err
	})
	if refusal, ok := rule.As(err); ok && rule.Is(err, rule.ClientNotFound, rule.ClientNotInPool) {
		return nil, rule.ClientDescribeNotFound.Refuse().Because("%s", refusal.Reason)
	}
	if err != nil {
		return nil, err
	}
	return &api.DescribeUserPoolClientResponse{UserPoolClient: &client.UserPoolClientType}, nil
}
