package directory

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// firstFactors are the challenges with which a sign-in by USER_AUTH can begin, what a pool has to allow for each, and
// who can answer it. Their order is that of AvailableChallenges: a password's two come first (observed), passkeys last
// (documented).
var firstFactors = []struct {
	challenge api.ChallengeNameType
	allowed   api.AuthFactorType
	usable    func(Pool, User) bool
}{
	{api.ChallengeNameTypePasswordSrp, api.AuthFactorTypePassword, hasPassword},
	{api.ChallengeNameTypePassword, api.AuthFactorTypePassword, hasPassword},
	{api.ChallengeNameTypeEmailOtp, api.AuthFactorTypeEmailOtp, getsCodesAt("email")},
	{api.ChallengeNameTypeSmsOtp, api.AuthFactorTypeSmsOtp, getsCodesAt("phone_number")},
	{api.ChallengeNameTypeWebAuthn, api.AuthFactorTypeWebAuthn, canUsePasskey},
}

// FirstFactors are the challenges with which a user of the pool can begin a sign-in by USER_AUTH, in the order of
// AvailableChallenges.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
func (p Pool) FirstFactors(user User) []api.ChallengeNameType {
	allowed := p.AllowedFirstFactors()
	var available []api.ChallengeNameType
	for _, f := range firstFactors {
		if slices.Contains(allowed, f.allowed) && f.usable(p, user) {
			available = append(available, f.challenge)
		}
	}
	return available
}

// SendsOneTimePasswords reports whether users can begin to sign in without a password, so that they need none. A passkey
// does not help who has never signed in.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
func (p Pool) SendsOneTimePasswords() bool {
	return slices.ContainsFunc(p.AllowedFirstFactors(), func(f api.AuthFactorType) bool {
		return f == api.AuthFactorTypeEmailOtp || f == api.AuthFactorTypeSmsOtp
	})
}

// FirstFactorAttribute is where the codes of a first factor go: email, phone_number, or "" if it has none.
func FirstFactorAttribute(challenge api.ChallengeNameType) string {
	switch challenge {
	case api.ChallengeNameTypeEmailOtp:
		return "email"
	case api.ChallengeNameTypeSmsOtp:
		return "phone_number"
	}
	return ""
}

func hasPassword(_ Pool, user User) bool { return user.Credential != nil }

// getsCodesAt makes the condition of a one-time password. The address need not be verified: the code verifies it. Nor
// need the user be confirmed. Who has a second factor, or would need one, cannot begin without the password.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func getsCodesAt(attribute string) func(Pool, User) bool {
	return func(p Pool, user User) bool {
		_, mfa := p.SecondFactor(user)
		return user.Attributes[attribute] != "" && !mfa && !onlyByPassword(user)
	}
}

func canUsePasskey(p Pool, user User) bool { return p.OffersPasskey(user) && !onlyByPassword(user) }

// onlyByPassword is so for users with a temporary password: they are offered nothing else (recorded for EMAIL_OTP).
func onlyByPassword(user User) bool { return user.Status == api.UserStatusTypeForceChangePassword }
