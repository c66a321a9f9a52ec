package pool_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

const function = `"arn:aws:lambda:us-east-1:123456789012:function:f"`

// What both operations refuse.
var refusals = map[string]struct {
	set     string
	rule    *rule.Rule
	message string
}{
	"phone verification without SMS": {
		`{"AutoVerifiedAttributes":["phone_number"]}`, rule.SmsConfigurationForVerification,
		"SMS configuration is required when phone_number is selected for auto verification",
	},
	"MFA without SMS": {
		`{"MfaConfiguration":"ON"}`, rule.SmsConfigurationForMfa,
		"SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
	},
	"optional MFA without SMS": {
		`{"MfaConfiguration":"OPTIONAL"}`, rule.SmsConfigurationForMfa,
		"SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
	},
	"verification before update only": {
		`{"UserAttributeUpdateSettings":{"AttributesRequireVerificationBeforeUpdate":["email"]}}`, rule.VerifyBeforeUpdateSubset,
		"All attributes in AttributesRequireVerificationBeforeUpdate must also be in AutoVerifiedAttributes",
	},
	"admin_only and more": {
		`{"AccountRecoverySetting":{"RecoveryMechanisms":[{"Name":"verified_email","Priority":1},{"Name":"admin_only","Priority":2}]}}`, rule.RecoveryAdminOnly,
		"Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
	},
	"two recovery priorities": {
		`{"AccountRecoverySetting":{"RecoveryMechanisms":[{"Name":"verified_email","Priority":1},{"Name":"verified_phone_number","Priority":1}]}}`, rule.RecoveryDuplicate,
		"Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.",
	},
	"two recovery mechanisms": {
		`{"AccountRecoverySetting":{"RecoveryMechanisms":[{"Name":"verified_email","Priority":1},{"Name":"verified_email","Priority":2}]}}`, rule.RecoveryDuplicate,
		"Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.",
	},
	"two lives of temporary passwords": {
		`{"AdminCreateUserConfig":{"UnusedAccountValidityDays":7},"Policies":{"PasswordPolicy":{"TemporaryPasswordValidityDays":7}}}`, rule.TemporaryPasswordTwice,
		"Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
	},
	"sign-in without password": {
		`{"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["EMAIL_OTP"]}}}`, rule.SignInPolicyPassword,
		"Password should be configured as one of the allowed first auth factors.",
	},
	"passwordless in LITE": {
		`{"UserPoolTier":"LITE","Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","WEB_AUTHN"]}}}`, rule.TierPasswordless,
		"The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In",
	},
	"a trigger of version 2 in LITE": {
		`{"UserPoolTier":"LITE","LambdaConfig":{"PreTokenGenerationConfig":{"LambdaVersion":"V2_0","LambdaArn":` + function + `}}}`, rule.TierPreToken,
		"The following features need to be disabled for the LITE pricing tier configured: Token Customization with Pre-Token Generation Lambda V2_0",
	},
	"password history in LITE": {
		`{"UserPoolTier":"LITE","Policies":{"PasswordPolicy":{"MinimumLength":8,"PasswordHistorySize":1}}}`, rule.TierPasswordHistory,
		"The following features need to be disabled for the LITE pricing tier configured: Password History",
	},
	"threat protection in ESSENTIALS": {
		`{"UserPoolAddOns":{"AdvancedSecurityMode":"AUDIT"}}`, rule.TierThreatProtection,
		"The following features need to be disabled for the ESSENTIALS pricing tier configured: Threat Protection",
	},
	"two pre token functions": {
		`{"LambdaConfig":{"PreTokenGeneration":"arn:aws:lambda:us-east-1:123456789012:function:g","PreTokenGenerationConfig":{"LambdaVersion":"V1_0","LambdaArn":` + function + `}}}`,
		rule.PreTokenArns, "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
	},
	"an e-mail sender without a key": {
		`{"LambdaConfig":{"CustomEmailSender":{"LambdaVersion":"V1_0","LambdaArn":` + function + `}}}`, rule.SenderNeedsKey,
		"KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.",
	},
	"an SMS sender without a key": {
		`{"LambdaConfig":{"CustomSMSSender":{"LambdaVersion":"V1_0","LambdaArn":` + function + `}}}`, rule.SenderNeedsKey,
		"KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.",
	},
	"a sender's key elsewhere": {
		`{"LambdaConfig":{"KMSKeyID":"arn:aws:kms:eu-west-1:123456789012:key/k","CustomSMSSender":{"LambdaVersion":"V1_0","LambdaArn":` + function + `}}}`, rule.KmsKeyRegion,
		"Encountered error when CreateGrant was attempted on the input KMS key - Invalid arn eu-west-1",
	},
	"SMS elsewhere": {
		`{"SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms","SnsRegion":"eu-west-1"}}`, rule.SnsRegion,
		"Invalid snsRegion. Allowed SNS region for us-east-1 is us-east-1",
	},
	"DEVELOPER without identity": {
		`{"EmailConfiguration":{"EmailSendingAccount":"DEVELOPER"}}`, rule.SourceArnRequired,
		"Source ARN is required to use DEVELOPER email sending owner",
	},
	"COGNITO_DEFAULT with identity": {
		`{"EmailConfiguration":{"EmailSendingAccount":"COGNITO_DEFAULT","SourceArn":"arn:aws:ses:us-east-1:123456789012:identity/example.com"}}`, rule.SourceArnNotAllowed,
		"Cognito is not allowed to use your email identity",
	},
	"an identity elsewhere": {
		`{"EmailConfiguration":{"EmailSendingAccount":"DEVELOPER","SourceArn":"arn:aws:ses:ap-south-1:123456789012:identity/example.com"}}`, rule.EmailSourceRegion,
		"Provided SourceArn must be in one of the following SES regions: eu-west-1, us-east-1, us-west-2.",
	},
	"From is no address": {
		`{"EmailConfiguration":{"From":"Example"}}`, rule.EmailFrom, "Provided From email address is invalid",
	},
	"From is no address in brackets": {
		`{"EmailConfiguration":{"From":"Example <example>"}}`, rule.EmailFrom, "Provided From email address is invalid",
	},
	"From has something after the brackets": {
		`{"EmailConfiguration":{"From":"<a@example.com> b"}}`, rule.EmailFrom, "Provided From email address is invalid",
	},
	"an e-mail invitation without password": {
		`{"AdminCreateUserConfig":{"InviteMessageTemplate":{"EmailMessage":"Welcome aboard."}}}`, rule.InviteEmailCode,
		`1 validation error detected: Value 'Welcome aboard.' at 'adminCreateUserConfig.inviteMessage.emailMessage' failed to satisfy constraint: ` +
			`Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`,
	},
	"an SMS invitation without password": {
		`{"AdminCreateUserConfig":{"InviteMessageTemplate":{"SMSMessage":"Welcome aboard."}}}`, rule.InviteSmsCode,
		`1 validation error detected: Value 'Welcome aboard.' at 'adminCreateUserConfig.inviteMessage.smsMessage' failed to satisfy constraint: ` +
			`Member must satisfy regular expression pattern: (?s).*\{####\}(?s).*`,
	},
}

func TestSettingsAreRefused(t *testing.T) {
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			body := asJSON(t, parse(t, c.set).with(object{"PoolName": "new"}))
			_, err := e.CreateUserPool(t.Context(), request[api.CreateUserPoolRequest](t, "CreateUserPool", body))
			refused(t, err, c.rule, c.message)

			id := e.create(t, `{}`).Id
			before := e.describe(t, id)
			refused(t, e.update(t, id, c.set), c.rule, c.message)
			if diff := cmp.Diff(before, e.describe(t, id)); diff != "" {
				t.Errorf("a refused update changed the pool (-before +after):\n%s", diff)
			}
		})
	}
}
