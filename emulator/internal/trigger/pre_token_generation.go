package trigger

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// The sources of the trigger that the API's flows have.
const (
	TokensAtSignIn       = "TokenGeneration_Authentication"
	TokensAtNewPassword  = "TokenGeneration_NewPasswordChallenge"
	TokensAtDevice       = "TokenGeneration_AuthenticateDevice"
	TokensAtRefresh      = "TokenGeneration_RefreshTokens"
	TokensAtHostedSignIn = "TokenGeneration_HostedAuth"
	TokensForMachines    = "TokenGeneration_ClientCredentials" // V3_0 only
)

// PreTokenGenerationRequest is what the trigger is asked.
type PreTokenGenerationRequest struct {
	Source         string
	UserName       string
	ClientID       string
	Attributes     map[string]string
	Groups         []string // in the order of the cognito:groups claim
	Roles          []string
	PreferredRole  string   // "" where there is none
	Scopes         []string // of the access token
	ClientMetadata map[string]string
}

// groupConfiguration is what groups give to the tokens, in requests and, as groupOverrideDetails, in answers.
type groupConfiguration struct {
	GroupsToOverride   []string `json:"groupsToOverride"`
	IAMRolesToOverride []string `json:"iamRolesToOverride"`
	PreferredRole      *string  `json:"preferredRole"`
}

type preTokenGenerationRequest struct {
	UserAttributes     attributes          `json:"userAttributes"`
	GroupConfiguration *groupConfiguration `json:"groupConfiguration"` // null for machines
	ClientMetadata     map[string]string   `json:"clientMetadata,omitempty"`
	Scopes             []string            `json:"scopes,omitzero"` // absent in V1_0
}

// preTokenVersion is one of the trigger's three event versions: what differs between them.
type preTokenVersion struct {
	version  string // the event's
	name     string // as errors have it; that of V3_0 is assumed
	response string // the one member of the response
	complex  bool   // claims need not be strings, and the access token can be changed
}

var preTokenVersions = map[api.PreTokenGenerationLambdaVersionType]preTokenVersion{
	api.PreTokenGenerationLambdaVersionTypeV10: {"1", "PreTokenGeneration", "claimsOverrideDetails", false},
	api.PreTokenGenerationLambdaVersionTypeV20: {"2", "PreTokenGenerationV2_0", "claimsAndScopeOverrideDetails", true},
	api.PreTokenGenerationLambdaVersionTypeV30: {"3", "PreTokenGenerationV3_0", "claimsAndScopeOverrideDetails", true},
}

// preTokenVersionOf finds the version of an event by its version member.
func preTokenVersionOf(version string) (preTokenVersion, bool) {
	for _, v := range preTokenVersions {
		if v.version == version {
			return v, true
		}
	}
	return preTokenVersion{}, false
}

// PreTokenGeneration runs before tokens are issued, and may change their claims, scopes and groups. The answer is
// nil if the pool has no such trigger, or nothing changes. Only V3_0 runs for client credentials.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
func (t *Triggers) PreTokenGeneration(ctx context.Context, pool directory.Pool, r PreTokenGenerationRequest) (*TokenChanges, error) {
	arn, version := preTokenFunction(pool)
	if arn == "" || r.Source == TokensForMachines && version.version != "3" {
		return nil, nil
	}
	answer, err := ask(ctx, t, question{name: version.name, arn: arn, event: preTokenEvent(ctx, pool, version, r)}, readPreTokenGeneration)
	return answer.changes, err
}

// preTokenFunction says which function a pool asks, and in which version of the event.
func preTokenFunction(pool directory.Pool) (string, preTokenVersion) {
	config := configured(pool)
	if versioned := config.PreTokenGenerationConfig; versioned != nil {
		return versioned.LambdaArn, preTokenVersions[versioned.LambdaVersion]
	}
	return config.PreTokenGeneration, preTokenVersions[api.PreTokenGenerationLambdaVersionTypeV10]
}

func preTokenEvent(ctx context.Context, pool directory.Pool, v preTokenVersion, r PreTokenGenerationRequest) envelope {
	request := preTokenGenerationRequest{UserAttributes: attributesOf(pool, r.Attributes), ClientMetadata: r.ClientMetadata}
	if v.complex {
		request.Scopes = listed(r.Scopes)
	}
	if r.Source != TokensForMachines {
		request.GroupConfiguration = &groupConfiguration{GroupsToOverride: listed(r.Groups), IAMRolesToOverride: listed(r.Roles)}
		if r.PreferredRole != "" {
			request.GroupConfiguration.PreferredRole = &r.PreferredRole
		}
	}
	e := newSourceFirst(ctx, pool, subject{r.Source, r.UserName, r.ClientID}, request, map[string]*struct{}{v.response: nil})
	e.Version = v.version
	return e
}

// listed makes a list that is shown as [] when it is empty.
func listed(texts []string) []string { return append([]string{}, texts...) }
