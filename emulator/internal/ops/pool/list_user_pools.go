package pool

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ListUserPools lists all pools, by id: the real order is not established.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html
//
//  1. MaxResults is required.
//  2. NextToken must be one that this list gave.
func (o *Pools) ListUserPools(ctx context.Context, in *api.ListUserPoolsRequest) (*api.ListUserPoolsResponse, error) {
	out := &api.ListUserPoolsResponse{UserPools: []api.UserPoolDescriptionType{}}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		asked := directory.Paging{Limit: int(in.MaxResults), Token: in.NextToken, List: []string{"ListUserPools"}}
		pools, next, err := directory.PageOfTable(tx, directory.Pools, "", asked)
		for _, p := range pools {
			out.UserPools = append(out.UserPools, api.UserPoolDescriptionType{
				Id: p.Id, Name: p.Name, LambdaConfig: p.LambdaConfig, CreationDate: p.CreationDate, LastModifiedDate: p.LastModifiedDate,
			})
		}
		out.NextToken = next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
