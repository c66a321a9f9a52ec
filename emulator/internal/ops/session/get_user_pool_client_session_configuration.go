package session

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// usualMinutes is how long an app client takes a session of managed login without asking again.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ClientSSOSessionConfigType.html
const usualMinutes = 60

// GetUserPoolClientSessionConfiguration shows how long an app client takes a session of managed login.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolClientSessionConfiguration.html
func (o *Sessions) GetUserPoolClientSessionConfiguration(ctx context.Context, in *api.GetUserPoolClientSessionConfigurationRequest) (*api.GetUserPoolClientSessionConfigurationResponse, error) {
	journal.From(ctx).About(in.UserPoolId, in.ClientId, "")
	minutes := int64(usualMinutes)
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		client, _, err := directory.FindPoolClient(tx, in.UserPoolId, in.ClientId)
		if client.SSOMinutes != nil {
			minutes = *client.SSOMinutes
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &api.GetUserPoolClientSessionConfigurationResponse{
		UserPoolId: in.UserPoolId, ClientId: in.ClientId, SSOSession: &api.ClientSSOSessionConfigType{MaxValidityMinutes: minutes},
	}, nil
}
