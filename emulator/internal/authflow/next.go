package authflow

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// rung is one thing that an attempt can owe.
type rung struct {
	challenge api.ChallengeNameType
	owed      func(*Attempt) bool
}

// ladder lists what an attempt can owe, in the order in which it is asked for.
var ladder = []rung{
	{api.ChallengeNameTypePasswordVerifier, passwordUnproven},
	{api.ChallengeNameTypeNewPasswordRequired, passwordMustChange},
	{api.ChallengeNameTypeMfaSetup, mfaRequired},
}

// Next decides what an attempt still owes: the first rung that applies. None means tokens.
func Next(a *Attempt) (api.ChallengeNameType, bool) {
	for _, r := range ladder {
		if r.owed(a) {
			return r.challenge, true
		}
	}
	return "", false
}

func passwordUnproven(a *Attempt) bool { return !a.Proven }

func passwordMustChange(a *Attempt) bool {
	return a.User.Status == api.UserStatusTypeForceChangePassword
}

func mfaRequired(a *Attempt) bool { return a.Pool.MfaConfiguration == api.UserPoolMfaTypeOn }
