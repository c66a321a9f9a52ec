package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// flow is one way to open an attempt.
type flow struct {
	public, admin bool                        // which of the two operations takes it
	allowedBy     []api.ExplicitAuthFlowsType // any of these in ExplicitAuthFlows allows it
	off           func(api.AuthFlowType) *rule.Refusal
	required      []string
	refreshes     bool
	open          func(*Runner, context.Context, *Attempt, Params) error // nil: openRefresh, which replies at once
}

// flows lists them all.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
var flows = map[api.AuthFlowType]flow{
	api.AuthFlowTypeUserPasswordAuth: {
		public: true, required: []string{"USERNAME", "PASSWORD"}, open: (*Runner).openPassword,
		allowedBy: []api.ExplicitAuthFlowsType{api.ExplicitAuthFlowsTypeAllowUserPasswordAuth, api.ExplicitAuthFlowsTypeUserPasswordAuth},
		off:       func(api.AuthFlowType) *rule.Refusal { return rule.PasswordFlowOff.Refuse() },
	},
	api.AuthFlowTypeAdminUserPasswordAuth: adminPassword,
	api.AuthFlowTypeAdminNoSrpAuth:        adminPassword,
	api.AuthFlowTypeUserSrpAuth: {
		public: true, admin: true, required: []string{"USERNAME", "SRP_A"}, open: (*Runner).openSRP,
		allowedBy: []api.ExplicitAuthFlowsType{api.ExplicitAuthFlowsTypeAllowUserSrpAuth}, off: flowOff,
	},
	api.AuthFlowTypeRefreshToken:     refreshing,
	api.AuthFlowTypeRefreshTokenAuth: refreshing,
	api.AuthFlowTypeCustomAuth: {
		public: true, admin: true, required: []string{"USERNAME"}, open: (*Runner).openCustom, off: flowOff,
		allowedBy: []api.ExplicitAuthFlowsType{api.ExplicitAuthFlowsTypeAllowCustomAuth, api.ExplicitAuthFlowsTypeCustomAuthFlowOnly},
	},
	api.AuthFlowTypeUserAuth: {
		public: true, admin: true, required: []string{"USERNAME"}, open: (*Runner).openChoice,
		off:       func(api.AuthFlowType) *rule.Refusal { return rule.ChoiceFlowOff.Refuse() },
		allowedBy: []api.ExplicitAuthFlowsType{api.ExplicitAuthFlowsTypeAllowUserAuth},
	},
}

var adminPassword = flow{
	admin: true, required: []string{"USERNAME", "PASSWORD"}, open: (*Runner).openPassword,
	allowedBy: []api.ExplicitAuthFlowsType{api.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth, api.ExplicitAuthFlowsTypeAdminNoSrpAuth},
	off:       func(api.AuthFlowType) *rule.Refusal { return rule.AdminFlowOff.Refuse() },
}

var refreshing = flow{
	public: true, admin: true, required: []string{"REFRESH_TOKEN"}, refreshes: true, off: flowOff,
	allowedBy: []api.ExplicitAuthFlowsType{api.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
}

func flowOff(name api.AuthFlowType) *rule.Refusal { return rule.FlowOff.Refuse(name) }

// findFlow finds the flow of a request, if the operation and the client allow it.
func findFlow(in Request, client directory.Client) (flow, error) {
	f := flows[in.Flow]
	rotates, _ := client.Rotates()
	switch {
	case in.PoolID == "" && !f.public:
		return f, rule.FlowNotPublic.Refuse().Because("%s is a flow of AdminInitiateAuth", in.Flow)
	case in.PoolID != "" && !f.admin:
		return f, rule.FlowNotAdmin.Refuse().Because("%s is a flow of InitiateAuth", in.Flow)
	case f.refreshes && rotates:
		return f, rule.RotationRefusesFlow.Refuse().Because("client %s has RefreshTokenRotation ENABLED", client.ClientId)
	case !client.Allows(f.allowedBy...):
		return f, f.off(in.Flow).Because("ExplicitAuthFlows of client %s (%s) is %v; %s needs %s", client.ClientName, client.ClientId, shown(client), in.Flow, f.allowedBy[0])
	}
	return f, nil
}

func shown(client directory.Client) any {
	if len(client.ExplicitAuthFlows) == 0 {
		return "not set (SRP, custom and refresh are allowed)"
	}
	return slices.Sorted(slices.Values(client.ExplicitAuthFlows))
}
