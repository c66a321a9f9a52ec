package mfa

import (
	"cmp"
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// SetUserPoolMfaConfig sets the second factors of a pool, all anew.
//
//  1. The pool must exist.
//  2. A factor that is configured, even a disabled one, needs MfaConfiguration ON or OPTIONAL, and these need a factor
//     that is enabled. Passkeys are no such factor. MfaConfiguration left out is OFF (measured).
//  3. Text messages need the pool's SmsConfiguration, or bring it along; e-mails need a pool that sends through SES and
//     is not in the LITE tier.
//  4. With MFA ON, one-time passwords are no first factor, and passkeys only if they verify the user (measured).
//  5. What is left out is forgotten, except the pool's SmsConfiguration and SmsAuthenticationMessage: text messages have
//     other uses (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
func (o *Factors) SetUserPoolMfaConfig(ctx context.Context, in *api.SetUserPoolMfaConfigRequest) (*api.SetUserPoolMfaConfigResponse, error) {
	trail := journal.From(ctx)
	trail.About(in.UserPoolId, "", "")
	var pool directory.Pool
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		if pool, err = directory.FindPool(tx, in.UserPoolId); err != nil {
			return err
		}
		if err := check(pool, in); err != nil {
			return err
		}
		apply(&pool, in)
		pool.LastModifiedDate = api.NewTime(tx.Now)
		return directory.Pools.Put(tx, pool)
	})
	if err != nil {
		return nil, err
	}
	notice(trail, pool)
	shown := api.SetUserPoolMfaConfigResponse(shownConfig(pool))
	return &shown, nil
}

func apply(pool *directory.Pool, in *api.SetUserPoolMfaConfigRequest) {
	pool.MfaConfiguration = cmp.Or(in.MfaConfiguration, api.UserPoolMfaTypeOff)
	pool.MFA = directory.MFASettings{
		SMS: in.SmsMfaConfiguration != nil, Email: in.EmailMfaConfiguration,
		SoftwareToken: in.SoftwareTokenMfaConfiguration, WebAuthn: in.WebAuthnConfiguration,
	}
	if sms := in.SmsMfaConfiguration; sms != nil {
		pool.SmsAuthenticationMessage = cmp.Or(sms.SmsAuthenticationMessage, pool.SmsAuthenticationMessage)
		pool.SmsConfiguration = cmp.Or(directory.FillSMS(sms.SmsConfiguration, pool.Region()), pool.SmsConfiguration)
	}
}

func notice(trail *journal.Trail, pool directory.Pool) {
	if pool.MFA.HasSoftwareToken() {
		trail.Notice("codes of users' authenticator apps are shown by GET /_emulator/pools/%s/users/{user}/totp", pool.Id)
	}
	noticePasskeys(trail, pool)
	if pool.MFA.SMS || pool.MFA.Email != nil {
		trail.Notice("codes are not sent; see GET /_emulator/messages")
	}
}
