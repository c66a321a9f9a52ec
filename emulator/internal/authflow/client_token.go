package authflow

import (
	"context"
	"crypto/subtle"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// machineName is the userName in the events of machines.
const machineName = "ClientCredentials"

// ClientToken signs an app client in, and no user. That a client that does not exist is answered like elsewhere, and the
// order of the checks, are assumed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
func (r *Runner) ClientToken(ctx context.Context, in *api.GetClientTokenRequest) (*api.ClientAuthenticationResultType, error) {
	pool, client, err := r.client(ctx, "", in.ClientId)
	if err != nil {
		return nil, err
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(client.ClientSecret), []byte(in.Secret)) != 1:
		return nil, rule.ClientTokenSecret.Refuse().Because("the secret is not that of client %s (%s)", client.ClientName, client.ClientId)
	case !client.Allows(api.ExplicitAuthFlowsTypeAllowClientTokenAuth):
		return nil, rule.ClientTokenOff.Refuse().Because("ExplicitAuthFlows of client %s (%s) is %v", client.ClientName, client.ClientId, shown(client))
	}
	grant := token.Grant{Pool: pool, Client: client, Now: r.Now()}
	if grant.Scopes, err = machineScopes(client, in.Scopes); err != nil {
		return nil, err
	}
	if len(grant.Scopes) == 0 {
		journal.From(ctx).Notice("client %s allows no custom scopes: pools have no resource servers yet", client.ClientId)
	}
	grant.Changes, err = r.Triggers.PreTokenGeneration(ctx, pool, trigger.PreTokenGenerationRequest{
		Source: trigger.TokensForMachines, UserName: machineName, ClientID: client.ClientId, Scopes: grant.Scopes, ClientMetadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return r.Tokens.ForMachine(ctx, grant)
}

// machineScopes are the scopes that were asked for, or all custom ones that the client allows. Others are for users.
func machineScopes(client directory.Client, asked []string) ([]string, error) {
	custom := func(scope string) bool { return strings.Contains(scope, "/") }
	for _, scope := range asked {
		if !custom(scope) || !slices.Contains(client.AllowedOAuthScopes, scope) {
			return nil, rule.ClientTokenScope.Refuse(scope).Because("%s is not one of the custom scopes that client %s allows", scope, client.ClientId)
		}
	}
	if len(asked) > 0 {
		return asked, nil
	}
	return slices.DeleteFunc(slices.Clone(client.AllowedOAuthScopes), func(s string) bool { return !custom(s) }), nil
}
