package seed

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// client creates or updates an app client.
func (s *Seeder) client(ctx context.Context, c *Client, poolID string) error {
	existing, err := s.findClient(ctx, c, poolID)
	if err != nil {
		return err
	}
	if existing == nil {
		in := *c.Create
		in.UserPoolId = poolID
		_, err := s.creator(c.ID).CreateUserPoolClient(ctx, &in)
		return err
	}
	if existing.UserPoolId != poolID {
		return c.Problem("the client id %s belongs to pool %s already; client ids are unique over all pools", c.ID, existing.UserPoolId)
	}
	identity := map[string]any{"UserPoolId": poolID, "ClientId": existing.ClientId}
	in, err := request[api.UpdateUserPoolClientRequest]("UpdateUserPoolClient", c.entry, with(c.settings, identity))
	if err != nil {
		return err
	}
	if _, err := s.API.UpdateUserPoolClient(ctx, in); err != nil {
		return err
	}
	return s.keepSecret(ctx, c, existing.ClientId)
}

// findClient looks for the client of a pinned id or, without one, the oldest of the name in the pool.
func (s *Seeder) findClient(ctx context.Context, c *Client, poolID string) (found *directory.Client, err error) {
	err = s.DB.View(ctx, func(tx *store.Tx) error {
		if c.ID != "" {
			client, err := directory.Clients.Get(tx, c.ID)
			if err == nil {
				found = &client
			}
			return absent(err)
		}
		for client, err := range directory.ClientsOf(tx, poolID, "") {
			if err != nil {
				return err
			}
			if client.ClientName == c.Create.ClientName && (found == nil || client.CreationDate.Before(found.CreationDate.Time)) {
				found = &client
			}
		}
		return nil
	})
	return found, err
}

// keepSecret brings the secret of a client that existed before in line with the seed. The API cannot do that: there, a
// client has a secret, or has none, for ever.
func (s *Seeder) keepSecret(ctx context.Context, c *Client, id string) error {
	return s.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		client, err := directory.Clients.Get(tx, id)
		if err != nil {
			return err
		}
		generate := c.Create.GenerateSecret != nil && *c.Create.GenerateSecret
		switch {
		case generate && client.ClientSecret == "":
			client.ClientSecret = api.Secret(s.IDs.Secret())
		case !generate:
			client.ClientSecret = c.Create.ClientSecret
		}
		return directory.Clients.Put(tx, client)
	})
}

// group creates or updates a group.
func (s *Seeder) group(ctx context.Context, g *Group, poolID string) error {
	in := *g.Create
	in.UserPoolId = poolID
	_, err := s.API.CreateGroup(ctx, &in)
	if !rule.Is(err, rule.GroupExists) {
		return err
	}
	update, err := request[api.UpdateGroupRequest]("UpdateGroup", g.entry, with(g.settings, map[string]any{"UserPoolId": poolID}))
	if err != nil {
		return err
	}
	_, err = s.API.UpdateGroup(ctx, update)
	return err
}
