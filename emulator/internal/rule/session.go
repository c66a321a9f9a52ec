package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of tracked sessions, of tokens for machines, and of authentication levels.
var (
	SessionsTier = &Rule{
		ID:        "session.tier",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following feature is not available for the LITE pricing tier configured: User Session Management",
		Reason:    "tracking sessions is not in the LITE tier",
		Fix:       "set UserPoolTier to ESSENTIALS",
		Source:    assumed("the exception is documented, " + reference("SetUserPoolSessionConfiguration") + "; the text is not established"),
	}
	SessionsUntracked = &Rule{
		ID:        "session.untracked",
		exception: api.InvalidParameterException,
		Wording:   "User session tracking is not enabled for this user pool.",
		Reason:    "sessions of app clients are configured in pools that track sessions only",
		Fix:       "call SetUserPoolSessionConfiguration with UserSessionTracking ENABLED",
		Source:    assumed("that it must be enabled is documented, " + reference("SetUserPoolClientSessionConfiguration") + "; exception and text are not established"),
	}
	SessionNotFound = &Rule{
		ID:        "session.not-found",
		exception: api.ResourceNotFoundException,
		Wording:   "Session does not exist.",
		Reason:    "the user has no such session; it may have ended, or the pool does not track sessions",
		Fix:       "take a SessionId of ListUserSessions",
		Source:    assumed("the exception is declared; the text is not established"),
	}
	SessionIsCurrent = &Rule{
		ID:        "session.is-current",
		exception: api.InvalidParameterException,
		Wording:   "The current session cannot be revoked.",
		Reason:    "the session is that of the access token of this call",
		Fix:       "call RevokeToken or GlobalSignOut to end the own session",
		Source:    assumed("that it cannot be revoked is documented, " + reference("RevokeUserSession") + "; exception and text are not established"),
	}
	ClientTokenSecret = &Rule{
		ID:        "client-token.secret",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid client or secret",
		Reason:    "the secret is not the app client's",
		Fix:       "send the ClientSecret that DescribeUserPoolClient shows",
		Source:    observed("a public test against the real service, 2026-09-26"),
	}
	ClientTokenOff = &Rule{
		ID:        "client-token.off",
		exception: api.InvalidParameterException,
		Wording:   "CLIENT_TOKEN_AUTH is not enabled for the client.",
		Reason:    "the app client does not allow ALLOW_CLIENT_TOKEN_AUTH",
		Fix:       "make an app client whose ExplicitAuthFlows are ALLOW_CLIENT_TOKEN_AUTH",
		Source:    assumed("that the flow is needed is documented, " + reference("GetClientToken") + "; exception and text are not established"),
	}
	ClientTokenScope = &Rule{
		ID:        "client-token.scope",
		exception: api.InvalidParameterException,
		Wording:   "Invalid scope requested: %s",
		Reason:    "only custom scopes of resource servers that the app client allows can be asked for; pools have no resource servers yet",
		Fix:       "leave Scopes out; PreTokenGeneration V3_0 can add scopes",
		Source:    assumed("that only such scopes are granted is documented, " + reference("GetClientToken") + "; exception and text are not established"),
	}
	ClientTokenAlone = &Rule{
		ID:        "client.client-token-alone",
		exception: api.InvalidParameterException,
		Wording:   "ALLOW_CLIENT_TOKEN_AUTH cannot be used with other ExplicitAuthFlows.",
		Reason:    "an app client for machines signs in no users",
		Fix:       "make another app client",
		Source:    assumed("documented, " + reference("GetClientToken") + "; exception and text are not established"),
	}
	StepUpTier = &Rule{
		ID:        "step-up.tier",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following feature is not available for the LITE pricing tier configured: Step-Up Authentication",
		Reason:    "TARGET_ACR_VALUES is not in the LITE tier",
		Fix:       "set UserPoolTier to ESSENTIALS",
		Source:    assumed("the exception is documented, " + guide("cognito-user-pools-step-up-authentication") + "; the text is not established"),
	}
	StepUpTargetMissing = &Rule{
		ID:        "step-up.target-missing",
		exception: api.InvalidParameterException,
		Wording:   "Missing required parameter TARGET_ACR_VALUES",
		Reason:    "the request has an ACCESS_TOKEN, and no level to step up to",
		Fix:       "send TARGET_ACR_VALUES",
		Source:    assumed("that it is an error is documented, " + reference("InitiateAuth") + "; exception and text are not established"),
	}
	StepUpUnknown = &Rule{
		ID:        "step-up.unknown",
		exception: api.InvalidParameterException,
		Wording:   "TARGET_ACR_VALUES has no valid value.",
		Reason:    "the pool knows none of the levels",
		Fix:       "send one of the AcrConfiguration of the pool, such as urn:cognito:loa:3",
		Source:    assumed("that it is an error is documented, " + reference("InitiateAuth") + "; exception and text are not established"),
	}
	StepUpOutOfReach = &Rule{
		ID:        "step-up.out-of-reach",
		exception: api.InvalidParameterException,
		Wording:   "The user has no factors for the requested TARGET_ACR_VALUES.",
		Reason:    "the user has not set up what any of the levels asks for",
		Fix:       "set the factors up first; a step-up does not",
		Source:    assumed("that it is an error is documented, " + guide("authentication-flows-selection-sdk") + "; exception and text are not established"),
	}
	StepUpReached = &Rule{
		ID:        "step-up.reached",
		exception: api.InvalidParameterException,
		Wording:   "The access token already has the requested authentication level.",
		Reason:    "a step-up is no way to refresh tokens",
		Fix:       "go on with the tokens at hand, or send MAX_AGE to have the user authenticated again",
		Source:    assumed("that it is an error is documented, " + guide("authentication-flows-selection-sdk") + "; exception and text are not established"),
	}
	StepUpOtherUser = &Rule{
		ID:        "step-up.other-user",
		exception: api.NotAuthorizedException,
		Wording:   "The access token does not belong to the user.",
		Reason:    "USERNAME is not the user of ACCESS_TOKEN",
		Fix:       "send both of the same user",
		Source:    assumed("that they must match is documented, " + reference("InitiateAuth") + "; exception and text are not established"),
	}
	StepUpMaxAge = &Rule{
		ID:        "step-up.max-age",
		exception: api.InvalidParameterException,
		Wording:   "MAX_AGE must be a non-negative integer.",
		Reason:    "MAX_AGE is a number of seconds",
		Fix:       "send digits, or leave it out",
		Source:    assumed("documented as an integer, " + reference("InitiateAuth") + "; exception and text are not established"),
	}
	LevelsTier = &Rule{
		ID:        "pool.tier-levels",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following features need to be disabled for the LITE pricing tier configured: Step-Up Authentication",
		Reason:    "names of authentication levels are not in the LITE tier",
		Fix:       "set UserPoolTier to ESSENTIALS, or leave AcrConfiguration out",
		Source:    assumed("the tier is documented, " + guide("cognito-user-pools-step-up-authentication") + "; the text is not established"),
	}
	LevelsNotUnique = &Rule{
		ID:        "pool.levels-not-unique",
		exception: api.InvalidParameterException,
		Wording:   "AcrValue %s is not unique across the levels.",
		Reason:    "two authentication levels have one name",
		Fix:       "give each level a name of its own, and none the usual name of another",
		Source:    assumed("documented, " + guide("cognito-user-pools-step-up-authentication") + "; the text is not established"),
	}
	ClientTokenNeedsSecret = &Rule{
		ID:        "client.client-token-needs-secret",
		exception: api.InvalidParameterException,
		Wording:   "ALLOW_CLIENT_TOKEN_AUTH requires a client secret.",
		Reason:    "a machine proves the app client's secret",
		Fix:       "set GenerateSecret when the app client is created",
		Source:    assumed("that a secret is needed is documented, " + reference("GetClientToken") + "; that it is refused so early is not"),
	}
)

var sessionRules = []*Rule{
	SessionsTier,
	SessionsUntracked,
	SessionNotFound,
	SessionIsCurrent,
	ClientTokenSecret,
	ClientTokenOff,
	ClientTokenScope,
	ClientTokenAlone,
	ClientTokenNeedsSecret,
	StepUpTier,
	StepUpTargetMissing,
	StepUpUnknown,
	StepUpOutOfReach,
	StepUpReached,
	StepUpOtherUser,
	StepUpMaxAge,
	LevelsTier,
	LevelsNotUnique,
}
