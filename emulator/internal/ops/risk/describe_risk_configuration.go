package risk

import (
	"context"
	"errors"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DescribeRiskConfiguration shows what SetRiskConfiguration said about a pool, or about one of its app clients. Without
// that it has nothing but the ids (assumed): an app client's does not show the pool's.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html
func (o *Risks) DescribeRiskConfiguration(ctx context.Context, in *api.DescribeRiskConfigurationRequest) (*api.DescribeRiskConfigurationResponse, error) {
	config := api.RiskConfigurationType{}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		_, err := findPool(ctx, tx, in.UserPoolId)
		if err != nil {
			return err
		}
		if err := checkClient(ctx, tx, in.UserPoolId, in.ClientId); err != nil {
			return err
		}
		config, err = directory.RiskConfigurations.Get(tx, in.UserPoolId+"/"+in.ClientId)
		if errors.Is(err, store.ErrNotFound) {
			config, err = api.RiskConfigurationType{UserPoolId: in.UserPoolId, ClientId: in.ClientId}, nil
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &api.DescribeRiskConfigurationResponse{RiskConfiguration: &config}, nil
}
