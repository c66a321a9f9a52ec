package pool

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// checkLevels wants a name of its own for each authentication level, also against the usual names of the others.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
func checkLevels(c change) error {
	if len(c.AcrConfiguration) == 0 {
		return nil
	}
	if c.tier == api.UserPoolTierTypeLite {
		return rule.LevelsTier.Refuse().Because("AcrConfiguration is %v", c.AcrConfiguration)
	}
	var seen []string
	for _, level := range levels(c.AcrConfiguration) {
		if slices.Contains(seen, level.AcrValue) {
			return rule.LevelsNotUnique.Refuse(level.AcrValue)
		}
		seen = append(seen, level.AcrValue)
	}
	return nil
}
