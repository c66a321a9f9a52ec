package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of passkeys: who can register one, and what a registration or a sign-in has to prove. Exceptions are the
// documented ones; no text is established but where the source says so.
var (
	PasskeyNotEnabled = &Rule{
		ID:        "passkey.not-enabled",
		exception: api.WebAuthnNotEnabledException,
		Wording:   "WebAuthn is not enabled for this userpool",
		Reason:    "WEB_AUTHN is not in AllowedFirstAuthFactors of the pool",
		Fix:       "add WEB_AUTHN to Policies.SignInPolicy.AllowedFirstAuthFactors",
		Source:    assumed("the exception is documented at " + reference("StartWebAuthnRegistration") + "; that it depends on this setting, and the text, are not established"),
	}
	PasskeyRelyingPartyMissing = &Rule{
		ID:        "passkey.relying-party-missing",
		exception: api.WebAuthnConfigurationMissingException,
		Wording:   "User pool has neither a relying party ID nor a domain configured.",
		Reason:    "the pool has no RelyingPartyId and no domain",
		Fix:       "set WebAuthnConfiguration.RelyingPartyId with SetUserPoolMfaConfig, to localhost for pages at http://localhost",
		Source:    assumed("the exception and its cause are documented at " + reference("StartWebAuthnRegistration") + "; the text is not established"),
	}
	PasskeyTier = &Rule{
		ID:        "passkey.tier",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following feature is not available for the %s pricing tier configured: Passwordless Sign-In",
		Reason:    "passkeys are not in the LITE tier",
		Fix:       "set UserPoolTier to ESSENTIALS",
		Source:    assumed("the tier is documented at " + reference("WebAuthnConfigurationType") + "; the text is by analogy"),
	}
	PasskeyTooMany = &Rule{
		ID:        "passkey.too-many",
		exception: api.LimitExceededException,
		Wording:   "User has reached the maximum number of passkeys.",
		Reason:    "a user can have 20 passkeys",
		Fix:       "delete one with DeleteWebAuthnCredential",
		Source:    assumed("the limit is documented at " + guide("quotas") + ", the exception at " + reference("CompleteWebAuthnRegistration") + "; the text is not established"),
	}
	PasskeyChallengeMissing = &Rule{
		ID:        "passkey.challenge-missing",
		exception: api.WebAuthnChallengeNotFoundException,
		Wording:   "Challenge not found or expired.",
		Reason:    "no registration that answers this challenge is going on",
		Fix:       "begin anew with StartWebAuthnRegistration; each challenge is good for one registration, and the newest one counts",
		Source:    assumed("the exception is documented at " + reference("CompleteWebAuthnRegistration") + "; the text is not established"),
	}
	PasskeyClientMismatch = &Rule{
		ID:        "passkey.client-mismatch",
		exception: api.WebAuthnClientMismatchException,
		Wording:   "Access token was issued to a different client than the one that started the registration.",
		Reason:    "the registration was begun with a token of another app client",
		Fix:       "complete it with a token of the same app client",
		Source:    assumed("the exception and its cause are documented at " + reference("CompleteWebAuthnRegistration") + "; the text is not established"),
	}
	PasskeyOriginNotAllowed = &Rule{
		ID:        "passkey.origin-not-allowed",
		exception: api.WebAuthnOriginNotAllowedException,
		Wording:   "Origin is not allowed for the relying party ID of the user pool.",
		Reason:    "the page that asked for the passkey is not at the relying party's domain or below it",
		Fix:       "open the page at https:// and the relying party's domain, or, for localhost, at http://localhost and any port",
		Source:    assumed("the exception is documented at " + reference("CompleteWebAuthnRegistration") + "; which origins AWS allows, and the text, are not established"),
	}
	PasskeyRelyingPartyMismatch = &Rule{
		ID:        "passkey.relying-party-mismatch",
		exception: api.WebAuthnRelyingPartyMismatchException,
		Wording:   "Credential was created for a different relying party ID.",
		Reason:    "the passkey is for another relying party than the pool's",
		Fix:       "begin anew: the relying party may have changed since StartWebAuthnRegistration",
		Source:    assumed("the exception and its cause are documented at " + reference("CompleteWebAuthnRegistration") + "; the text is not established"),
	}
	PasskeyNotSupported = &Rule{
		ID:        "passkey.not-supported",
		exception: api.WebAuthnCredentialNotSupportedException,
		Wording:   "Credential is not supported.",
		Reason:    "the authenticator's key, attestation or user verification is not what the options ask for",
		Fix:       "use an authenticator with ES256 or RS256; where UserVerification is required, one that verifies its user",
		Source:    assumed("the exception is documented at " + reference("CompleteWebAuthnRegistration") + "; what AWS refuses with it, and the text, are not established"),
	}
	PasskeyMalformed = &Rule{
		ID:        "passkey.malformed",
		exception: api.InvalidParameterException,
		Wording:   "Invalid WebAuthn credential.",
		Reason:    "the credential is not what PublicKeyCredential.toJSON() gives",
		Fix:       "send the object that credential.toJSON() makes; CREDENTIAL wants it as a JSON text, Credential as a JSON object",
		Source:    assumed("the exception is documented; the text is not established"),
	}
	PasskeyKnown = &Rule{
		ID:        "passkey.known",
		exception: api.WebAuthnCredentialNotSupportedException,
		Wording:   "Credential is already registered.",
		Reason:    "the user has registered this passkey before; browsers refuse that by excludeCredentials",
		Fix:       "use another authenticator",
		Source:    assumed("whether and how AWS refuses it is not established"),
	}
	PasskeyMissing = &Rule{
		ID:        "passkey.missing",
		exception: api.ResourceNotFoundException,
		Wording:   "WebAuthn credential not found.",
		Reason:    "the user has no passkey of this id",
		Fix:       "take CredentialId from ListWebAuthnCredentials",
		Source:    assumed("the exception is documented at " + reference("DeleteWebAuthnCredential") + "; the text is not established"),
	}
	PasskeyWrong = &Rule{
		ID:        "passkey.wrong",
		exception: api.NotAuthorizedException,
		Wording:   "Incorrect username or password.",
		Reason:    "the credential does not prove a passkey of the user",
		Fix:       "sign the challenge of CREDENTIAL_REQUEST_OPTIONS with one of its allowCredentials; the session stays usable",
		Source:    assumed("RespondToAuthChallenge has no exception of its own for passkeys; the text is that of wrong passwords"),
	}
	PasskeyMFANotEnabled = &Rule{
		ID:        "passkey.mfa-not-enabled",
		exception: api.InvalidParameterException,
		Wording:   "WebAuthn MFA is not enabled for the user pool.",
		Reason:    "FactorConfiguration of the pool is not MULTI_FACTOR_WITH_USER_VERIFICATION",
		Fix:       "set it with SetUserPoolMfaConfig",
		Source:    assumed("the condition is documented at " + reference("SetUserMFAPreference") + "; the text is not established"),
	}
	PasskeyMFAWithoutPasskey = &Rule{
		ID:        "passkey.mfa-without-passkey",
		exception: api.InvalidParameterException,
		Wording:   "User does not have applicable WebAuthn credentials to enable WebAuthn MFA.",
		Reason:    "the user has no passkey for the relying party of the pool",
		Fix:       "register one first",
		Source:    observed("public code of 2026"),
	}
)

var passkeyRules = []*Rule{
	PasskeyNotEnabled,
	PasskeyRelyingPartyMissing,
	PasskeyTier,
	PasskeyTooMany,
	PasskeyChallengeMissing,
	PasskeyClientMismatch,
	PasskeyOriginNotAllowed,
	PasskeyRelyingPartyMismatch,
	PasskeyNotSupported,
	PasskeyMalformed,
	PasskeyKnown,
	PasskeyMissing,
	PasskeyWrong,
	PasskeyMFANotEnabled,
	PasskeyMFAWithoutPasskey,
}
