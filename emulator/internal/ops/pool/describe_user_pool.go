package pool

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DescribeUserPool shows a pool.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html
//
//  1. The pool must exist.
//  2. UserPoolTags is there even without tags, and SchemaAttributes lists identities and has an order of its own
//     (both recorded).
//  3. EstimatedNumberOfUsers is exact here; the real one lags behind.
func (o *Pools) DescribeUserPool(ctx context.Context, in *api.DescribeUserPoolRequest) (*api.DescribeUserPoolResponse, error) {
	journal.From(ctx).About(in.UserPoolId, "", "")
	var shown api.UserPoolType
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, in.UserPoolId)
		if err != nil {
			return err
		}
		users, err := directory.Users.Count(tx, pool.Id+"/")
		if err != nil {
			return err
		}
		shown = described(pool.UserPoolType, users)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &api.DescribeUserPoolResponse{UserPool: &shown}, nil
}

func described(pool api.UserPoolType, users int) api.UserPoolType {
	pool.EstimatedNumberOfUsers = new(int64(users))
	pool.SchemaAttributes = describedSchema(pool.SchemaAttributes)
	if pool.UserPoolTags == nil {
		pool.UserPoolTags = map[string]string{}
	}
	if addOns := pool.UserPoolAddOns; addOns != nil && addOns.AdvancedSecurityAdditionalFlows == nil {
		pool.UserPoolAddOns = &api.UserPoolAddOnsType{
			AdvancedSecurityMode: addOns.AdvancedSecurityMode, AdvancedSecurityAdditionalFlows: &api.AdvancedSecurityAdditionalFlowsType{},
		}
	}
	return pool
}

// describedOrder is the order in which DescribeUserPool lists the standard attributes. Custom ones stand before the
// mark, in the order of their creation.
var describedOrder = []string{
	"profile", "address", "birthdate", "gender", "preferred_username", "updated_at", "website", "picture", "identities",
	"sub", "email_verified", "phone_number_verified", "phone_number", "zoneinfo", customMark, "locale", "email",
	"given_name", "family_name", "middle_name", "name", "nickname",
}

const customMark = "custom:"

func describedSchema(schema []api.SchemaAttributeType) []api.SchemaAttributeType {
	place := func(a api.SchemaAttributeType) int {
		if i := slices.Index(describedOrder, a.Name); i >= 0 {
			return i
		}
		return slices.Index(describedOrder, customMark)
	}
	listed := append([]api.SchemaAttributeType{identities()}, schema...)
	slices.SortStableFunc(listed, func(a, b api.SchemaAttributeType) int { return place(a) - place(b) })
	return listed
}

// identities is the attribute that links federated users.
func identities() api.SchemaAttributeType {
	return api.SchemaAttributeType{
		Name: "identities", AttributeDataType: api.AttributeDataTypeString, DeveloperOnlyAttribute: new(false), Mutable: new(true),
		Required: new(false), StringAttributeConstraints: &api.StringAttributeConstraintsType{},
	}
}
