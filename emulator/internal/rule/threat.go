package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of threat protection.
var (
	ThreatProtectionOff = &Rule{
		ID:        "threat.off",
		exception: api.UserPoolAddOnNotEnabledException,
		Wording:   "User pool add-ons are not enabled.",
		Reason:    "the pool has no threat protection",
		Fix:       "set UserPoolTier to PLUS and UserPoolAddOns.AdvancedSecurityMode to AUDIT or ENFORCED",
		Source:    assumed("the exception is documented, " + reference("SetRiskConfiguration") + "; its text is not"),
	}
	ThreatAddressBlocked = &Rule{
		ID:        "threat.address-blocked",
		exception: api.NotAuthorizedException,
		Wording:   "Request not allowed due to security reasons.",
		Reason:    "BlockedIPRangeList has the caller's address",
		Fix:       "change RiskExceptionConfiguration with SetRiskConfiguration",
		Source:    observed("public code, seen after an address had been blocked by hand"),
	}
	ThreatSignInBlocked = &Rule{
		ID:        "threat.sign-in-blocked",
		exception: api.NotAuthorizedException,
		Wording:   "Unable to login because of security reasons.",
		Reason:    "the sign-in is risky, and the risk configuration blocks such ones",
		Fix:       "change AccountTakeoverRiskConfiguration with SetRiskConfiguration, or Risks of the pool in the seed",
		Source:    observed("several public programs that match on the text"),
	}
	ThreatPasswordCompromised = &Rule{
		ID:        "threat.password-compromised",
		exception: api.InvalidPasswordException,
		Wording:   "Provided password cannot be used for security reasons.",
		Reason:    "the password is one of those that became known elsewhere",
		Fix:       "take another password, or change CompromisedPasswords of the pool in the seed",
		Source:    observed("public code that matches on the text"),
	}
	ThreatCredentialsCompromised = &Rule{
		ID:        "threat.credentials-compromised",
		exception: api.PasswordResetRequiredException,
		Wording:   "Password reset required for user due to security reasons",
		Reason:    "the password is right, and one of those that became known elsewhere; the user is RESET_REQUIRED now",
		Fix:       "reset the password with ForgotPassword, or change CompromisedPasswords of the pool in the seed",
		Source:    observed("several public programs that match on the text; that the user becomes RESET_REQUIRED is documented, " + guide("cognito-user-pool-settings-compromised-credentials")),
	}
	ThreatIPRange = &Rule{
		ID:        "threat.ip-range",
		exception: api.InvalidParameterException,
		Wording:   "Invalid IP range: %s",
		Reason:    "the ranges of RiskExceptionConfiguration have to be in CIDR notation",
		Fix:       "write it like 192.0.2.0/24 or 2001:db8::/32",
		Source:    assumed("the notation is documented, " + reference("RiskExceptionConfigurationType") + "; that it is checked and the text are not"),
	}
	AuthEventNotFound = &Rule{
		ID:        "threat.event-not-found",
		exception: api.ResourceNotFoundException,
		Wording:   "Auth event does not exist.",
		Reason:    "the user has no event of this id",
		Fix:       "take an EventId of AdminListUserAuthEvents",
		Source:    assumed("the exception is declared by " + reference("AdminUpdateAuthEventFeedback") + "; its text is not known"),
	}
	FeedbackTokenInvalid = &Rule{
		ID:        "threat.feedback-token",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid feedback token",
		Reason:    "it is not the token that the notification of this event carries",
		Fix:       "take it from the message that the user was sent; see GET /_emulator/messages",
		Source:    assumed("the exception is declared by " + reference("UpdateAuthEventFeedback") + "; its text is not known"),
	}
)

var threatRules = []*Rule{
	ThreatProtectionOff, ThreatAddressBlocked, ThreatSignInBlocked, ThreatPasswordCompromised, ThreatCredentialsCompromised,
	ThreatIPRange, AuthEventNotFound, FeedbackTokenInvalid,
}
