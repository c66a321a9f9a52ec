package pool

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DeleteUserPool removes a pool with its app clients, users, groups and codes.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html
//
//  1. The pool must exist.
//  2. Deletion protection must be off, and the domains must be gone; which of the two is looked at first is assumed.
//  3. The real service keeps a deleted pool for 14 days, for its support to restore. Here it is gone.
func (o *Pools) DeleteUserPool(ctx context.Context, in *api.DeleteUserPoolRequest) error {
	journal.From(ctx).About(in.UserPoolId, "", "")
	return o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		switch {
		case err != nil:
			return err
		case pool.DeletionProtection == api.DeletionProtectionTypeActive:
			return rule.DeletionProtected.Refuse()
		case pool.Domain != "" || pool.CustomDomain != "":
			return rule.PoolHasDomain.Refuse().Because("pool %s has the domain %s", pool.Id, pool.Domain+pool.CustomDomain)
		}
		return directory.DeletePool(tx, pool.Id, o.Cascades...)
	})
}
