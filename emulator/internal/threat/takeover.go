package threat

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// Verdict is what is done about a sign-in.
type Verdict struct {
	Level  api.RiskLevelType                  // "" if it is not risky
	Action api.AccountTakeoverEventActionType // "" if nothing is configured for the level, or the mode is AUDIT
	Notify bool
}

// Judge looks up how risky a sign-in is and what the pool does about it. Where SkippedIPRangeList has the caller's address
// no risk is looked for.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
func (g *Guard) Judge(ctx context.Context, s Scene, user directory.User) (Verdict, error) {
	if g == nil || !s.watched() {
		return Verdict{}, nil
	}
	f, err := g.facts(ctx, s)
	if err != nil || f.skips(s) {
		return Verdict{}, err
	}
	v := Verdict{Level: f.known.RiskOf(user.Username, s.Address)}
	action := f.action(v.Level)
	switch {
	case action == nil:
		return v, nil
	case !s.enforced():
		noteAudit(ctx, s, "the sign-in is risky ("+string(v.Level)+")")
		return v, nil
	}
	v.Action, v.Notify = action.EventAction, action.Notify
	return v, nil
}

// action is what is configured for a level; nil if nothing is.
func (f facts) action(level api.RiskLevelType) *api.AccountTakeoverActionType {
	config := f.config.AccountTakeoverRiskConfiguration
	if config == nil || config.Actions == nil {
		return nil
	}
	return map[api.RiskLevelType]*api.AccountTakeoverActionType{
		api.RiskLevelTypeLow: config.Actions.LowAction, api.RiskLevelTypeMedium: config.Actions.MediumAction, api.RiskLevelTypeHigh: config.Actions.HighAction,
	}[level]
}
