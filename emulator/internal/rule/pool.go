package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of user pools: finding them and their settings.
var (
	PoolNotFound = &Rule{
		ID:        "pool.not-found",
		exception: api.ResourceNotFoundException,
		Wording:   "User pool %s does not exist.",
		Reason:    "no user pool has this id",
		Fix:       "list the pools with ListUserPools",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AliasOrUsernameAttributes = &Rule{
		ID:        "pool.alias-or-username-attributes",
		exception: api.InvalidParameterException,
		Wording:   "Only one of the aliasAttributes or usernameAttributes can be set in a User pool.",
		Reason:    "both AliasAttributes and UsernameAttributes are given",
		Fix:       "choose one",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SmsConfigurationForVerification = &Rule{
		ID:        "pool.sms-for-verification",
		exception: api.InvalidParameterException,
		Wording:   "SMS configuration is required when phone_number is selected for auto verification",
		Reason:    "AutoVerifiedAttributes has phone_number and SmsConfiguration is missing",
		Fix:       "give SmsConfiguration; nothing is sent here",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SmsConfigurationForMfa = &Rule{
		ID:        "pool.sms-for-mfa",
		exception: api.InvalidParameterException,
		Wording:   "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
		Reason:    "MfaConfiguration is on without an SmsConfiguration",
		Fix:       "give SmsConfiguration, or set up software tokens with SetUserPoolMfaConfig",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	VerifyBeforeUpdateSubset = &Rule{
		ID:        "pool.verify-before-update",
		exception: api.InvalidParameterException,
		Wording:   "All attributes in AttributesRequireVerificationBeforeUpdate must also be in AutoVerifiedAttributes",
		Reason:    "an attribute is to be verified before an update but is not verified automatically",
		Fix:       "add it to AutoVerifiedAttributes",
		Source:    recorded("beginning of the text recorded in a CloudFormation deployment of 2026-09-08"),
	}
	RecoveryAdminOnly = &Rule{
		ID:        "pool.recovery-admin-only",
		exception: api.InvalidParameterException,
		Wording:   "Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
		Reason:    "admin_only stands alone",
		Fix:       "remove the other mechanisms",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	RecoveryDuplicate = &Rule{
		ID:        "pool.recovery-duplicate",
		exception: api.InvalidParameterException,
		Wording:   "Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.",
		Reason:    "two recovery mechanisms share a name or a priority",
		Fix:       "make them differ",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	TemporaryPasswordTwice = &Rule{
		ID:        "pool.temporary-password-twice",
		exception: api.InvalidParameterException,
		Wording:   "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
		Reason:    "both members set the life of temporary passwords",
		Fix:       "use TemporaryPasswordValidityDays only",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SignInPolicyPassword = &Rule{
		ID:        "pool.sign-in-policy-password",
		exception: api.InvalidParameterException,
		Wording:   "Password should be configured as one of the allowed first auth factors.",
		Reason:    "AllowedFirstAuthFactors lacks PASSWORD",
		Fix:       "add PASSWORD",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	TierPasswordless = &Rule{
		ID:        "pool.tier-passwordless",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In",
		Reason:    "passwordless factors are not in the LITE tier",
		Fix:       "set UserPoolTier to ESSENTIALS",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	TierPreToken = &Rule{
		ID:        "pool.tier-pre-token",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following features need to be disabled for the LITE pricing tier configured: Token Customization with Pre-Token Generation Lambda %s",
		Reason:    "the LITE tier has only V1_0 of the trigger",
		Fix:       "set UserPoolTier to ESSENTIALS",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	TierRotation = &Rule{
		ID:        "pool.tier-rotation",
		exception: api.TierChangeNotAllowedException,
		Wording:   "The following features need to be disabled for the LITE pricing tier configured: Refresh Token Rotation",
		Reason:    "an app client of the pool rotates refresh tokens",
		Fix:       "switch rotation off first",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	PreTokenArns = &Rule{
		ID:        "pool.pre-token-arns",
		exception: api.InvalidParameterException,
		Wording:   "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
		Reason:    "PreTokenGeneration and PreTokenGenerationConfig name different functions",
		Fix:       "name one function",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SenderNeedsKey = &Rule{
		ID:        "pool.sender-needs-key",
		exception: api.InvalidParameterException,
		Wording:   "KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.",
		Reason:    "a custom sender gets its codes encrypted",
		Fix:       "give LambdaConfig.KMSKeyID",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	LambdaRegion = &Rule{
		ID:        "pool.lambda-region",
		exception: api.InvalidParameterException,
		Wording:   "Cross-region lambda functions are not supported",
		Reason:    "a trigger is an ARN of another Region",
		Fix:       "use a function of the pool's Region",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SnsRegion = &Rule{
		ID:        "pool.sns-region",
		exception: api.InvalidParameterException,
		Wording:   "Invalid snsRegion. Allowed SNS region for %s is %s",
		Reason:    "messages go through the pool's Region",
		Fix:       "leave SnsRegion out",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SourceArnRequired = &Rule{
		ID:        "pool.source-arn-required",
		exception: api.InvalidParameterException,
		Wording:   "Source ARN is required to use DEVELOPER email sending owner",
		Reason:    "EmailSendingAccount is DEVELOPER without a SourceArn",
		Fix:       "give SourceArn",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SourceArnNotAllowed = &Rule{
		ID:        "pool.source-arn-not-allowed",
		exception: api.InvalidEmailRoleAccessPolicyException,
		Wording:   "Cognito is not allowed to use your email identity",
		Reason:    "SourceArn goes with EmailSendingAccount DEVELOPER",
		Fix:       "set EmailSendingAccount to DEVELOPER, or leave SourceArn out",
		Source:    recorded("CloudFormation deployment of 2026-09-08; the type is observed"),
	}
	DeletionProtected = &Rule{
		ID:        "pool.deletion-protected",
		exception: api.InvalidParameterException,
		Wording:   "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
		Reason:    "DeletionProtection is ACTIVE",
		Fix:       "set it to INACTIVE with UpdateUserPool",
		Source:    observed("clean-up tools compare this text"),
	}
	PageTokenInvalid = &Rule{
		ID:        "page.token-invalid",
		exception: api.InvalidParameterException,
		Wording:   "Invalid pagination token",
		Reason:    "the token is not one that this list gave",
		Fix:       "start again without a token",
		Source:    assumed("the text is not established"),
	}
	PoolHasDomain = &Rule{
		ID:        "pool.has-domain",
		exception: api.InvalidParameterException,
		Wording:   "User pool cannot be deleted. It has a domain configured that should be deleted first.",
		Reason:    "the pool still has a domain",
		Fix:       "delete it with DeleteUserPoolDomain",
		Source:    documented(reference("DeleteUserPool")),
	}
	PoolTooMany = &Rule{
		ID:        "pool.too-many",
		exception: api.LimitExceededException,
		Wording:   "The number of user pools has reached its limit of %d.",
		Reason:    "an account has 1000 user pools in a Region at most",
		Fix:       "delete some, or reset the emulator",
		Source:    assumed("the limit is documented; the text is not established"),
	}
	EmailFrom = &Rule{
		ID:        "pool.email-from",
		exception: api.InvalidParameterException,
		Wording:   "Provided From email address is invalid",
		Reason:    "EmailConfiguration.From is no address",
		Fix:       "write it like no-reply@example.com or Name <no-reply@example.com>",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	EmailSourceRegion = &Rule{
		ID:        "pool.email-source-region",
		exception: api.InvalidParameterException,
		Wording:   "Provided SourceArn must be in one of the following SES regions: %s.",
		Reason:    "the SES identity is of a Region that the pool cannot send from",
		Fix:       "use an identity of one of these Regions",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	KmsKeyRegion = &Rule{
		ID:        "pool.kms-key-region",
		exception: api.InvalidParameterException,
		Wording:   "Encountered error when CreateGrant was attempted on the input KMS key - Invalid arn %s",
		Reason:    "the key of the custom senders is of another Region",
		Fix:       "use a key of the pool's Region",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	InviteEmailCode = &Rule{
		ID:        "pool.invite-email-code",
		exception: api.InvalidParameterException,
		Wording:   "1 validation error detected: Value '%s' at 'adminCreateUserConfig.inviteMessage.emailMessage' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*",
		Reason:    "the invitation has no place for the temporary password",
		Fix:       "put {####} into EmailMessage",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	InviteSmsCode = &Rule{
		ID:        "pool.invite-sms-code",
		exception: api.InvalidParameterException,
		Wording:   "1 validation error detected: Value '%s' at 'adminCreateUserConfig.inviteMessage.smsMessage' failed to satisfy constraint: Member must satisfy regular expression pattern: (?s).*\\{####\\}(?s).*",
		Reason:    "the invitation has no place for the temporary password",
		Fix:       "put {####} into SMSMessage",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	TierThreatProtection = &Rule{
		ID:        "pool.tier-threat-protection",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following features need to be disabled for the %s pricing tier configured: Threat Protection",
		Reason:    "threat protection is in the PLUS tier only",
		Fix:       "set UserPoolTier to PLUS, or AdvancedSecurityMode to OFF",
		Source:    observed("several public reports of deployments"),
	}
	TierPasswordHistory = &Rule{
		ID:        "pool.tier-password-history",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following features need to be disabled for the LITE pricing tier configured: Password History",
		Reason:    "the LITE tier does not remember passwords",
		Fix:       "set UserPoolTier to ESSENTIALS, or leave PasswordHistorySize out",
		Source:    assumed("documented as not in LITE; the text is by analogy"),
	}
)

var poolRules = []*Rule{
	PoolNotFound,
	AliasOrUsernameAttributes,
	SmsConfigurationForVerification,
	SmsConfigurationForMfa,
	VerifyBeforeUpdateSubset,
	RecoveryAdminOnly,
	RecoveryDuplicate,
	TemporaryPasswordTwice,
	SignInPolicyPassword,
	TierPasswordless,
	TierPreToken,
	TierRotation,
	PreTokenArns,
	SenderNeedsKey,
	LambdaRegion,
	SnsRegion,
	SourceArnRequired,
	SourceArnNotAllowed,
	DeletionProtected,
	PageTokenInvalid,
	PoolHasDomain,
	PoolTooMany,
	EmailFrom,
	EmailSourceRegion,
	KmsKeyRegion,
	InviteEmailCode,
	InviteSmsCode,
	TierThreatProtection,
	TierPasswordHistory,
}
