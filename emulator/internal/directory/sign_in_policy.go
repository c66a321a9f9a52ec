package directory

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// AllowedFirstFactors are what the pool lets users begin a sign-in by USER_AUTH with: the password, unless it says more.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignInPolicyType.html
func (p Pool) AllowedFirstFactors() []api.AuthFactorType {
	if p.Policies == nil || p.Policies.SignInPolicy == nil || len(p.Policies.SignInPolicy.AllowedFirstAuthFactors) == 0 {
		return []api.AuthFactorType{api.AuthFactorTypePassword}
	}
	return p.Policies.SignInPolicy.AllowedFirstAuthFactors
}

// CheckFirstFactors compares MFA with the factors that users can begin with: where MFA is ON, these are no one-time
// passwords, and passkeys only if they verify the user. That SetUserPoolMfaConfig refuses the rest was measured; that
// CreateUserPool and UpdateUserPool do, too, is assumed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
func CheckFirstFactors(mfa api.UserPoolMfaType, first []api.AuthFactorType, passkeys *api.WebAuthnConfigurationType) error {
	verify := passkeys != nil && passkeys.FactorConfiguration == api.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification
	switch {
	case mfa != api.UserPoolMfaTypeOn:
		return nil
	case slices.Contains(first, api.AuthFactorTypeEmailOtp) || slices.Contains(first, api.AuthFactorTypeSmsOtp):
		return rule.MfaFirstFactor.Refuse().Because("MfaConfiguration is ON, and AllowedFirstAuthFactors are %v", first)
	case slices.Contains(first, api.AuthFactorTypeWebAuthn) && !verify:
		return rule.MfaWebAuthnSingleFactor.Refuse().Because("MfaConfiguration is ON, and AllowedFirstAuthFactors are %v", first)
	}
	return nil
}
