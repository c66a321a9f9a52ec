package seed

import (
	"context"
	"runtime"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Seeder brings seeds into an emulator.
type Seeder struct {
	DB     *store.DB
	API    api.Service
	Pinned func(id string) Creator // makes pools and clients with this id
	Hasher directory.Hasher
	IDs    directory.Identifiers
}

// Creator is the part of the API that gives out ids.
type Creator interface {
	CreateUserPool(ctx context.Context, in *api.CreateUserPoolRequest) (*api.CreateUserPoolResponse, error)
	CreateUserPoolClient(ctx context.Context, in *api.CreateUserPoolClientRequest) (*api.CreateUserPoolClientResponse, error)
}

// Apply creates or updates what the seed says, in its order. After an error, what came before it stays.
func (s *Seeder) Apply(ctx context.Context, seed *Seed) error {
	for _, p := range seed.Pools {
		id, err := s.pool(ctx, p)
		if err != nil {
			return p.refused(err)
		}
		if err := s.contents(ctx, p, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Seeder) contents(ctx context.Context, p *Pool, poolID string) error {
	for _, c := range p.Clients {
		if err := s.client(ctx, c, poolID); err != nil {
			return c.refused(err)
		}
	}
	for _, g := range p.Groups {
		if err := s.group(ctx, g, poolID); err != nil {
			return g.refused(err)
		}
	}
	return s.users(ctx, p.Users, poolID)
}

// creator gives out an id: a pinned one, or one of the API's.
func (s *Seeder) creator(id string) Creator {
	if id == "" {
		return s.API
	}
	return s.Pinned(id)
}

// workers is how many passwords are hashed at a time.
func workers() int { return runtime.GOMAXPROCS(0) }
