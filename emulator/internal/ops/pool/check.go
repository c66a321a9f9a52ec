package pool

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// change is a request to set the settings of a pool.
type change struct {
	*settings
	region string
	tier   api.UserPoolTierType // that the pool will have
	before directory.Pool       // zero for a new pool
}

// checks are all that is wanted of the settings. The order in which the real service looks is not established.
var checks = []func(change) error{
	checkVerification, checkMfa, checkRecovery, checkTemporaryPassword, checkSignIn, checkTier, checkLevels,
	checkInvitation, checkSMS, checkEmail, checkPreToken, checkSenders, checkLambdaRegion,
}

func check(c change) error {
	for _, one := range checks {
		if err := one(c); err != nil {
			return err
		}
	}
	return nil
}

func checkVerification(c change) error {
	if slices.Contains(c.AutoVerifiedAttributes, api.VerifiedAttributeTypePhoneNumber) && c.SmsConfiguration == nil {
		return rule.SmsConfigurationForVerification.Refuse()
	}
	if c.UserAttributeUpdateSettings == nil {
		return nil
	}
	for _, attribute := range c.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate {
		if !slices.Contains(c.AutoVerifiedAttributes, attribute) {
			return rule.VerifyBeforeUpdateSubset.Refuse().Because("%s is not in AutoVerifiedAttributes %v", attribute, c.AutoVerifiedAttributes)
		}
	}
	return nil
}

// checkMfa asks for SmsConfiguration, because text messages are the only second factor that these operations can
// switch on. A pool that has another factor, from SetUserPoolMfaConfig, keeps it (assumed).
func checkMfa(c change) error {
	on := c.MfaConfiguration != "" && c.MfaConfiguration != api.UserPoolMfaTypeOff
	if !on || c.SmsConfiguration != nil || c.before.MFA.Email != nil || c.before.MFA.HasSoftwareToken() {
		return nil
	}
	return rule.SmsConfigurationForMfa.Refuse().Because("MfaConfiguration is %s and SmsConfiguration is missing", c.MfaConfiguration)
}

func checkRecovery(c change) error {
	if c.AccountRecoverySetting == nil {
		return nil
	}
	mechanisms := c.AccountRecoverySetting.RecoveryMechanisms
	for i, m := range mechanisms {
		if m.Name == api.RecoveryOptionNameTypeAdminOnly && len(mechanisms) > 1 {
			return rule.RecoveryAdminOnly.Refuse()
		}
		for _, other := range mechanisms[:i] {
			if m.Name == other.Name || m.Priority == other.Priority {
				return rule.RecoveryDuplicate.Refuse().Because("%s has priority %d and %s has priority %d", other.Name, other.Priority, m.Name, m.Priority)
			}
		}
	}
	return nil
}

func checkTemporaryPassword(c change) error {
	p, a := passwordPolicy(c.settings), c.AdminCreateUserConfig
	if p != nil && p.TemporaryPasswordValidityDays != nil && a != nil && number(a.UnusedAccountValidityDays) > 0 {
		return rule.TemporaryPasswordTwice.Refuse().
			Because("TemporaryPasswordValidityDays is %d and UnusedAccountValidityDays is %d", *p.TemporaryPasswordValidityDays, *a.UnusedAccountValidityDays)
	}
	return nil
}

func checkSignIn(c change) error {
	factors := c.firstFactors()
	if !slices.Contains(factors, api.AuthFactorTypePassword) {
		return rule.SignInPolicyPassword.Refuse().Because("AllowedFirstAuthFactors are %v", factors)
	}
	return directory.CheckFirstFactors(cmp.Or(c.MfaConfiguration, c.before.MfaConfiguration), factors, c.before.MFA.WebAuthn)
}

// firstFactors are those that the pool will have.
func (c change) firstFactors() []api.AuthFactorType {
	if factors := firstFactors(c.settings); len(factors) > 0 {
		return factors
	}
	return c.before.AllowedFirstFactors()
}

// checkTier looks for what is not in the pool's tier.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
func checkTier(c change) error {
	threats := c.UserPoolAddOns != nil && c.UserPoolAddOns.AdvancedSecurityMode != api.AdvancedSecurityModeTypeOff
	if threats && c.tier != api.UserPoolTierTypePlus {
		return rule.TierThreatProtection.Refuse(c.tier).Because("AdvancedSecurityMode is %s", c.UserPoolAddOns.AdvancedSecurityMode)
	}
	if c.tier != api.UserPoolTierTypeLite {
		return nil
	}
	passwordless := func(f api.AuthFactorType) bool { return f != api.AuthFactorTypePassword }
	if factors := c.firstFactors(); slices.ContainsFunc(factors, passwordless) {
		return rule.TierPasswordless.Refuse().Because("AllowedFirstAuthFactors are %v", factors)
	}
	if p := passwordPolicy(c.settings); p != nil && number(p.PasswordHistorySize) > 0 {
		return rule.TierPasswordHistory.Refuse().Because("PasswordHistorySize is %d", *p.PasswordHistorySize)
	}
	if version := preTokenVersion(c.LambdaConfig); version != api.PreTokenGenerationLambdaVersionTypeV10 {
		return rule.TierPreToken.Refuse(version)
	}
	return nil
}

// checkInvitation looks for the place of the temporary password. The model's constraints leave that to us.
func checkInvitation(c change) error {
	if c.AdminCreateUserConfig == nil || c.AdminCreateUserConfig.InviteMessageTemplate == nil {
		return nil
	}
	const code = "{####}"
	template := c.AdminCreateUserConfig.InviteMessageTemplate
	switch {
	case template.EmailMessage != "" && !strings.Contains(template.EmailMessage, code):
		return rule.InviteEmailCode.Refuse(template.EmailMessage)
	case template.SMSMessage != "" && !strings.Contains(template.SMSMessage, code):
		return rule.InviteSmsCode.Refuse(template.SMSMessage)
	}
	return nil
}
