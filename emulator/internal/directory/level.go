package directory

import (
	"fmt"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// The authentication levels, which an acr claim names.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
const (
	LevelPassword = 1 + iota // a password
	LevelCode                // a one-time password that came in a message
	LevelKey                 // a passkey, or a password and such a one-time password
	LevelToken               // a password and an authenticator app
)

// LevelName is the name of a level, as the pool's AcrConfiguration or Cognito itself has it; "" for no level.
func (p Pool) LevelName(level int) string {
	if level < LevelPassword || level > LevelToken {
		return ""
	}
	if set, ok := p.AcrConfiguration[fmt.Sprintf("Level%d", level)]; ok {
		return set.AcrValue
	}
	return fmt.Sprintf("urn:cognito:loa:%d", level)
}

// Level is the level of a name; 0 for a name that the pool does not know.
func (p Pool) Level(name string) int {
	for level := LevelPassword; level <= LevelToken; level++ {
		if p.LevelName(level) == name {
			return level
		}
	}
	return 0
}

// LevelOf is the highest level that methods of authentication reach, which have the names of an amr claim; 0 for none.
func LevelOf(methods []string) int {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(methods, name) })
	}
	switch {
	case has("pwd") && has("otp"):
		return LevelToken
	case has("swk", "hwk"), has("pwd") && has("sms", "email_otp"):
		return LevelKey
	case has("sms", "email_otp"):
		return LevelCode
	case has("pwd"):
		return LevelPassword
	}
	return 0
}

// UsableFactors are the second factors that a user has, whether or not the pool asks for one.
func (p Pool) UsableFactors(user User) []api.ChallengeNameType {
	var usable []api.ChallengeNameType
	for _, f := range secondFactors {
		if f.usable(p.MFA, user) {
			usable = append(usable, f.factor)
		}
	}
	return usable
}
