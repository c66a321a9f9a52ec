package directory

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// MFASettings are the second factors of a pool, as SetUserPoolMfaConfig sets them. The settings of text messages are
// the pool's SmsConfiguration and SmsAuthenticationMessage, and whether it asks for a factor is its MfaConfiguration.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
type MFASettings struct {
	SMS           bool                            `json:",omitempty"`
	Email         *api.EmailMfaConfigType         `json:",omitempty"`
	SoftwareToken *api.SoftwareTokenMfaConfigType `json:",omitempty"`
	WebAuthn      *api.WebAuthnConfigurationType  `json:",omitempty"`
}

// Enabled reports whether there is any factor. Passkeys are none.
func (s MFASettings) Enabled() bool { return s.SMS || s.Email != nil || s.HasSoftwareToken() }

// HasSoftwareToken reports whether users can have an authenticator app.
func (s MFASettings) HasSoftwareToken() bool {
	return s.SoftwareToken != nil && s.SoftwareToken.Enabled != nil && *s.SoftwareToken.Enabled
}

// MFAPreference is what a user, or an administrator, has said about the second factors of the user. The factors have
// the names of their challenges.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
type MFAPreference struct {
	Enabled   []api.ChallengeNameType `json:",omitempty"`
	Preferred api.ChallengeNameType   `json:",omitempty"`
}

// SettingList is the preference as UserMFASettingList shows it; nil where nothing is switched on.
func (p MFAPreference) SettingList() []string {
	var list []string
	for _, factor := range p.Enabled {
		list = append(list, string(factor))
	}
	return list
}

// messaged are the second factors whose codes travel in messages, in the order in which answers show them, which is
// assumed to be that of the requests' members.
var messaged = []struct {
	factor    api.ChallengeNameType
	attribute string
	allowed   func(MFASettings) bool
}{
	{api.ChallengeNameTypeSmsMfa, "phone_number", func(s MFASettings) bool { return s.SMS }},
	{api.ChallengeNameTypeEmailOtp, "email", func(s MFASettings) bool { return s.Email != nil }},
}

// FactorDelivery is where the codes of a second factor go; false if the user has no such address, or the factor needs
// none. The address need not be verified.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html
func FactorDelivery(user User, factor api.ChallengeNameType) (Delivery, bool) {
	for _, m := range messaged {
		if address := user.Attributes[m.attribute]; m.factor == factor && address != "" {
			return Delivery{m.attribute, address}, true
		}
	}
	return Delivery{}, false
}

// SecondFactor decides what a user of the pool is asked for after the password: a factor; MFA_SETUP, where the pool
// wants one and the user can use none; SELECT_MFA_TYPE, where the user has several and prefers none of them. False means
// that the password is enough.
//
// A pool with MFA OPTIONAL asks those who switched a factor on. A pool with MFA ON asks everybody, for what the user has
// an address for; that a user's own choice goes before that is assumed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
func (p Pool) SecondFactor(user User) (api.ChallengeNameType, bool) {
	switch active := p.activeFactors(user); {
	case len(active) == 0:
		return api.ChallengeNameTypeMfaSetup, p.MfaConfiguration == api.UserPoolMfaTypeOn
	case len(active) == 1:
		return active[0], true
	case slices.Contains(active, user.MFA.Preferred):
		return user.MFA.Preferred, true
	}
	return api.ChallengeNameTypeSelectMfaType, true
}

// activeFactors are those that a user can be asked for.
func (p Pool) activeFactors(user User) []api.ChallengeNameType {
	required := p.MfaConfiguration == api.UserPoolMfaTypeOn
	if !required && p.MfaConfiguration != api.UserPoolMfaTypeOptional {
		return nil
	}
	var usable, chosen []api.ChallengeNameType
	for _, m := range messaged {
		if !m.allowed(p.MFA) || user.Attributes[m.attribute] == "" {
			continue
		}
		usable = append(usable, m.factor)
		if slices.Contains(user.MFA.Enabled, m.factor) {
			chosen = append(chosen, m.factor)
		}
	}
	if required && len(chosen) == 0 {
		return usable
	}
	return chosen
}

// givesFactor reports whether an address is where codes of a second factor of the user go.
func (p Pool) givesFactor(user User, attribute string) bool {
	for _, factor := range p.activeFactors(user) {
		if d, ok := FactorDelivery(user, factor); ok && d.Attribute == attribute {
			return true
		}
	}
	return false
}
