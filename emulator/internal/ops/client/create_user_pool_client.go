package client

import (
	"context"
	"errors"
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// mostClients is how many app clients a pool has.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
const mostClients = 1000

// CreateUserPoolClient makes an app client.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
//
//  1. The pool must exist.
//  2. A secret is either given or generated; without either the client is a public one, for ever.
//  3. The settings are checked as UpdateUserPoolClient checks them.
//  4. What is left out gets its default. The answer shows few of them (recorded): it has no ExplicitAuthFlows,
//     ReadAttributes, WriteAttributes and most others unless they are set.
//  5. The id is derived from the pool and the name, unless ids are to be random.
func (o *Clients) CreateUserPoolClient(ctx context.Context, in *api.CreateUserPoolClientRequest) (*api.CreateUserPoolClientResponse, error) {
	trail := journal.From(ctx)
	trail.About(in.UserPoolId, "", "")
	if isTrue(in.GenerateSecret) && in.ClientSecret != "" {
		return nil, rule.SecretGivenAndGenerated.Refuse()
	}
	client := directory.Client{UserPoolClientType: api.UserPoolClientType{UserPoolId: in.UserPoolId, ClientSecret: in.ClientSecret}}
	if isTrue(in.GenerateSecret) {
		client.ClientSecret = api.Secret(o.IDs.Secret())
	}
	set := settingsOf(in)
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		if err := check(change{set, pool, client.Secret(), "creating"}); err != nil {
			return err
		}
		apply(&client.UserPoolClientType, set)
		if client.ClientId, err = o.freeID(tx, pool, in.ClientName); err != nil {
			return err
		}
		client.CreationDate, client.LastModifiedDate = api.NewTime(tx.Now), api.NewTime(tx.Now)
		return directory.Clients.Insert(tx, client)
	})
	if err != nil {
		return nil, err
	}
	trail.About("", client.ClientId, "")
	notice(trail, set)
	return &api.CreateUserPoolClientResponse{UserPoolClient: &client.UserPoolClientType}, nil
}

// freeID derives an id from the names of pool and client and the number of clients of the pool that have the name
// already; if that is taken, because a client was deleted since, from the next number.
func (o *Clients) freeID(tx *store.Tx, pool directory.Pool, name string) (string, error) {
	clients, same := 0, 0
	for other, err := range directory.ClientsOf(tx, pool.Id, "") {
		if err != nil {
			return "", err
		}
		clients++
		if other.ClientName == name {
			same++
		}
	}
	if clients >= mostClients {
		return "", rule.ClientTooMany.Refuse(mostClients).Because("pool %s has %d app clients", pool.Id, clients)
	}
	for nth := same; nth <= same+clients; nth++ {
		id := o.IDs.Client(pool.Id, name, nth)
		if _, err := directory.Clients.Get(tx, id); errors.Is(err, store.ErrNotFound) {
			return id, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("no free id for a client named %q in pool %s", name, pool.Id)
}
