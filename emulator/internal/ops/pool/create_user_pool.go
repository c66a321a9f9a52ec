package pool

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// mostPools is how many pools an account has in a Region.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
const mostPools = 1000

// CreateUserPool makes a pool.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
//
//  1. AliasAttributes and UsernameAttributes exclude each other.
//  2. The settings are checked as UpdateUserPool checks them.
//  3. Schema changes standard attributes and adds custom ones; those that are not named stay as they are.
//  4. What is left out gets its default, and the answer shows it. Unlike DescribeUserPool the answer has no
//     UserPoolTags when there are none, lists sub first in SchemaAttributes, and does not list identities (recorded).
//  5. The id is derived from the name, unless ids are to be random.
func (o *Pools) CreateUserPool(ctx context.Context, in *api.CreateUserPoolRequest) (*api.CreateUserPoolResponse, error) {
	if len(in.AliasAttributes) > 0 && len(in.UsernameAttributes) > 0 {
		return nil, rule.AliasOrUsernameAttributes.Refuse()
	}
	set := settingsOf(in)
	if err := check(change{settings: set, region: o.region(), tier: tierOf(set, "")}); err != nil {
		return nil, err
	}
	schema, err := schemaOf(in.Schema)
	if err != nil {
		return nil, err
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{
		SchemaAttributes: schema, AliasAttributes: given(in.AliasAttributes), UsernameAttributes: given(in.UsernameAttributes),
		UsernameConfiguration: in.UsernameConfiguration,
	}}
	apply(&pool, set, o.region())
	err = o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error { return o.add(tx, &pool) })
	if err != nil {
		return nil, err
	}
	trail := journal.From(ctx)
	trail.About(pool.Id, "", "")
	notice(trail, set)
	o.noticeTriggers(trail, directory.Pool{}, pool)
	pool.EstimatedNumberOfUsers = new(int64(0))
	return &api.CreateUserPoolResponse{UserPool: &pool.UserPoolType}, nil
}

// add gives a new pool its identity and stores it.
func (o *Pools) add(tx *store.Tx, pool *directory.Pool) error {
	id, err := o.freeID(tx, pool.Name)
	if err != nil {
		return err
	}
	pool.Id, pool.Arn = id, o.arn(id)
	pool.CreationDate, pool.LastModifiedDate = api.NewTime(tx.Now), api.NewTime(tx.Now)
	pool.Secret = make([]byte, 32)
	if _, err := io.ReadFull(o.IDs.Source, pool.Secret); err != nil {
		return fmt.Errorf("drawing the secret of pool %s: %w", id, err)
	}
	return directory.Pools.Insert(tx, *pool)
}

// freeID derives an id from the name of a pool and the number of pools that have the name already; if that is taken,
// because a pool was deleted since, from the next number.
func (o *Pools) freeID(tx *store.Tx, name string) (string, error) {
	pools, same := 0, 0
	for other, err := range directory.Pools.Scan(tx, "", "", 0) {
		if err != nil {
			return "", err
		}
		pools++
		if other.Name == name {
			same++
		}
	}
	if pools >= mostPools {
		return "", rule.PoolTooMany.Refuse(mostPools).Because("there are %d user pools", pools)
	}
	for nth := same; nth <= same+pools; nth++ {
		id := o.IDs.Pool(o.region(), name, nth)
		if _, err := directory.Pools.Get(tx, id); errors.Is(err, store.ErrNotFound) {
			return id, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("no free id for a pool named %q", name)
}
