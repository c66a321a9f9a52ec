package pool

import (
	"context"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// mostCustomAttributes is how many custom attributes a pool has.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
const mostCustomAttributes = 50

// AddCustomAttributes adds custom attributes to the schema of a pool, all of them or none.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html
//
//  1. The pool must exist.
//  2. Each attribute is checked as CreateUserPool checks custom ones. The prefix custom: comes by itself.
//  3. No two attributes of a pool have the same name, and there are 50 custom ones at most.
//  4. Attributes cannot be changed or removed afterwards.
func (o *Pools) AddCustomAttributes(ctx context.Context, in *api.AddCustomAttributesRequest) (*api.AddCustomAttributesResponse, error) {
	journal.From(ctx).About(in.UserPoolId, "", "")
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		for _, a := range in.CustomAttributes {
			if pool.SchemaAttributes, err = withCustomAttribute(pool.SchemaAttributes, a); err != nil {
				return err
			}
		}
		pool.LastModifiedDate = api.NewTime(tx.Now)
		return directory.Pools.Put(tx, pool)
	})
	if err != nil {
		return nil, err
	}
	return &api.AddCustomAttributesResponse{}, nil
}

func withCustomAttribute(schema []api.SchemaAttributeType, a api.SchemaAttributeType) ([]api.SchemaAttributeType, error) {
	attribute, err := customAttribute(a)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(schema, named(attribute.Name)) {
		return nil, rule.SchemaExists.Refuse("custom:"+a.Name, attribute.Name)
	}
	if custom := slices.DeleteFunc(slices.Clone(schema), isStandard); len(custom) >= mostCustomAttributes {
		return nil, rule.SchemaTooMany.Refuse().Because("the pool has %d custom attributes", len(custom))
	}
	return append(schema, attribute), nil
}

func named(name string) func(api.SchemaAttributeType) bool {
	return func(a api.SchemaAttributeType) bool { return a.Name == name }
}

func isStandard(a api.SchemaAttributeType) bool { return !strings.Contains(a.Name, "custom:") }
