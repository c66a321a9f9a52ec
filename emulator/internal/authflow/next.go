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
	{api.ChallengeNameTypeSelectChallenge, chosen("")},
	{api.ChallengeNameTypePassword, chosen(api.ChallengeNameTypePassword)},
	{api.ChallengeNameTypePasswordSrp, chosen(api.ChallengeNameTypePasswordSrp)},
	{api.ChallengeNameTypePasswordVerifier, chosen(api.ChallengeNameTypePasswordVerifier)},
	{api.ChallengeNameTypeEmailOtp, chosen(api.ChallengeNameTypeEmailOtp)},
	{api.ChallengeNameTypeSmsOtp, chosen(api.ChallengeNameTypeSmsOtp)},
	{api.ChallengeNameTypeWebAuthn, chosen(api.ChallengeNameTypeWebAuthn)},
	{api.ChallengeNameTypeNewPasswordRequired, passwordMustChange},
	{api.ChallengeNameTypeMfaSetup, owesFactor(api.ChallengeNameTypeMfaSetup)},
	{api.ChallengeNameTypeSelectMfaType, owesFactor(api.ChallengeNameTypeSelectMfaType)},
	{api.ChallengeNameTypeSmsMfa, owesFactor(api.ChallengeNameTypeSmsMfa)},
	{api.ChallengeNameTypeEmailOtp, owesFactor(api.ChallengeNameTypeEmailOtp)},
	{api.ChallengeNameTypeSoftwareTokenMfa, owesFactor(api.ChallengeNameTypeSoftwareTokenMfa)},
	{api.ChallengeNameTypeDeviceSrpAuth, deviceUnproven},
	{api.ChallengeNameTypeDevicePasswordVerifier, deviceProofOwed},
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

// passwordUnproven is so until the proof. With CUSTOM_AUTH it is for DefineAuthChallenge to ask for one, with USER_AUTH
// the caller chooses what to prove.
func passwordUnproven(a *Attempt) bool { return !a.Proven && a.Custom == nil && a.Choice == nil }

// chosen makes the condition of a rung: nothing is proven yet, and this is what the caller chose to prove first; nothing
// means that the choice is still to be made.
func chosen(name api.ChallengeNameType) func(*Attempt) bool {
	return func(a *Attempt) bool {
		return a.Choice != nil && !a.Proven && a.First == "" && a.Choice.Named == name
	}
}

// passwordMustChange is so for a temporary password. Who signs in without any password keeps it (observed).
func passwordMustChange(a *Attempt) bool {
	return a.Proven && a.User.Status == api.UserStatusTypeForceChangePassword
}
