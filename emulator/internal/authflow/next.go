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
	{api.ChallengeNameTypeMfaSetup, owesFactor(api.ChallengeNameTypeMfaSetup)},
	{api.ChallengeNameTypeSelectMfaType, owesFactor(api.ChallengeNameTypeSelectMfaType)},
	{api.ChallengeNameTypeSmsMfa, owesFactor(api.ChallengeNameTypeSmsMfa)},
	{api.ChallengeNameTypeEmailOtp, owesFactor(api.ChallengeNameTypeEmailOtp)},
}

// Next decides what an attempt still owes: the first rung that applies, then what DefineAuthChallenge named. An empty
// name that is owed means that DefineAuthChallenge has to be asked. Nothing owed means tokens.
func Next(a *Attempt) (api.ChallengeNameType, bool) {
	for _, r := range ladder {
		if r.owed(a) {
			return r.challenge, true
		}
	}
	return a.Custom.owes()
}

// passwordUnproven is so until the proof. With CUSTOM_AUTH it is for DefineAuthChallenge to ask for one.
func passwordUnproven(a *Attempt) bool { return !a.Proven && a.Custom == nil }

// passwordMustChange is so for a temporary password. Who signs in without any password keeps it (observed).
func passwordMustChange(a *Attempt) bool {
	return a.Proven && a.User.Status == api.UserStatusTypeForceChangePassword
}
