package trigger

import (
	"context"
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// InboundFederationRequest is what an identity provider has said about a user.
type InboundFederationRequest struct {
	UserName     string
	ClientID     string
	ProviderName string
	ProviderType string // OIDC, SAML, Facebook, Google, SignInWithApple or LoginWithAmazon
	Attributes   InboundAttributes
}

// InboundAttributes are the provider's raw answers: the first three of OpenID Connect and social providers, the last
// one of SAML providers. What there is not is left out.
type InboundAttributes struct {
	TokenResponse map[string]any `json:"tokenResponse,omitempty"`
	IDToken       map[string]any `json:"idToken,omitempty"`
	UserInfo      map[string]any `json:"userInfo,omitempty"`
	SAMLResponse  map[string]any `json:"samlResponse,omitempty"`
}

type inboundFederationRequest struct {
	ProviderName string            `json:"providerName"`
	ProviderType string            `json:"providerType"`
	Attributes   InboundAttributes `json:"attributes"`
}

type inboundFederationResponse struct {
	UserAttributesToMap attributes `json:"userAttributesToMap"`
}

// mapped are the attributes that the function returned.
type mapped map[string]string

func (m mapped) verdict() string {
	if len(m) == 0 {
		return "the provider's attributes are not changed"
	}
	return fmt.Sprintf("%d attributes replace those of the provider", len(m))
}

// InboundFederation lets the function change what an identity provider has said about a user, before the user is
// created or updated. What it returns replaces the incoming attributes as a whole; nothing returned leaves them as
// they are.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-inbound-federation.html
func (t *Triggers) InboundFederation(ctx context.Context, pool directory.Pool, r InboundFederationRequest, incoming map[string]string) (map[string]string, error) {
	config := configured(pool).InboundFederation
	if config == nil || config.LambdaArn == "" {
		return incoming, nil
	}
	returned, err := ask(ctx, t, question{name: "InboundFederation", arn: config.LambdaArn, event: inboundFederationEvent(ctx, pool, r)}, readInboundFederation)
	if err != nil {
		return nil, err
	}
	if len(returned) == 0 {
		return incoming, nil
	}
	return returned, nil
}

func inboundFederationEvent(ctx context.Context, pool directory.Pool, r InboundFederationRequest) envelope {
	return newSourceFirst(ctx, pool, subject{"InboundFederation_ExternalProvider", r.UserName, r.ClientID},
		inboundFederationRequest{r.ProviderName, r.ProviderType, r.Attributes}, inboundFederationResponse{})
}

func readInboundFederation(r *reply) (mapped, *rule.Refusal) {
	members, refusal := r.response()
	if refusal != nil {
		return nil, refusal
	}
	var returned map[string]string
	problem := read(members, "userAttributesToMap", &returned)
	return returned, wrongType(problem)
}
