package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of software tokens, which are authenticator apps, and of choosing and setting up a second factor.
var (
	SoftwareTokenOff = &Rule{
		ID:        "software-token.off",
		exception: api.SoftwareTokenMFANotFoundException,
		Wording:   "Software Token MFA has not been enabled by the userPool.",
		Reason:    "the pool has no software tokens",
		Fix:       "call SetUserPoolMfaConfig with SoftwareTokenMfaConfiguration {Enabled: true}",
		Source:    documented(guide("user-pool-settings-mfa-totp")),
	}
	SoftwareTokenCaller = &Rule{
		ID:        "software-token.caller",
		exception: api.InvalidParameterException,
		Wording:   "Exactly one of AccessToken and Session must be provided.",
		Reason:    "the request has to say once who calls: by an access token, or by the session of MFA_SETUP",
		Fix:       "send one of AccessToken and Session",
		Source:    assumed("documented that it is one and not both; the answer is not established"),
	}
	SoftwareTokenNotAssociated = &Rule{
		ID:        "software-token.not-associated",
		exception: api.SoftwareTokenMFANotFoundException,
		Wording:   "Software token TOTP multi-factor authentication is not associated with the user.",
		Reason:    "no secret waits for its verification",
		Fix:       "call AssociateSoftwareToken first",
		Source:    assumed("the exception is declared for VerifySoftwareToken; when it comes, and its text, are not established"),
	}
	SoftwareTokenNotEnabled = &Rule{
		ID:        "software-token.not-enabled",
		exception: api.EnableSoftwareTokenMFAException,
		Wording:   "Code mismatch and fail enable Software Token MFA",
		Reason:    "the code is not one of the secret that AssociateSoftwareToken gave out last",
		Fix:       "read it from GET /_emulator/pools/{pool}/users/{user}/totp, or make it from the secret; the emulator's clock counts",
		Source:    observed("public code"),
	}
	SoftwareTokenMismatch = &Rule{
		ID:        "software-token.code-mismatch",
		exception: api.CodeMismatchException,
		Wording:   "Invalid code received for user",
		Reason:    "the code is not one of the user's software token",
		Fix:       "read it from GET /_emulator/pools/{pool}/users/{user}/totp and answer with the same session; the emulator's clock counts",
		Source:    observed("public code"),
	}
	SoftwareTokenUsed = &Rule{
		ID:        "software-token.used",
		exception: api.ExpiredCodeException,
		Wording:   "Your software token has already been used once.",
		Reason:    "the code was used before, or is older than one that was",
		Fix:       "wait for the next code, or move the emulator's clock by 30 seconds",
		Source:    recorded("integration tests of amplify-swift, which wait for the next code after VerifySoftwareToken; public code"),
	}
	SoftwareTokenMissing = &Rule{
		ID:        "software-token.missing",
		exception: api.SoftwareTokenMFANotFoundException,
		Wording:   "Software Token MFA does not exist for the user.",
		Reason:    "the user's software token was deleted since its code was asked for",
		Fix:       "sign in again",
		Source:    observed("issue 630 of amazon-cognito-identity-js: the answer to a code of a token that the service did not have"),
	}
	SoftwareTokenGone = &Rule{
		ID:        "software-token.gone",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid session for the user.",
		Reason:    "the software token that was set up in this sign-in was deleted or replaced since",
		Fix:       "sign in again",
		Source:    assumed("by analogy with other sessions whose user has changed"),
	}
	MfaTypeUnknown = &Rule{
		ID:        "mfa.type-unknown",
		exception: api.InvalidParameterException,
		Wording:   "Invalid MFA type selected.",
		Reason:    "ANSWER is none of MFAS_CAN_CHOOSE",
		Fix:       "answer with one of them; the session stays usable",
		Source:    assumed("what AWS answers is not established"),
	}
	MfaSetupUnfinished = &Rule{
		ID:        "mfa.setup-unfinished",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid session for the user.",
		Reason:    "the session is not the one that VerifySoftwareToken answers",
		Fix:       "call AssociateSoftwareToken and VerifySoftwareToken, each with the session before it; or, where MFAS_CAN_SETUP has EMAIL_OTP, send EMAIL",
		Source:    assumed("that the session of VerifySoftwareToken is wanted is documented; what AWS answers to another one is not established"),
	}
	MfaSetupNoEmail = &Rule{
		ID:        "mfa.setup-no-email",
		exception: api.InvalidParameterException,
		Wording:   "EMAIL_OTP cannot be set up in this user pool.",
		Reason:    "the answer has EMAIL, and MFAS_CAN_SETUP has no EMAIL_OTP",
		Fix:       "set up one of MFAS_CAN_SETUP",
		Source:    assumed("what AWS answers is not established"),
	}
	MfaOptionUnknown = &Rule{
		ID:        "mfa.option-unknown",
		exception: api.InvalidParameterException,
		Wording:   "MFAOptions supports only SMS delivery to phone_number.",
		Reason:    "the operations of old know text messages only",
		Fix:       "send DeliveryMedium SMS and AttributeName phone_number, or call SetUserMFAPreference",
		Source:    assumed("documented that they configure text messages only; what AWS answers to others is not established"),
	}
	MfaPasskeyAlone = &Rule{
		ID:        "mfa.passkey-alone",
		exception: api.InvalidParameterException,
		Wording:   "WebAuthn MFA requires enabling an additional MFA setting.",
		Reason:    "passkeys as MFA need another factor beside them, so that nobody is locked out",
		Fix:       "enable SMSMfaSettings, SoftwareTokenMfaSettings or EmailMfaSettings in the same request, even if one is on already",
		Source:    observed("three projects of 2026, one of which dates it to 2026-10-03; the demand is documented (" + reference("WebAuthnMfaSettingsType") + ")"),
	}
)

var softwareTokenRules = []*Rule{
	SoftwareTokenOff,
	SoftwareTokenCaller,
	SoftwareTokenNotAssociated,
	SoftwareTokenNotEnabled,
	SoftwareTokenMismatch,
	SoftwareTokenUsed,
	SoftwareTokenMissing,
	SoftwareTokenGone,
	MfaTypeUnknown,
	MfaSetupUnfinished,
	MfaSetupNoEmail,
	MfaOptionUnknown,
	MfaPasskeyAlone,
}
