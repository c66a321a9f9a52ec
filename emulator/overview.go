package emulator

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// PoolInfo says what somebody needs to know to use a pool.
type PoolInfo struct {
	ID, Name string
	Issuer   string // of its tokens
	Clients  []ClientInfo
	Users    int
}

// ClientInfo is an app client of a pool.
type ClientInfo struct {
	ID, Name  string
	HasSecret bool
}

// Pools lists the pools with their app clients.
func (e *Emulator) Pools(ctx context.Context) ([]PoolInfo, error) {
	var pools []PoolInfo
	err := e.db.View(ctx, func(tx *store.Tx) error {
		for pool, err := range directory.Pools.Scan(tx, "", "", 0) {
			if err != nil {
				return err
			}
			info, err := e.poolInfo(tx, pool)
			if err != nil {
				return err
			}
			pools = append(pools, info)
		}
		return nil
	})
	return pools, err
}

func (e *Emulator) poolInfo(tx *store.Tx, pool directory.Pool) (PoolInfo, error) {
	info := PoolInfo{ID: pool.Id, Name: pool.Name, Issuer: e.issuer.URL(pool.Id)}
	for client, err := range directory.ClientsOf(tx, pool.Id, "") {
		if err != nil {
			return info, err
		}
		info.Clients = append(info.Clients, ClientInfo{client.ClientId, client.ClientName, client.Secret() != ""})
	}
	var err error
	info.Users, err = directory.Users.Count(tx, pool.Id+"/")
	return info, err
}

// PublicURL is where clients reach the emulator.
func (e *Emulator) PublicURL() string { return e.config.PublicURL }

// Region is the Region of new pools.
func (e *Emulator) Region() string { return e.config.Region }
