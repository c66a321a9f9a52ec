package mfa

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// checks are all that is wanted of the settings. That the first one comes before those of e-mail was measured; the
// rest of the order is assumed.
var checks = []func(directory.Pool, *api.SetUserPoolMfaConfigRequest) error{checkSwitch, checkSMS, checkEmail, checkWebAuthn, checkFirstFactors}

func check(pool directory.Pool, in *api.SetUserPoolMfaConfigRequest) error {
	for _, one := range checks {
		if err := one(pool, in); err != nil {
			return err
		}
	}
	return nil
}

// checkSwitch compares MfaConfiguration with the factors. A factor that is there but disabled is not enough for ON, and
// too much for OFF.
func checkSwitch(_ directory.Pool, in *api.SetUserPoolMfaConfigRequest) error {
	off := in.MfaConfiguration == "" || in.MfaConfiguration == api.UserPoolMfaTypeOff
	sms, email, token := in.SmsMfaConfiguration != nil, in.EmailMfaConfiguration != nil, in.SoftwareTokenMfaConfiguration
	switch {
	case off && (sms || email || token != nil):
		return rule.MfaOffWithFactor.Refuse().Because("MfaConfiguration is %q, and the request has SmsMfaConfiguration: %t, EmailMfaConfiguration: %t, SoftwareTokenMfaConfiguration: %t",
			in.MfaConfiguration, sms, email, token != nil)
	case off || sms || email || (directory.MFASettings{SoftwareToken: token}).HasSoftwareToken():
		return nil
	}
	return rule.MfaNoFactor.Refuse().Because("MfaConfiguration is %s and the request enables no factor", in.MfaConfiguration)
}

func checkSMS(pool directory.Pool, in *api.SetUserPoolMfaConfigRequest) error {
	switch {
	case in.SmsMfaConfiguration == nil:
		return nil
	case in.SmsMfaConfiguration.SmsConfiguration == nil && pool.SmsConfiguration == nil:
		return rule.SmsConfigurationForMfa.Refuse().Because("SmsMfaConfiguration has no SmsConfiguration, nor has pool %s", pool.Id)
	}
	return directory.CheckSMS(in.SmsMfaConfiguration.SmsConfiguration, pool.Region())
}

func checkEmail(pool directory.Pool, in *api.SetUserPoolMfaConfigRequest) error {
	if in.EmailMfaConfiguration == nil {
		return nil
	}
	sender := api.EmailSendingAccountTypeCognitoDefault
	if pool.EmailConfiguration != nil {
		sender = pool.EmailConfiguration.EmailSendingAccount
	}
	switch {
	case sender != api.EmailSendingAccountTypeDeveloper:
		return rule.MfaEmailSender.Refuse().Because("EmailSendingAccount of pool %s is %s", pool.Id, sender)
	case pool.UserPoolTier == api.UserPoolTierTypeLite:
		return rule.MfaEmailTier.Refuse(pool.UserPoolTier).Because("UserPoolTier of pool %s is LITE", pool.Id)
	}
	return nil
}

// checkFirstFactors compares MFA ON with the factors that the pool lets users begin with.
func checkFirstFactors(pool directory.Pool, in *api.SetUserPoolMfaConfigRequest) error {
	return directory.CheckFirstFactors(in.MfaConfiguration, pool.AllowedFirstFactors(), in.WebAuthnConfiguration)
}
