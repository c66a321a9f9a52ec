package directory

import "slices"

// standardScopes are the OAuth scopes that every pool has.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
var standardScopes = []string{"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}

// HasScope reports whether an app client of a pool can ask for a scope: a standard one, for pools do not have resource
// servers yet.
func HasScope(scope string) bool { return slices.Contains(standardScopes, scope) }

// ProviderCognito is the name that the pool itself has among its identity providers.
const ProviderCognito = "COGNITO"

// HasProvider reports whether an app client of a pool can use an identity provider: the pool itself, for there are
// no others yet.
func HasProvider(name string) bool { return name == ProviderCognito }
