package risk

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// SetRiskConfiguration says what a pool, or one of its app clients, does about risks. It replaces what was said before.
//
//  1. The pool has threat protection, and the app client is one of the pool's.
//  2. IP ranges are in CIDR notation.
//  3. With nothing but the ids the configuration is deleted; an app client has the pool's then.
//  4. An EventFilter that is left out means all events.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
func (o *Risks) SetRiskConfiguration(ctx context.Context, in *api.SetRiskConfigurationRequest) (*api.SetRiskConfigurationResponse, error) {
	config := api.RiskConfigurationType{
		UserPoolId: in.UserPoolId, ClientId: in.ClientId, RiskExceptionConfiguration: in.RiskExceptionConfiguration,
		AccountTakeoverRiskConfiguration:        in.AccountTakeoverRiskConfiguration,
		CompromisedCredentialsRiskConfiguration: withEvents(in.CompromisedCredentialsRiskConfiguration),
	}
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		pool, err := findPool(ctx, tx, in.UserPoolId)
		if err != nil {
			return err
		}
		if err := checkClient(ctx, tx, in.UserPoolId, in.ClientId); err != nil {
			return err
		}
		if err := checkRanges(in.RiskExceptionConfiguration); err != nil {
			return err
		}
		if isEmpty(config) {
			return directory.ForgetRiskConfiguration(tx, in.UserPoolId, in.ClientId)
		}
		notice(journal.From(ctx), pool, config)
		config.LastModifiedDate = api.Time{Time: tx.Now}
		return directory.RiskConfigurations.Put(tx, config)
	})
	if err != nil {
		return nil, err
	}
	return &api.SetRiskConfigurationResponse{RiskConfiguration: &config}, nil
}

func checkClient(ctx context.Context, tx *store.Tx, poolID, clientID string) error {
	if clientID == "" {
		return nil
	}
	client, _, err := directory.FindPoolClient(tx, poolID, clientID)
	journal.From(ctx).About("", client.ClientId, "")
	return err
}

func checkRanges(exception *api.RiskExceptionConfigurationType) error {
	if exception == nil {
		return nil
	}
	for _, list := range [][]string{exception.BlockedIPRangeList, exception.SkippedIPRangeList} {
		for _, text := range list {
			if _, err := directory.ParseIPRange(text); err != nil {
				return rule.ThreatIPRange.Refuse(text).Because("%v", err)
			}
		}
	}
	return nil
}

func isEmpty(c api.RiskConfigurationType) bool {
	return c.AccountTakeoverRiskConfiguration == nil && c.CompromisedCredentialsRiskConfiguration == nil && c.RiskExceptionConfiguration == nil
}

// withEvents fills in the default (documented), in the order of a documented example.
func withEvents(c *api.CompromisedCredentialsRiskConfigurationType) *api.CompromisedCredentialsRiskConfigurationType {
	if c == nil || len(c.EventFilter) > 0 {
		return c
	}
	return &api.CompromisedCredentialsRiskConfigurationType{
		Actions: c.Actions, EventFilter: []api.EventFilterType{api.EventFilterTypeSignIn, api.EventFilterTypeSignUp, api.EventFilterTypePasswordChange},
	}
}

// notice tells what a configuration cannot do here.
func notice(trail *journal.Trail, pool directory.Pool, c api.RiskConfigurationType) {
	if pool.ThreatMode(false) != api.AdvancedSecurityModeTypeEnforced {
		trail.Notice("no action is taken: AdvancedSecurityMode of pool %s is %s", pool.Id, pool.ThreatMode(false))
	}
	if c.AccountTakeoverRiskConfiguration != nil {
		trail.Notice("risks are not computed here: a sign-in is as risky as Risks of the pool in the seed says")
	}
	if c.CompromisedCredentialsRiskConfiguration != nil {
		trail.Notice("the compromised passwords are those that CompromisedPasswords of the pool in the seed lists")
	}
}
