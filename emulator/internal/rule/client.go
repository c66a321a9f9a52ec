package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of app clients: finding them, their secrets and their settings.
var (
	ClientNotFound = &Rule{
		ID:        "client.not-found",
		exception: api.ResourceNotFoundException,
		Wording:   "User pool client %s does not exist.",
		Reason:    "no app client has this id",
		Fix:       "list the clients with ListUserPoolClients",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	ClientNotInPool = &Rule{
		ID:        "client.not-in-pool",
		exception: api.ResourceNotFoundException,
		Wording:   "User pool client %s does not exist in user pool %s.",
		Reason:    "the app client belongs to another pool",
		Fix:       "use the pool that the client was created in",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	ClientDescribeNotFound = &Rule{
		ID:        "client.describe-not-found",
		exception: api.ResourceNotFoundException,
		Wording:   "User pool client does not exist.",
		Reason:    "the pool has no app client with this id",
		Fix:       "list the clients with ListUserPoolClients",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	SecretHashMissing = &Rule{
		ID:        "client.secret-hash-missing",
		exception: api.NotAuthorizedException,
		Wording:   "Client %s is configured with secret but SECRET_HASH was not received",
		Reason:    "the app client has a secret",
		Fix:       "send SECRET_HASH = base64(HMAC-SHA256(client secret, username + client id))",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	SecretMissing = &Rule{
		ID:        "client.secret-missing",
		exception: api.NotAuthorizedException,
		Wording:   "Client %s is configured for secret but secret was not received",
		Reason:    "the app client has a secret and the request carries none",
		Fix:       "send SecretHash (or ClientSecret)",
		Source:    recorded("raw capture of 2026-09-24, for GetTokensFromRefreshToken; observed for SignUp and its siblings"),
	}
	SecretHashMismatch = &Rule{
		ID:        "client.secret-hash-mismatch",
		exception: api.NotAuthorizedException,
		Wording:   "Unable to verify secret hash for client %s",
		Reason:    "the secret hash is not the one of this user name, client id and secret",
		Fix:       "compute it over the user name exactly as sent in the same request",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	ClientSecretMismatch = &Rule{
		ID:        "client.secret-mismatch",
		exception: api.NotAuthorizedException,
		Wording:   "Unable to verify secret hash for client %s",
		Reason:    "the client secret is not the client's",
		Fix:       "send the secret that CreateUserPoolClient returned",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RevokeSecretMismatch = &Rule{
		ID:        "client.revoke-secret",
		exception: api.UnauthorizedException,
		Wording:   "Invalid client or secret",
		Reason:    "RevokeToken came without the client's secret, or with another one",
		Fix:       "send ClientSecret",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	FlowNamesMixed = &Rule{
		ID:        "client.flow-names-mixed",
		exception: api.InvalidParameterException,
		Wording:   "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
		Reason:    "ExplicitAuthFlows mixes ALLOW_ names with legacy names",
		Fix:       "use the ALLOW_ names only",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	OAuthFlowsRequired = &Rule{
		ID:        "client.oauth-flows-required",
		exception: api.InvalidParameterException,
		Wording:   "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
		Reason:    "AllowedOAuthFlowsUserPoolClient is true without flows or scopes",
		Fix:       "give both",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	CallbackURLsRequired = &Rule{
		ID:        "client.callback-urls-required",
		exception: api.InvalidParameterException,
		Wording:   "CallbackUrls can not be empty when code flow or implicit flow is selected",
		Reason:    "the code and implicit flows need a callback URL",
		Fix:       "give CallbackURLs",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	ClientCredentialsAlone = &Rule{
		ID:        "client.client-credentials-alone",
		exception: api.InvalidOAuthFlowException,
		Wording:   "client_credentials flow can not be selected along with code flow or implicit flow.",
		Reason:    "client_credentials was asked for beside another OAuth flow",
		Fix:       "make a client of its own for it",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	ClientCredentialsSecret = &Rule{
		ID:        "client.client-credentials-secret",
		exception: api.InvalidOAuthFlowException,
		Wording:   "client_credentials flow can not be selected if client does not have a client secret.",
		Reason:    "client_credentials needs a confidential client",
		Fix:       "set GenerateSecret",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	ScopeNotFound = &Rule{
		ID:        "client.scope-not-found",
		exception: api.ScopeDoesNotExistException,
		Wording:   "Invalid scope requested: %s",
		Reason:    "no resource server of the pool has this scope",
		Fix:       "create the resource server first",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	ProviderNotInPool = &Rule{
		ID:        "client.provider-not-in-pool",
		exception: api.InvalidParameterException,
		Wording:   "The provider %s does not exist for User Pool %s",
		Reason:    "SupportedIdentityProviders names a provider that the pool does not have",
		Fix:       "use COGNITO, or create the provider first",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	URLNeedsHTTPS = &Rule{
		ID:        "client.url-needs-https",
		exception: api.InvalidParameterException,
		Wording:   "%s cannot use the HTTP protocol.",
		Reason:    "http is allowed for localhost only",
		Fix:       "use https, or localhost",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	URLHasFragment = &Rule{
		ID:        "client.url-has-fragment",
		exception: api.InvalidParameterException,
		Wording:   "%s cannot use fragment",
		Reason:    "a callback URL has no fragment",
		Fix:       "remove what follows #",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	DefaultRedirectUnlisted = &Rule{
		ID:        "client.default-redirect-unlisted",
		exception: api.InvalidParameterException,
		Wording:   "The default redirect URI %s is not in the callback URIs list.",
		Reason:    "DefaultRedirectURI must be one of CallbackURLs",
		Fix:       "add it to CallbackURLs",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	WriteAttributesInvalid = &Rule{
		ID:        "client.write-attributes",
		exception: api.InvalidParameterException,
		Wording:   "Invalid write attributes specified while %s a client",
		Reason:    "WriteAttributes names an attribute that nobody may write, or leaves out a required one",
		Fix:       "list schema attributes, all required ones among them, without sub and the _verified flags",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	ReadAttributesInvalid = &Rule{
		ID:        "client.read-attributes",
		exception: api.InvalidParameterException,
		Wording:   "Invalid read attributes specified while %s a client",
		Reason:    "ReadAttributes names an attribute that is not in the schema",
		Fix:       "list schema attributes only",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	TokenValidityRange = &Rule{
		ID:        "client.token-validity-range",
		exception: api.InvalidParameterException,
		Wording:   "Invalid range for token validity.",
		Reason:    "access and ID tokens live 5 minutes to 1 day, refresh tokens 60 minutes to 10 years",
		Fix:       "mind TokenValidityUnits: access and ID tokens count hours by default, refresh tokens days",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	TokenValidityOrder = &Rule{
		ID:        "client.token-validity-order",
		exception: api.InvalidParameterException,
		Wording:   "Access and Id Token expiration times must be less than or equal to refresh token expiration times.",
		Reason:    "a short token would outlive the refresh token",
		Fix:       "raise RefreshTokenValidity",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	PropagateNeedsSecret = &Rule{
		ID:        "client.propagate-needs-secret",
		exception: api.InvalidParameterException,
		Wording:   "Client Secret is required to set EnablePropagateAdditionalUserContextData as true",
		Reason:    "only a confidential client may pass on user context data",
		Fix:       "set GenerateSecret",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	RotationExcludesRefreshFlow = &Rule{
		ID:        "client.rotation-excludes-refresh-flow",
		exception: api.InvalidParameterException,
		Wording:   "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled.",
		Reason:    "with rotation, tokens are refreshed by GetTokensFromRefreshToken only",
		Fix:       "leave ALLOW_REFRESH_TOKEN_AUTH out",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	RotationNeedsEssentials = &Rule{
		ID:        "client.rotation-needs-essentials",
		exception: api.FeatureUnavailableInTierException,
		Wording:   "The following features need to be disabled for the LITE pricing tier configured: Refresh Token Rotation",
		Reason:    "the pool is on the LITE tier",
		Fix:       "set UserPoolTier to ESSENTIALS",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	SecretGivenAndGenerated = &Rule{
		ID:        "client.secret-given-and-generated",
		exception: api.InvalidParameterException,
		Wording:   "GenerateSecret and ClientSecret cannot be used together.",
		Reason:    "a secret is either given or generated",
		Fix:       "send one of the two",
		Source:    assumed("documented as rejected; the text is not established"),
	}
	ClientTooMany = &Rule{
		ID:        "client.too-many",
		exception: api.LimitExceededException,
		Wording:   "The number of app clients has reached its limit of %d.",
		Reason:    "a pool has 1000 app clients at most",
		Fix:       "delete some",
		Source:    assumed("the limit is documented; the text is not established"),
	}
	AnalyticsInvalid = &Rule{
		ID:        "client.analytics-invalid",
		exception: api.InvalidParameterException,
		Wording:   "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid",
		Reason:    "AnalyticsConfiguration mixes its two forms, or one is incomplete",
		Fix:       "give ApplicationArn alone, or ApplicationId, RoleArn and ExternalId",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	AnalyticsRegion = &Rule{
		ID:        "client.analytics-region",
		exception: api.InvalidParameterException,
		Wording:   "The integration with Pinpoint is not supported for the requested %s region.",
		Reason:    "the Pinpoint project is of another Region",
		Fix:       "use a project of the pool's Region",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
)

var clientRules = []*Rule{
	ClientNotFound,
	ClientNotInPool,
	ClientDescribeNotFound,
	SecretHashMissing,
	SecretMissing,
	SecretHashMismatch,
	ClientSecretMismatch,
	RevokeSecretMismatch,
	FlowNamesMixed,
	OAuthFlowsRequired,
	CallbackURLsRequired,
	ClientCredentialsAlone,
	ClientCredentialsSecret,
	ScopeNotFound,
	ProviderNotInPool,
	URLNeedsHTTPS,
	URLHasFragment,
	DefaultRedirectUnlisted,
	WriteAttributesInvalid,
	ReadAttributesInvalid,
	TokenValidityRange,
	TokenValidityOrder,
	PropagateNeedsSecret,
	RotationExcludesRefreshFlow,
	RotationNeedsEssentials,
	SecretGivenAndGenerated,
	ClientTooMany,
	AnalyticsInvalid,
	AnalyticsRegion,
}
