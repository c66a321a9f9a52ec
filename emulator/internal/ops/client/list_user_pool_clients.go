package client

import (
	"context"
	"iter"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// mostOnPage is the size of a page without MaxResults.
const mostOnPage = 60

// ListUserPoolClients lists the app clients of a pool, by id: the real order is not established.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html
//
//  1. The pool must exist.
//  2. NextToken must be one that this list gave for the same pool and ClientType.
//  3. ClientType DCR lists nothing: there is no dynamic client registration here.
func (o *Clients) ListUserPoolClients(ctx context.Context, in *api.ListUserPoolClientsRequest) (*api.ListUserPoolClientsResponse, error) {
	journal.From(ctx).About(in.UserPoolId, "", "")
	asked := directory.Paging{
		Limit: mostOnPage, Token: in.NextToken, List: []string{"ListUserPoolClients", in.UserPoolId, string(in.ClientType)},
	}
	if in.MaxResults != nil {
		asked.Limit = int(*in.MaxResults)
	}
	out := &api.ListUserPoolClientsResponse{UserPoolClients: []api.UserPoolClientDescription{}}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		if _, err := directory.FindPool(tx, in.UserPoolId); err != nil {
			return err
		}
		clients, next, err := directory.Page(asked, directory.Clients.Key, func(id string) iter.Seq2[directory.Client, error] {
			if in.ClientType == api.ClientTypeTypeDcr {
				return func(func(directory.Client, error) bool) {}
			}
			return directory.ClientsOf(tx, in.UserPoolId, id)
		})
		for _, c := range clients {
			out.UserPoolClients = append(out.UserPoolClients, api.UserPoolClientDescription{
				ClientId: c.ClientId, ClientName: c.ClientName, UserPoolId: c.UserPoolId,
			})
		}
		out.NextToken = next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
