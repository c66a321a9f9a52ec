package pool

import (
	"cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// settings are what both CreateUserPool and UpdateUserPool set.
type settings = api.UpdateUserPoolRequest

// settingsOf are the settings of a new pool.
func settingsOf(in *api.CreateUserPoolRequest) *settings {
	return &settings{
		AccountRecoverySetting:      in.AccountRecoverySetting,
		AcrConfiguration:            in.AcrConfiguration,
		AdminCreateUserConfig:       in.AdminCreateUserConfig,
		AutoVerifiedAttributes:      in.AutoVerifiedAttributes,
		DcrConfiguration:            in.DcrConfiguration,
		DeletionProtection:          in.DeletionProtection,
		DeviceConfiguration:         in.DeviceConfiguration,
		EmailConfiguration:          in.EmailConfiguration,
		EmailVerificationMessage:    in.EmailVerificationMessage,
		EmailVerificationSubject:    in.EmailVerificationSubject,
		IssuerConfiguration:         in.IssuerConfiguration,
		KeyConfiguration:            in.KeyConfiguration,
		LambdaConfig:                in.LambdaConfig,
		MfaConfiguration:            in.MfaConfiguration,
		Policies:                    in.Policies,
		PoolName:                    in.PoolName,
		SmsAuthenticationMessage:    in.SmsAuthenticationMessage,
		SmsConfiguration:            in.SmsConfiguration,
		SmsVerificationMessage:      in.SmsVerificationMessage,
		UserAttributeUpdateSettings: in.UserAttributeUpdateSettings,
		UserPoolAddOns:              in.UserPoolAddOns,
		UserPoolTags:                in.UserPoolTags,
		UserPoolTier:                in.UserPoolTier,
		VerificationMessageTemplate: in.VerificationMessageTemplate,
	}
}

// tierOf is the tier that a pool has with the settings: ESSENTIALS for a new one, the one that it had for another.
func tierOf(set *settings, before api.UserPoolTierType) api.UserPoolTierType {
	return cmp.Or(set.UserPoolTier, before, api.UserPoolTierTypeEssentials)
}

// apply writes checked settings into a pool, with the default for each that is left out. Only the name, the tier, the
// tags, MFA and the policies stay as they were (see UpdateUserPool).
func apply(pool *directory.Pool, set *settings, region string) {
	pool.Name = cmp.Or(set.PoolName, pool.Name)
	pool.UserPoolTier = tierOf(set, pool.UserPoolTier)
	if set.UserPoolTags != nil {
		pool.UserPoolTags = set.UserPoolTags
	}

	pool.AccountRecoverySetting = recovery(set.AccountRecoverySetting)
	pool.AcrConfiguration = levels(set.AcrConfiguration)
	pool.AutoVerifiedAttributes = given(set.AutoVerifiedAttributes)
	pool.DcrConfiguration = set.DcrConfiguration
	pool.DeletionProtection = cmp.Or(set.DeletionProtection, api.DeletionProtectionTypeInactive)
	pool.DeviceConfiguration = set.DeviceConfiguration
	pool.EmailConfiguration = email(set.EmailConfiguration)
	pool.IssuerConfiguration = issuer(set.IssuerConfiguration)
	pool.KeyConfiguration = key(set.KeyConfiguration)
	pool.LambdaConfig = lambdaConfig(set.LambdaConfig)
	pool.Policies = policies(set, pool.Policies)
	pool.AdminCreateUserConfig = adminCreateUser(set, pool.TemporaryPasswordLife())
	pool.SmsAuthenticationMessage = set.SmsAuthenticationMessage
	pool.UserAttributeUpdateSettings = attributeUpdates(set.UserAttributeUpdateSettings)
	pool.UserPoolAddOns = set.UserPoolAddOns
	applyMfa(pool, set, region)

	template := messages(set)
	pool.VerificationMessageTemplate = &template
	pool.EmailVerificationMessage = template.EmailMessage
	pool.EmailVerificationSubject = template.EmailSubject
	pool.SmsVerificationMessage = template.SmsMessage
}

// applyMfa switches MFA on or off. Text messages are a second factor as soon as MFA is switched on here; the factors
// that SetUserPoolMfaConfig has chosen stay, and go when MFA is switched off. Where nothing is said about MFA, what it
// needs to send text messages stays, too (assumed).
func applyMfa(pool *directory.Pool, set *settings, region string) {
	before := cmp.Or(pool.MfaConfiguration, api.UserPoolMfaTypeOff)
	pool.MfaConfiguration = cmp.Or(set.MfaConfiguration, before)
	if set.SmsConfiguration != nil || set.MfaConfiguration != "" || !pool.MFA.SMS {
		pool.SmsConfiguration = directory.FillSMS(set.SmsConfiguration, region)
	}
	switch {
	case pool.MfaConfiguration == api.UserPoolMfaTypeOff:
		pool.MFA = directory.MFASettings{WebAuthn: pool.MFA.WebAuthn}
	case before == api.UserPoolMfaTypeOff:
		pool.MFA.SMS = pool.SmsConfiguration != nil
	default:
		pool.MFA.SMS = pool.MFA.SMS && pool.SmsConfiguration != nil
	}
}

// given is a list, or nil where there is nothing in it: answers leave such members out.
func given[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
