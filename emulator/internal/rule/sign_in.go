package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of sign-in: flows, proofs, states and challenges.
var (
	PasswordFlowOff = &Rule{
		ID:        "sign-in.user-password-auth-off",
		exception: api.InvalidParameterException,
		Wording:   "USER_PASSWORD_AUTH flow not enabled for this client",
		Reason:    "the app client does not allow the flow",
		Fix:       "add ALLOW_USER_PASSWORD_AUTH to ExplicitAuthFlows",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	FlowOff = &Rule{
		ID:        "sign-in.flow-off",
		exception: api.InvalidParameterException,
		Wording:   "%s is not enabled for the client.",
		Reason:    "the app client does not allow the flow",
		Fix:       "add it to ExplicitAuthFlows",
		Source:    observed("public code"),
	}
	AdminFlowOff = &Rule{
		ID:        "sign-in.admin-flow-off",
		exception: api.InvalidParameterException,
		Wording:   "Auth flow not enabled for this client",
		Reason:    "the app client does not allow the flow",
		Fix:       "add ALLOW_ADMIN_USER_PASSWORD_AUTH to ExplicitAuthFlows",
		Source:    observed("public code"),
	}
	FlowNotPublic = &Rule{
		ID:        "sign-in.flow-not-public",
		exception: api.InvalidParameterException,
		Wording:   "Initiate Auth method not supported.",
		Reason:    "the flow is for AdminInitiateAuth",
		Fix:       "call AdminInitiateAuth",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	FlowNotAdmin = &Rule{
		ID:        "sign-in.flow-not-admin",
		exception: api.InvalidParameterException,
		Wording:   "Initiate Auth method not supported.",
		Reason:    "the flow is for InitiateAuth",
		Fix:       "use ADMIN_USER_PASSWORD_AUTH",
		Source:    assumed("by analogy with the public operation"),
	}
	RotationRefusesFlow = &Rule{
		ID:        "sign-in.rotation",
		exception: api.UnsupportedOperationException,
		Wording:   "This API does not support refresh token rotation",
		Reason:    "the app client rotates refresh tokens",
		Fix:       "call GetTokensFromRefreshToken",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	ParameterMissing = &Rule{
		ID:        "sign-in.parameter-missing",
		exception: api.InvalidParameterException,
		Wording:   "Missing required parameter %s",
		Reason:    "the flow or the challenge needs the parameter",
		Fix:       "send it",
		Source:    recorded("raw capture of 2026-09-24 for SRP_A; observed for others"),
	}
	SrpAInvalid = &Rule{
		ID:        "sign-in.srp-a-invalid",
		exception: api.InvalidParameterException,
		Wording:   "SRP_A is not a valid hexadecimal number.",
		Reason:    "SRP_A is no hexadecimal number of a sensible length",
		Fix:       "send g^a mod N in hexadecimal digits",
		Source:    assumed("0 and 2 are recorded as accepted; what AWS says to other texts is not established"),
	}
	PasswordWrong = &Rule{
		ID:        "sign-in.password-wrong",
		exception: api.NotAuthorizedException,
		Wording:   "Incorrect username or password.",
		Reason:    "the password is not the user's",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	ImportedHidden = &Rule{
		ID:        "sign-in.imported-hidden",
		exception: api.NotAuthorizedException,
		Wording:   "Incorrect username or password.",
		Reason:    "the app client hides that an imported user has to reset the password",
		Source:    documented(guide("cognito-user-pool-managing-errors")),
	}
	UserDisabled = &Rule{
		ID:        "sign-in.user-disabled",
		exception: api.NotAuthorizedException,
		Wording:   "User is disabled.",
		Reason:    "an administrator disabled the user",
		Fix:       "call AdminEnableUser",
		Source:    recorded("raw capture of 2026-09-24, LEGACY; ENABLED is assumed to be the same"),
	}
	UserNotConfirmed = &Rule{
		ID:        "sign-in.user-not-confirmed",
		exception: api.UserNotConfirmedException,
		Wording:   "User is not confirmed.",
		Reason:    "the user has not confirmed the sign-up; this is checked before the password",
		Fix:       "call ConfirmSignUp or AdminConfirmSignUp",
		Source:    observed("public code and a measured table of 2026-09-16"),
	}
	PasswordResetRequired = &Rule{
		ID:        "sign-in.password-reset-required",
		exception: api.PasswordResetRequiredException,
		Wording:   "Password reset required for the user",
		Reason:    "an administrator, an import or a migration left the user without a usable password",
		Fix:       "call ForgotPassword or ConfirmForgotPassword",
		Source:    observed("public code"),
	}
	TemporaryPasswordExpired = &Rule{
		ID:        "sign-in.temporary-password-expired",
		exception: api.NotAuthorizedException,
		Wording:   "Temporary password has expired and must be reset by an administrator.",
		Reason:    "the temporary password is older than TemporaryPasswordValidityDays",
		Fix:       "call AdminCreateUser with RESEND, or AdminSetUserPassword",
		Source:    observed("public code"),
	}
	PasswordAttemptsExceeded = &Rule{
		ID:        "sign-in.attempts-exceeded",
		exception: api.NotAuthorizedException,
		Wording:   "Password attempts exceeded",
		Reason:    "after five wrong passwords each further one locks the user, twice as long each time, up to 15 minutes",
		Fix:       "wait, or move the emulator's clock, and sign in with the right password after the lock",
		Source:    documented(guide("amazon-cognito-user-pools-authentication-flow")),
	}
	SessionInvalid = &Rule{
		ID:        "sign-in.session-invalid",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid session for the user.",
		Reason:    "the session is of another user, pool or client, or none of ours",
		Fix:       "start again with InitiateAuth",
		Source:    observed("public integration tests"),
	}
	SessionExpired = &Rule{
		ID:        "sign-in.session-expired",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid session for the user, session is expired.",
		Reason:    "the session is older than AuthSessionValidity",
		Fix:       "start again with InitiateAuth",
		Source:    recorded("measured in 2026-09"),
	}
	SessionUsed = &Rule{
		ID:        "sign-in.session-used",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid session for the user, session can only be used once.",
		Reason:    "the challenge of this session has been answered",
		Fix:       "start again with InitiateAuth",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	CustomAuthNotConfigured = &Rule{
		ID:        "sign-in.custom-auth-not-configured",
		exception: api.InvalidParameterException,
		Wording:   "Custom auth lambda trigger is not configured for the user pool.",
		Reason:    "CUSTOM_AUTH needs the trigger DefineAuthChallenge",
		Fix:       "set DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse in the pool's LambdaConfig",
		Source:    observed("public issues; before 2020 the same was an UnexpectedLambdaException"),
	}
	CustomAuthIncomplete = &Rule{
		ID:        "sign-in.custom-auth-incomplete",
		exception: api.InvalidParameterException,
		Wording:   "Custom auth lambda trigger is not configured for the user pool.",
		Reason:    "a custom challenge needs the triggers CreateAuthChallenge and VerifyAuthChallengeResponse",
		Fix:       "set both in the pool's LambdaConfig",
		Source:    assumed("by analogy with a missing DefineAuthChallenge"),
	}
	CustomAuthFailed = &Rule{
		ID:        "sign-in.custom-auth-failed",
		exception: api.NotAuthorizedException,
		Wording:   "Incorrect username or password.",
		Reason:    "DefineAuthChallenge ended the sign-in with failAuthentication",
		Source:    assumed("public issues have the exception; the text is not established"),
	}
	ChallengeNotSupported = &Rule{
		ID:        "sign-in.challenge-mismatch",
		exception: api.InvalidParameterException,
		Wording:   "Challenge response not supported.",
		Reason:    "the session asks for another challenge",
		Fix:       "answer the challenge that was asked",
		Source:    assumed("the text is not established"),
	}
	AttributeAlreadyProvided = &Rule{
		ID:        "sign-in.attribute-already-provided",
		exception: api.NotAuthorizedException,
		Wording:   "Cannot modify an already provided %s",
		Reason:    "the user has this attribute already",
		Fix:       "leave it out of the challenge's answer",
		Source:    observed("public issue"),
	}
	AttributeStillMissing = &Rule{
		ID:        "sign-in.attribute-still-missing",
		exception: api.InvalidParameterException,
		Wording:   "Invalid attributes given, %s is missing",
		Reason:    "the challenge asked for this required attribute",
		Fix:       "send userAttributes.<name>",
		Source:    recorded("a test verified on the real service"),
	}
)

var signInRules = []*Rule{
	PasswordFlowOff,
	FlowOff,
	AdminFlowOff,
	FlowNotPublic,
	FlowNotAdmin,
	RotationRefusesFlow,
	ParameterMissing,
	SrpAInvalid,
	PasswordWrong,
	ImportedHidden,
	UserDisabled,
	UserNotConfirmed,
	PasswordResetRequired,
	TemporaryPasswordExpired,
	PasswordAttemptsExceeded,
	SessionInvalid,
	SessionExpired,
	SessionUsed,
	CustomAuthNotConfigured,
	CustomAuthIncomplete,
	CustomAuthFailed,
	ChallengeNotSupported,
	AttributeAlreadyProvided,
	AttributeStillMissing,
}
