package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of access and refresh tokens.
var (
	AccessTokenInvalid = &Rule{
		ID:        "token.access-invalid",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid Access Token",
		Reason:    "the text is no access token of this emulator (an ID token, perhaps)",
		Fix:       "send AuthenticationResult.AccessToken",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AccessTokenSignature = &Rule{
		ID:        "token.access-signature",
		exception: api.NotAuthorizedException,
		Wording:   "Could not verify signature for Access Token",
		Reason:    "the token was changed, or signed by somebody else",
		Fix:       "sign in again",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AccessTokenExpired = &Rule{
		ID:        "token.access-expired",
		exception: api.NotAuthorizedException,
		Wording:   "Access Token has expired",
		Reason:    "the token is older than AccessTokenValidity",
		Fix:       "refresh it",
		Source:    observed("public code"),
	}
	AccessTokenRevoked = &Rule{
		ID:        "token.access-revoked",
		exception: api.NotAuthorizedException,
		Wording:   "Access Token has been revoked",
		Reason:    "the user signed out everywhere, was disabled, or the refresh token was revoked",
		Fix:       "sign in again",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AccessTokenScope = &Rule{
		ID:        "token.access-scope",
		exception: api.NotAuthorizedException,
		Wording:   "Access Token does not have required scopes",
		Reason:    "the token has no scope aws.cognito.signin.user.admin: PreTokenGeneration suppressed it",
		Fix:       "leave aws.cognito.signin.user.admin out of scopesToSuppress",
		Source:    observed("public issues about tokens without that scope"),
	}
	AccessTokenOfFormerUser = &Rule{
		ID:        "token.access-former-user",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid access token.",
		Reason:    "the token belongs to a deleted user of the same name",
		Fix:       "sign in again",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RefreshTokenInvalid = &Rule{
		ID:        "token.refresh-invalid",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid Refresh Token",
		Reason:    "the text is no refresh token of this pool",
		Fix:       "send AuthenticationResult.RefreshToken",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RefreshTokenClient = &Rule{
		ID:        "token.refresh-client",
		exception: api.NotAuthorizedException,
		Wording:   "Refresh Token has different Client",
		Reason:    "the token was given to another app client",
		Fix:       "use the client that signed in",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RefreshTokenRevoked = &Rule{
		ID:        "token.refresh-revoked",
		exception: api.NotAuthorizedException,
		Wording:   "Refresh Token has been revoked",
		Reason:    "the token was revoked, or the user signed out everywhere",
		Fix:       "sign in again",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RefreshTokenRevokedSilently = &Rule{
		ID:        "token.refresh-revoked-rotated",
		exception: api.NotAuthorizedException,
		Reason:    "the rotated token's family was revoked; the real service sends no message",
		Fix:       "sign in again",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RefreshTokenExpired = &Rule{
		ID:        "token.refresh-expired",
		exception: api.NotAuthorizedException,
		Wording:   "Refresh Token has expired",
		Reason:    "the token is older than RefreshTokenValidity",
		Fix:       "sign in again",
		Source:    assumed("the text is not recorded"),
	}
	RefreshTokenUserDeleted = &Rule{
		ID:        "token.refresh-user-deleted",
		exception: api.NotAuthorizedException,
		Wording:   "The user has been deleted for the associated refresh token",
		Reason:    "the user no longer exists",
		Fix:       "sign up again",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RefreshTokenReuse = &Rule{
		ID:        "token.refresh-reuse",
		exception: api.RefreshTokenReuseException,
		Wording:   "Refresh token reuse detected",
		Reason:    "the token has been rotated already, and its grace period is over",
		Fix:       "keep the newest refresh token",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RevocationOff = &Rule{
		ID:        "token.revocation-off",
		exception: api.UnsupportedOperationException,
		Wording:   "This feature is not enabled for this client",
		Reason:    "the app client has EnableTokenRevocation false",
		Fix:       "switch it on",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	TokenTypeUnsupported = &Rule{
		ID:        "token.type-unsupported",
		exception: api.UnsupportedTokenTypeException,
		Wording:   "Unsupported token type",
		Reason:    "only refresh tokens can be revoked",
		Fix:       "send the refresh token",
		Source:    assumed("documented; the text is not established"),
	}
)

var tokenRules = []*Rule{
	AccessTokenInvalid,
	AccessTokenSignature,
	AccessTokenExpired,
	AccessTokenRevoked,
	AccessTokenScope,
	AccessTokenOfFormerUser,
	RefreshTokenInvalid,
	RefreshTokenClient,
	RefreshTokenRevoked,
	RefreshTokenRevokedSilently,
	RefreshTokenExpired,
	RefreshTokenUserDeleted,
	RefreshTokenReuse,
	RevocationOff,
	TokenTypeUnsupported,
}
