package pool

import (
	"cmp"
	"maps"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// recovery is by email, then by phone. An empty setting asks for the old way, phone first, which DescribeUserPool
// shows by nothing (observed).
func recovery(set *api.AccountRecoverySettingType) *api.AccountRecoverySettingType {
	switch {
	case set == nil:
		return &api.AccountRecoverySettingType{RecoveryMechanisms: []api.RecoveryOptionType{
			{Name: api.RecoveryOptionNameTypeVerifiedEmail, Priority: 1},
			{Name: api.RecoveryOptionNameTypeVerifiedPhoneNumber, Priority: 2},
		}}
	case len(set.RecoveryMechanisms) == 0:
		return nil
	}
	return set
}

// levels are all four authentication context levels, as soon as one is set.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/step-up-authentication.html
func levels(set map[string]api.AcrLevelConfigType) map[string]api.AcrLevelConfigType {
	if len(set) == 0 {
		return nil
	}
	effective := map[string]api.AcrLevelConfigType{}
	for _, level := range []string{"1", "2", "3", "4"} {
		effective["Level"+level] = api.AcrLevelConfigType{AcrValue: "urn:cognito:loa:" + level}
	}
	maps.Copy(effective, set)
	return effective
}

// policies are the password policy, all of it on where none is set, and the sign-in policy. In a password policy that
// is set, what it leaves out is off; a history of no passwords is not shown. A policy that is not
// set stays as the pool had it (measured on 2026-08-19).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
func policies(set *settings, before *api.UserPoolPolicyType) *api.UserPoolPolicyType {
	password := &api.PasswordPolicyType{
		MinimumLength: new(int64(8)), RequireLowercase: new(true), RequireNumbers: new(true), RequireSymbols: new(true),
		RequireUppercase: new(true), TemporaryPasswordValidityDays: new(temporaryDays(set)),
	}
	if p := passwordPolicy(set); p != nil {
		password.MinimumLength = cmp.Or(p.MinimumLength, password.MinimumLength)
		password.RequireLowercase, password.RequireNumbers = new(isTrue(p.RequireLowercase)), new(isTrue(p.RequireNumbers))
		password.RequireSymbols, password.RequireUppercase = new(isTrue(p.RequireSymbols)), new(isTrue(p.RequireUppercase))
		if number(p.PasswordHistorySize) > 0 {
			password.PasswordHistorySize = p.PasswordHistorySize
		}
	}
	signIn := &api.SignInPolicyType{AllowedFirstAuthFactors: []api.AuthFactorType{api.AuthFactorTypePassword}}
	if factors := firstFactors(set); len(factors) > 0 {
		signIn.AllowedFirstAuthFactors = factors
	}
	if before != nil && passwordPolicy(set) == nil {
		kept := *before.PasswordPolicy
		kept.TemporaryPasswordValidityDays = new(cmp.Or(unusedDays(set), number(kept.TemporaryPasswordValidityDays), 7))
		password = &kept
	}
	if before != nil && len(firstFactors(set)) == 0 {
		signIn = before.SignInPolicy
	}
	return &api.UserPoolPolicyType{PasswordPolicy: password, SignInPolicy: signIn}
}

// adminCreateUser shows the life of temporary passwords a second time.
func adminCreateUser(set *settings, life time.Duration) *api.AdminCreateUserConfigType {
	config := &api.AdminCreateUserConfigType{AllowAdminCreateUserOnly: new(false), UnusedAccountValidityDays: new(int64(life.Hours() / 24))}
	if c := set.AdminCreateUserConfig; c != nil {
		config.AllowAdminCreateUserOnly = new(isTrue(c.AllowAdminCreateUserOnly))
		config.InviteMessageTemplate = c.InviteMessageTemplate
	}
	return config
}

// temporaryDays is the life of temporary passwords: 0 means 7. That its two members show the same number, whichever
// was set, is assumed.
func temporaryDays(set *settings) int64 {
	var days int64
	if p := passwordPolicy(set); p != nil {
		days = number(p.TemporaryPasswordValidityDays)
	}
	return cmp.Or(days, unusedDays(set), 7)
}

func unusedDays(set *settings) int64 {
	if set.AdminCreateUserConfig == nil {
		return 0
	}
	return number(set.AdminCreateUserConfig.UnusedAccountValidityDays)
}

func passwordPolicy(set *settings) *api.PasswordPolicyType {
	if set.Policies == nil {
		return nil
	}
	return set.Policies.PasswordPolicy
}

func firstFactors(set *settings) []api.AuthFactorType {
	if set.Policies == nil || set.Policies.SignInPolicy == nil {
		return nil
	}
	return set.Policies.SignInPolicy.AllowedFirstAuthFactors
}

func email(set *api.EmailConfigurationType) *api.EmailConfigurationType {
	config := api.EmailConfigurationType{}
	if set != nil {
		config = *set
	}
	config.EmailSendingAccount = cmp.Or(config.EmailSendingAccount, api.EmailSendingAccountTypeCognitoDefault)
	return &config
}

func issuer(set *api.IssuerConfigurationType) *api.IssuerConfigurationType {
	if set != nil && set.Type != "" {
		return set
	}
	return &api.IssuerConfigurationType{Type: api.IssuerTypeOriginal}
}

func key(set *api.KeyConfigurationType) *api.KeyConfigurationType {
	config := api.KeyConfigurationType{}
	if set != nil {
		config = *set
	}
	config.KeyType = cmp.Or(config.KeyType, api.EncryptionKeyTypeAwsOwnedKey)
	return &config
}

// attributeUpdates is an empty list, not nothing, where nothing is set (recorded).
func attributeUpdates(set *api.UserAttributeUpdateSettingsType) *api.UserAttributeUpdateSettingsType {
	if set != nil && set.AttributesRequireVerificationBeforeUpdate != nil {
		return set
	}
	return &api.UserAttributeUpdateSettingsType{AttributesRequireVerificationBeforeUpdate: []api.VerifiedAttributeType{}}
}

// messages is the template of verification messages. Its texts and the three older members show the same, whichever
// was set; that the template wins where they differ is assumed.
func messages(set *settings) api.VerificationMessageTemplateType {
	template := api.VerificationMessageTemplateType{}
	if set.VerificationMessageTemplate != nil {
		template = *set.VerificationMessageTemplate
	}
	template.DefaultEmailOption = cmp.Or(template.DefaultEmailOption, api.DefaultEmailOptionTypeConfirmWithCode)
	template.EmailMessage = cmp.Or(template.EmailMessage, set.EmailVerificationMessage)
	template.EmailSubject = cmp.Or(template.EmailSubject, set.EmailVerificationSubject)
	template.SmsMessage = cmp.Or(template.SmsMessage, set.SmsVerificationMessage)
	return template
}

func number(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}
