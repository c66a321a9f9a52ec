package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GetUserPoolMfaConfig shows which second factors a pool has: nothing but MfaConfiguration OFF, unless something was
// set (recorded).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html
func (o *Factors) GetUserPoolMfaConfig(ctx context.Context, in *api.GetUserPoolMfaConfigRequest) (*api.GetUserPoolMfaConfigResponse, error) {
	journal.From(ctx).About(in.UserPoolId, "", "")
	var pool directory.Pool
	err := o.DB.View(ctx, func(tx *store.Tx) (err error) {
		pool, err = directory.FindPool(tx, in.UserPoolId)
		return err
	})
	if err != nil {
		return nil, err
	}
	shown := shownConfig(pool)
	return &shown, nil
}

func shownConfig(pool directory.Pool) api.GetUserPoolMfaConfigResponse {
	shown := api.GetUserPoolMfaConfigResponse{
		MfaConfiguration: pool.MfaConfiguration, EmailMfaConfiguration: pool.MFA.Email,
		SoftwareTokenMfaConfiguration: pool.MFA.SoftwareToken, WebAuthnConfiguration: pool.MFA.WebAuthn,
	}
	if pool.MFA.SMS {
		shown.SmsMfaConfiguration = &api.SmsMfaConfigType{
			SmsAuthenticationMessage: pool.SmsAuthenticationMessage, SmsConfiguration: pool.SmsConfiguration,
		}
	}
	return shown
}
