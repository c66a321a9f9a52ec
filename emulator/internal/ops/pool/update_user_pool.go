package pool

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// UpdateUserPool replaces the settings of a pool.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
//
//  1. The pool must exist.
//  2. The settings are checked as CreateUserPool checks them.
//  3. A pool cannot go down to the LITE tier while one of its app clients rotates refresh tokens.
//  4. Whatever the request leaves out returns to its default, except five things. The name stays, as documented; the
//     tier stays (recorded; the documentation says that it becomes ESSENTIALS); the tags stay (observed: Terraform
//     never sends them here, and they survive); and MfaConfiguration and each of the
//     Policies stay (measured on 2026-08-18 and 2026-08-19). Second factors are those of SetUserPoolMfaConfig, or text
//     messages.
//  5. Schema, AliasAttributes, UsernameAttributes and UsernameConfiguration are for ever.
func (o *Pools) UpdateUserPool(ctx context.Context, in *api.UpdateUserPoolRequest) (*api.UpdateUserPoolResponse, error) {
	trail := journal.From(ctx)
	trail.About(in.UserPoolId, "", "")
	var before, pool directory.Pool
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		if pool, err = directory.FindPool(tx, in.UserPoolId); err != nil {
			return err
		}
		before = pool
		region := regionOf(pool.Arn)
		next := change{settings: in, region: region, tier: tierOf(in, pool.UserPoolTier), before: pool}
		if err := check(next); err != nil {
			return err
		}
		if err := checkDowngrade(tx, pool, next.tier); err != nil {
			return err
		}
		apply(&pool, in, region)
		pool.LastModifiedDate = api.NewTime(tx.Now)
		return directory.Pools.Put(tx, pool)
	})
	if err != nil {
		return nil, err
	}
	notice(trail, in)
	o.noticeTriggers(trail, before, pool)
	return &api.UpdateUserPoolResponse{}, nil
}

// checkDowngrade looks for app clients that use what the LITE tier does not have.
func checkDowngrade(tx *store.Tx, pool directory.Pool, tier api.UserPoolTierType) error {
	if tier != api.UserPoolTierTypeLite || pool.UserPoolTier == tier {
		return nil
	}
	for client, err := range directory.ClientsOf(tx, pool.Id, "") {
		if err != nil {
			return err
		}
		if rotates, _ := client.Rotates(); rotates {
			return rule.TierRotation.Refuse().Because("client %s (%s) rotates its refresh tokens", client.ClientName, client.ClientId)
		}
	}
	return nil
}
