package pool_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is set, and how DescribeUserPool shows it. A member that is null in want is not shown.
var shown = map[string]struct{ set, want string }{
	"a password policy replaces the default one": {
		`{"Policies":{"PasswordPolicy":{"MinimumLength":10}}}`,
		`{"Policies":{"PasswordPolicy":{"MinimumLength":10,"RequireLowercase":false,"RequireNumbers":false,"RequireSymbols":false,` +
			`"RequireUppercase":false,"TemporaryPasswordValidityDays":7},"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD"]}}}`,
	},
	"a sign-in policy keeps the default password policy": {
		`{"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","EMAIL_OTP"]}}}`,
		`{"Policies":{"PasswordPolicy":{"MinimumLength":8,"RequireLowercase":true,"RequireNumbers":true,"RequireSymbols":true,` +
			`"RequireUppercase":true,"TemporaryPasswordValidityDays":7},"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","EMAIL_OTP"]}}}`,
	},
	"a history of passwords": {
		`{"Policies":{"PasswordPolicy":{"MinimumLength":8,"PasswordHistorySize":5}}}`,
		`{"Policies":{"PasswordPolicy":{"MinimumLength":8,"PasswordHistorySize":5,"RequireLowercase":false,"RequireNumbers":false,` +
			`"RequireSymbols":false,"RequireUppercase":false,"TemporaryPasswordValidityDays":7},"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD"]}}}`,
	},
	"no history and no life of temporary passwords": {
		`{"Policies":{"PasswordPolicy":{"PasswordHistorySize":0,"TemporaryPasswordValidityDays":0}}}`,
		`{"Policies":{"PasswordPolicy":{"MinimumLength":8,"RequireLowercase":false,"RequireNumbers":false,"RequireSymbols":false,` +
			`"RequireUppercase":false,"TemporaryPasswordValidityDays":7},"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD"]}}}`,
	},
	"the life of temporary passwords": {
		`{"Policies":{"PasswordPolicy":{"TemporaryPasswordValidityDays":30}}}`,
		`{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":false,"UnusedAccountValidityDays":30}}`,
	},
	"the older life of temporary passwords": {
		`{"AdminCreateUserConfig":{"UnusedAccountValidityDays":30}}`,
		`{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":false,"UnusedAccountValidityDays":30}}`,
	},
	"only administrators create users": {
		`{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":true}}`,
		`{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":true,"UnusedAccountValidityDays":7}}`,
	},
	"an invitation": {
		`{"AdminCreateUserConfig":{"InviteMessageTemplate":{"EmailMessage":"{username} {####}","EmailSubject":"s","SMSMessage":"{username} {####}"}}}`,
		`{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":false,"InviteMessageTemplate":{"EmailMessage":"{username} {####}",` +
			`"EmailSubject":"s","SMSMessage":"{username} {####}"},"UnusedAccountValidityDays":7}}`,
	},
	"one way of recovery": {
		`{"AccountRecoverySetting":{"RecoveryMechanisms":[{"Name":"admin_only","Priority":1}]}}`,
		`{"AccountRecoverySetting":{"RecoveryMechanisms":[{"Name":"admin_only","Priority":1}]}}`,
	},
	"recovery as of old": {`{"AccountRecoverySetting":{}}`, `{"AccountRecoverySetting":null}`},
	"the older message members": {
		`{"EmailVerificationMessage":"code {####}","EmailVerificationSubject":"subject","SmsVerificationMessage":"sms {####}"}`,
		`{"EmailVerificationMessage":"code {####}","EmailVerificationSubject":"subject","SmsVerificationMessage":"sms {####}",` +
			`"VerificationMessageTemplate":{"DefaultEmailOption":"CONFIRM_WITH_CODE","EmailMessage":"code {####}","EmailSubject":"subject","SmsMessage":"sms {####}"}}`,
	},
	"the message template": {
		`{"VerificationMessageTemplate":{"DefaultEmailOption":"CONFIRM_WITH_LINK","EmailMessage":"code {####}","EmailSubject":"subject",` +
			`"EmailMessageByLink":"{##link##}","EmailSubjectByLink":"by link","SmsMessage":"sms {####}"}}`,
		`{"EmailVerificationMessage":"code {####}","EmailVerificationSubject":"subject","SmsVerificationMessage":"sms {####}",` +
			`"VerificationMessageTemplate":{"DefaultEmailOption":"CONFIRM_WITH_LINK","EmailMessage":"code {####}","EmailMessageByLink":"{##link##}",` +
			`"EmailSubject":"subject","EmailSubjectByLink":"by link","SmsMessage":"sms {####}"}}`,
	},
	"the template before the older members": {
		`{"EmailVerificationMessage":"old {####}","VerificationMessageTemplate":{"EmailMessage":"new {####}"}}`,
		`{"EmailVerificationMessage":"new {####}","VerificationMessageTemplate":{"DefaultEmailOption":"CONFIRM_WITH_CODE","EmailMessage":"new {####}"}}`,
	},
	"no messages": {
		`{}`, `{"EmailVerificationMessage":null,"EmailVerificationSubject":null,"SmsVerificationMessage":null,"SmsAuthenticationMessage":null,` +
			`"VerificationMessageTemplate":{"DefaultEmailOption":"CONFIRM_WITH_CODE"}}`,
	},
	"an MFA message": {`{"SmsAuthenticationMessage":"mfa {####}"}`, `{"SmsAuthenticationMessage":"mfa {####}"}`},
	"text messages": {
		`{"AutoVerifiedAttributes":["phone_number"],"MfaConfiguration":"OPTIONAL","SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms","ExternalId":"x"}}`,
		`{"AutoVerifiedAttributes":["phone_number"],"MfaConfiguration":"OPTIONAL","SmsConfiguration":` +
			`{"ExternalId":"x","SnsCallerArn":"arn:aws:iam::123456789012:role/sms","SnsRegion":"us-east-1"}}`,
	},
	"text messages of the pool's Region": {
		`{"SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms","SnsRegion":"us-east-1"}}`,
		`{"SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms","SnsRegion":"us-east-1"}}`,
	},
	"e-mail by SES": {
		`{"EmailConfiguration":{"EmailSendingAccount":"DEVELOPER","SourceArn":"arn:aws:ses:eu-west-1:123456789012:identity/example.com",` +
			`"From":"Example <no-reply@example.com>","ReplyToEmailAddress":"a@example.com","ConfigurationSet":"set"}}`,
		`{"EmailConfiguration":{"ConfigurationSet":"set","EmailSendingAccount":"DEVELOPER","From":"Example <no-reply@example.com>",` +
			`"ReplyToEmailAddress":"a@example.com","SourceArn":"arn:aws:ses:eu-west-1:123456789012:identity/example.com"}}`,
	},
	"e-mail by Cognito": {
		`{"EmailConfiguration":{"ReplyToEmailAddress":"a@example.com"}}`,
		`{"EmailConfiguration":{"EmailSendingAccount":"COGNITO_DEFAULT","ReplyToEmailAddress":"a@example.com"}}`,
	},
	"attributes that are verified": {
		`{"AutoVerifiedAttributes":["email"],"UserAttributeUpdateSettings":{"AttributesRequireVerificationBeforeUpdate":["email"]}}`,
		`{"AutoVerifiedAttributes":["email"],"UserAttributeUpdateSettings":{"AttributesRequireVerificationBeforeUpdate":["email"]}}`,
	},
	"attributes that are not": {
		`{"AutoVerifiedAttributes":[],"UserAttributeUpdateSettings":{}}`,
		`{"AutoVerifiedAttributes":null,"UserAttributeUpdateSettings":{"AttributesRequireVerificationBeforeUpdate":[]}}`,
	},
	"the older pre token generation trigger": {
		`{"LambdaConfig":{"PreTokenGeneration":"arn:aws:lambda:us-east-1:123456789012:function:f"}}`,
		`{"LambdaConfig":{"PreTokenGeneration":"arn:aws:lambda:us-east-1:123456789012:function:f",` +
			`"PreTokenGenerationConfig":{"LambdaArn":"arn:aws:lambda:us-east-1:123456789012:function:f","LambdaVersion":"V1_0"}}}`,
	},
	"the newer pre token generation trigger": {
		`{"LambdaConfig":{"PreTokenGenerationConfig":{"LambdaArn":"arn:aws:lambda:us-east-1:123456789012:function:f","LambdaVersion":"V2_0"}}}`,
		`{"LambdaConfig":{"PreTokenGeneration":"arn:aws:lambda:us-east-1:123456789012:function:f",` +
			`"PreTokenGenerationConfig":{"LambdaArn":"arn:aws:lambda:us-east-1:123456789012:function:f","LambdaVersion":"V2_0"}}}`,
	},
	"a custom sender": {
		`{"LambdaConfig":{"KMSKeyID":"arn:aws:kms:us-east-1:123456789012:key/k","CustomEmailSender":{"LambdaArn":"arn:aws:lambda:us-east-1:123456789012:function:f","LambdaVersion":"V1_0"}}}`,
		`{"LambdaConfig":{"CustomEmailSender":{"LambdaArn":"arn:aws:lambda:us-east-1:123456789012:function:f","LambdaVersion":"V1_0"},"KMSKeyID":"arn:aws:kms:us-east-1:123456789012:key/k"}}`,
	},
	"threat protection": {
		`{"UserPoolTier":"PLUS","UserPoolAddOns":{"AdvancedSecurityMode":"ENFORCED"}}`,
		`{"UserPoolTier":"PLUS","UserPoolAddOns":{"AdvancedSecurityAdditionalFlows":{},"AdvancedSecurityMode":"ENFORCED"}}`,
	},
	"threat protection of custom authentication": {
		`{"UserPoolTier":"PLUS","UserPoolAddOns":{"AdvancedSecurityMode":"AUDIT","AdvancedSecurityAdditionalFlows":{"CustomAuthMode":"AUDIT"}}}`,
		`{"UserPoolTier":"PLUS","UserPoolAddOns":{"AdvancedSecurityAdditionalFlows":{"CustomAuthMode":"AUDIT"},"AdvancedSecurityMode":"AUDIT"}}`,
	},
	"no threat protection": {
		`{"UserPoolAddOns":{"AdvancedSecurityMode":"OFF"}}`,
		`{"UserPoolAddOns":{"AdvancedSecurityAdditionalFlows":{},"AdvancedSecurityMode":"OFF"}}`,
	},
	"nothing about threat protection": {`{}`, `{"UserPoolAddOns":null}`},
	"devices": {
		`{"DeviceConfiguration":{"ChallengeRequiredOnNewDevice":true,"DeviceOnlyRememberedOnUserPrompt":false}}`,
		`{"DeviceConfiguration":{"ChallengeRequiredOnNewDevice":true,"DeviceOnlyRememberedOnUserPrompt":false}}`,
	},
	"deletion protection":  {`{"DeletionProtection":"ACTIVE"}`, `{"DeletionProtection":"ACTIVE"}`},
	"tags":                 {`{"UserPoolTags":{"a":"b"}}`, `{"UserPoolTags":{"a":"b"}}`},
	"the issuer":           {`{"IssuerConfiguration":{"Type":"UPDATED"}}`, `{"IssuerConfiguration":{"Type":"UPDATED"}}`},
	"no issuer":            {`{"IssuerConfiguration":{}}`, `{"IssuerConfiguration":{"Type":"ORIGINAL"}}`},
	"no key":               {`{"KeyConfiguration":{}}`, `{"KeyConfiguration":{"KeyType":"AWS_OWNED_KEY"}}`},
	"client registration":  {`{"DcrConfiguration":{"OpenDcrEnabled":true}}`, `{"DcrConfiguration":{"OpenDcrEnabled":true}}`},
	"the name of one user": {`{"PoolName":"x y"}`, `{"Name":"x y"}`},
	"a key of one's own": {
		`{"KeyConfiguration":{"KeyType":"CUSTOMER_MANAGED_KEY","KmsKeyArn":"arn:aws:kms:us-east-1:123456789012:key/k"}}`,
		`{"KeyConfiguration":{"KeyType":"CUSTOMER_MANAGED_KEY","KmsKeyArn":"arn:aws:kms:us-east-1:123456789012:key/k"}}`,
	},
	"authentication levels": {
		`{"AcrConfiguration":{"Level2":{"AcrValue":"mine"}}}`,
		`{"AcrConfiguration":{"Level1":{"AcrValue":"urn:cognito:loa:1"},"Level2":{"AcrValue":"mine"},"Level3":{"AcrValue":"urn:cognito:loa:3"},"Level4":{"AcrValue":"urn:cognito:loa:4"}}}`,
	},
	"no authentication levels": {`{"AcrConfiguration":{}}`, `{"AcrConfiguration":null}`},
}

// CreateUserPool and UpdateUserPool do the same to a setting.
func TestSettingsAreShown(t *testing.T) {
	for name, c := range shown {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			created := e.describe(t, e.create(t, c.set).Id)
			id := e.create(t, `{}`).Id
			if err := e.update(t, id, c.set); err != nil {
				t.Fatal(err)
			}
			updated := e.describe(t, id)
			for member, want := range parse(t, c.want) {
				if diff := cmp.Diff(want, created[member]); diff != "" {
					t.Errorf("created with %s (-want +got):\n%s", member, diff)
				}
				if diff := cmp.Diff(want, updated[member]); diff != "" {
					t.Errorf("updated with %s (-want +got):\n%s", member, diff)
				}
			}
		})
	}
}
