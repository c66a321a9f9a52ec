package emulator

import (
	"context"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// PoolInfo says what somebody needs to know to use a pool.
type PoolInfo struct {
	ID, Name string
	Issuer   string // of its tokens
	Clients  []ClientInfo
	Triggers []TriggerInfo
	Users    int
}

// TriggerInfo is a Lambda trigger of a pool.
type TriggerInfo struct {
	Name, ARN string
	Answered  bool // whether a function is there that answers for the ARN
}

// FunctionInfo is a Lambda function that the emulator knows.
type FunctionInfo struct{ Name, Kind, Where string }

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
	info := PoolInfo{ID: pool.Id, Name: pool.Name, Issuer: e.issuer.URL(pool.Id), Triggers: e.triggersOf(pool)}
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

// triggersOf lists the triggers of a pool by name.
func (e *Emulator) triggersOf(pool directory.Pool) []TriggerInfo {
	var found []TriggerInfo
	for name, arn := range trigger.Configured(pool) {
		_, err := e.functions.target(arn)
		found = append(found, TriggerInfo{name, arn, err == nil})
	}
	slices.SortFunc(found, func(a, b TriggerInfo) int { return strings.Compare(a.Name, b.Name) })
	return found
}

// Functions lists the Lambda functions by name; * is what answers for all others.
func (e *Emulator) Functions() []FunctionInfo {
	var functions []FunctionInfo
	for _, f := range e.functions.list() {
		functions = append(functions, FunctionInfo{f.Name, f.Kind, f.Where})
	}
	return functions
}

// PublicURL is where clients reach the emulator.
func (e *Emulator) PublicURL() string { return e.config.PublicURL }

// Region is the Region of new pools.
func (e *Emulator) Region() string { return e.config.Region }
