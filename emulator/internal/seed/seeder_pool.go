package seed

import (
	"context"
	"errors"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// pool creates or updates a pool, and gives its id.
func (s *Seeder) pool(ctx context.Context, p *Pool) (string, error) {
	existing, err := s.findPool(ctx, p)
	if err != nil {
		return "", err
	}
	if existing != nil {
		return existing.Id, errors.Join(s.updatePool(ctx, p, *existing), s.factors(ctx, p, existing.Id), s.threats(ctx, p, existing.Id))
	}
	created, err := s.creator(p.ID).CreateUserPool(ctx, p.Create)
	if err != nil {
		return "", err
	}
	return created.UserPool.Id, errors.Join(s.factors(ctx, p, created.UserPool.Id), s.threats(ctx, p, created.UserPool.Id))
}

// findPool looks for the pool of a pinned id or, without one, the oldest of the name.
func (s *Seeder) findPool(ctx context.Context, p *Pool) (found *directory.Pool, err error) {
	err = s.DB.View(ctx, func(tx *store.Tx) error {
		if p.ID != "" {
			pool, err := directory.Pools.Get(tx, p.ID)
			if err == nil {
				found = &pool
			}
			return absent(err)
		}
		for pool, err := range directory.Pools.Scan(tx, "", "", 0) {
			if err != nil {
				return err
			}
			if pool.Name == p.Create.PoolName && (found == nil || pool.CreationDate.Before(found.CreationDate.Time)) {
				found = &pool
			}
		}
		return nil
	})
	return found, err
}

// absent forgets that something was not found.
func absent(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

func (s *Seeder) updatePool(ctx context.Context, p *Pool, existing directory.Pool) error {
	if err := checkForEver(p, existing); err != nil {
		return err
	}
	in, err := request[api.UpdateUserPoolRequest]("UpdateUserPool", p.entry, with(p.settings, map[string]any{"UserPoolId": existing.Id}))
	if err != nil {
		return err
	}
	if _, err := s.API.UpdateUserPool(ctx, in); err != nil {
		return err
	}
	var added []api.SchemaAttributeType
	for _, a := range p.Create.Schema {
		_, standard := existing.Attribute(a.Name)
		_, custom := existing.Attribute("custom:" + a.Name)
		_, developer := existing.Attribute("dev:custom:" + a.Name)
		if !standard && !custom && !developer {
			added = append(added, a)
		}
	}
	if added == nil {
		return nil
	}
	_, err = s.API.AddCustomAttributes(ctx, &api.AddCustomAttributesRequest{UserPoolId: existing.Id, CustomAttributes: added})
	return err
}

// checkForEver refuses to change what a pool keeps for its life.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-updating.html
func checkForEver(p *Pool, existing directory.Pool) error {
	for _, setting := range []struct {
		name string
		same bool
	}{
		{"UsernameAttributes", slices.Equal(p.Create.UsernameAttributes, existing.UsernameAttributes)},
		{"AliasAttributes", slices.Equal(p.Create.AliasAttributes, existing.AliasAttributes)},
		{"UsernameConfiguration", caseSensitive(p.Create.UsernameConfiguration) == existing.CaseSensitive()},
	} {
		if !setting.same {
			at := p.Place
			if v := p.entry.member(setting.name); v != nil {
				at = v.Place
			}
			return at.Problem("the pool %s exists with another %s, which cannot be changed; delete the pool or the data directory", existing.Id, setting.name)
		}
	}
	return nil
}

func caseSensitive(c *api.UsernameConfigurationType) bool { return c == nil || c.CaseSensitive }
