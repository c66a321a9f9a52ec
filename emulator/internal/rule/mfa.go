package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of multi-factor authentication: what pools and users can set, and the codes that are asked for.
var (
	MfaOffWithFactor = &Rule{
		ID:        "mfa.off-with-factor",
		exception: api.InvalidParameterException,
		Wording:   "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
		Reason:    "MfaConfiguration is OFF, or missing, and a factor is configured",
		Fix:       "set MfaConfiguration to ON or OPTIONAL, or leave the factors out, even disabled ones",
		Source:    recorded("measured on 2026-08-19; public code of several deployment tools"),
	}
	MfaNoFactor = &Rule{
		ID:        "mfa.no-factor",
		exception: api.InvalidParameterException,
		Wording:   "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
		Reason:    "MfaConfiguration is ON or OPTIONAL and no factor is enabled",
		Fix:       "configure a factor; passkeys are none",
		Source:    recorded("measured in 2026-08; an older text has “can't disable all MFAs with a required or optional configuration.”"),
	}
	MfaEmailSender = &Rule{
		ID:        "mfa.email-sender",
		exception: api.InvalidParameterException,
		Wording:   "Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.",
		Reason:    "codes by e-mail need a pool that sends through SES",
		Fix:       "set EmailSendingAccount to DEVELOPER, with a SourceArn; nothing is sent here",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	MfaEmailTier = &Rule{
		ID:        "mfa.email-tier",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following feature is not available for the %s pricing tier configured: Email MFA",
		Reason:    "codes by e-mail are not in the LITE tier",
		Fix:       "set UserPoolTier to ESSENTIALS",
		Source:    assumed("the tier is documented; the text is by analogy"),
	}
	MfaFirstFactor = &Rule{
		ID:        "mfa.first-factor",
		exception: api.InvalidParameterException,
		Wording:   "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
		Reason:    "with MFA ON, one-time passwords cannot be a first factor",
		Fix:       "set MfaConfiguration to OPTIONAL, or AllowedFirstAuthFactors without EMAIL_OTP and SMS_OTP",
		Source:    recorded("measured on 2026-08-19 for SetUserPoolMfaConfig; for CreateUserPool and UpdateUserPool it is assumed"),
	}
	MfaWebAuthnSingleFactor = &Rule{
		ID:        "mfa.webauthn-single-factor",
		exception: api.InvalidParameterException,
		Wording:   "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor",
		Reason:    "with MFA ON and WEB_AUTHN in AllowedFirstAuthFactors, passkeys have to verify the user",
		Fix:       "send WebAuthnConfiguration with FactorConfiguration MULTI_FACTOR_WITH_USER_VERIFICATION",
		Source:    recorded("measured on 2026-09-23 for SetUserPoolMfaConfig; for CreateUserPool and UpdateUserPool it is assumed"),
	}
	MfaNoDelivery = &Rule{
		ID:        "mfa.no-delivery",
		exception: api.InvalidParameterException,
		Wording:   "User does not have delivery config set to turn on %s",
		Reason:    "the user lacks what the factor needs",
		Fix:       "first give the user a phone_number or an email, verify a software token, or register a passkey",
		Source:    recorded("measured in 2026-09 for SOFTWARE_TOKEN_MFA; for SMS_MFA and EMAIL_OTP the text is by analogy"),
	}
	MfaTwoPreferred = &Rule{
		ID:        "mfa.two-preferred",
		exception: api.InvalidParameterException,
		Wording:   "Only one MFA method can be preferred.",
		Reason:    "PreferredMfa is true for more than one factor",
		Fix:       "prefer one",
		Source:    assumed("documented that only one factor can be preferred; the text is not established"),
	}
	MfaPreferredDisabled = &Rule{
		ID:        "mfa.preferred-disabled",
		exception: api.InvalidParameterException,
		Wording:   "%s cannot be preferred unless it is enabled.",
		Reason:    "PreferredMfa is true for a factor that is not enabled",
		Fix:       "send Enabled: true, too",
		Source:    assumed("whether AWS refuses it, and how, is not established"),
	}
	MfaMethodMissing = &Rule{
		ID:        "mfa.method-missing",
		exception: api.MFAMethodNotFoundException,
		Wording:   "User has no MFA method.",
		Reason:    "a second factor is asked for that the user does not have",
		Fix:       "give the user a phone_number, an email or a software token",
		Source:    observed("issue 14013 of amplify-js; the text is not established"),
	}
	MfaCodeMismatch = &Rule{
		ID:        "mfa.code-mismatch",
		exception: api.CodeMismatchException,
		Wording:   "Invalid code or auth state for the user.",
		Reason:    "the code is not the one that was sent for this session",
		Fix:       "read it from GET /_emulator/messages and answer with the same session",
		Source:    recorded("measured in 2026-09 for EMAIL_OTP; observed for SMS_MFA"),
	}
	MfaAttemptsExceeded = &Rule{
		ID:        "mfa.attempts-exceeded",
		exception: api.NotAuthorizedException,
		Wording:   "Too many invalid credentials attempts. User temporarily locked. Please try again after few seconds.",
		Reason:    "after five wrong codes each further one locks the user, twice as long each time, up to 15 minutes",
		Fix:       "wait, or move the emulator's clock, and answer with the right code",
		Source:    observed("public code; that there is a lockout is documented"),
	}
)

var mfaRules = []*Rule{
	MfaOffWithFactor,
	MfaNoFactor,
	MfaEmailSender,
	MfaEmailTier,
	MfaFirstFactor,
	MfaWebAuthnSingleFactor,
	MfaNoDelivery,
	MfaTwoPreferred,
	MfaPreferredDisabled,
	MfaMethodMissing,
	MfaCodeMismatch,
	MfaAttemptsExceeded,
}
