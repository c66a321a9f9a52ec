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
	Legacy    bool                    `json:",omitempty"` // SetUserSettings, the operation of old, switched text messages on
}

// SettingList is the preference as UserMFASettingList shows it; nil where nothing is switched on. Passkeys have a name of
// their own there (observed).
func (p MFAPreference) SettingList() []string {
	var list []string
	for _, factor := range p.Enabled {
		if factor == api.ChallengeNameTypeWebAuthn {
			factor = "WEB_AUTHN_MFA"
		}
		list = append(list, string(factor))
	}
	return list
}

// Options is the preference as MFAOptions shows it: what SetUserSettings switched on, which UserMFASettingList does not
// have (observed in amplify-js, which looks for both).
func (p MFAPreference) Options() []api.MFAOptionType {
	if !p.Legacy {
		return nil
	}
	return []api.MFAOptionType{{AttributeName: "phone_number", DeliveryMedium: api.DeliveryMediumTypeSms}}
}

// On reports whether the user has switched a factor on, by whatever operation.
func (p MFAPreference) On(factor api.ChallengeNameType) bool {
	return slices.Contains(p.Enabled, factor) || p.Legacy && factor == api.ChallengeNameTypeSmsMfa
}

// secondFactors lists those that sign-ins can ask for, in the order in which answers show them (observed in real
// MFAS_CAN_SETUP and in what Amplify's tests expect). A passkey is none: it can stand for both factors, if it comes first.
var secondFactors = []struct {
	factor api.ChallengeNameType
	inPool func(MFASettings) bool
	usable func(MFASettings, User) bool
}{
	{api.ChallengeNameTypeSmsMfa, hasSMS, func(s MFASettings, u User) bool { return hasSMS(s) && u.Attributes["phone_number"] != "" }},
	// Who has verified a token can use it even where the pool does not have the factor any more (documented).
	{api.ChallengeNameTypeSoftwareTokenMfa, MFASettings.HasSoftwareToken, func(_ MFASettings, u User) bool { return u.HasSoftwareToken() }},
	{api.ChallengeNameTypeEmailOtp, hasEmail, func(s MFASettings, u User) bool { return hasEmail(s) && u.Attributes["email"] != "" }},
}

func hasSMS(s MFASettings) bool   { return s.SMS }
func hasEmail(s MFASettings) bool { return s.Email != nil }

// Factors are the second factors that the pool lets users set up, in the order of MFAS_CAN_SETUP.
func (s MFASettings) Factors() []api.ChallengeNameType {
	var factors []api.ChallengeNameType
	for _, f := range secondFactors {
		if f.inPool(s) {
			factors = append(factors, f.factor)
		}
	}
	return factors
}

// messaged are the second factors whose codes travel in messages, and where to.
var messaged = map[api.ChallengeNameType]string{
	api.ChallengeNameTypeSmsMfa: "phone_number", api.ChallengeNameTypeEmailOtp: "email",
}

// FactorDelivery is where the codes of a second factor go; false if the user has no such address, or the factor needs
// none. The address need not be verified.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html
func FactorDelivery(user User, factor api.ChallengeNameType) (Delivery, bool) {
	attribute := messaged[factor]
	if address := user.Attributes[attribute]; address != "" {
		return Delivery{attribute, address}, true
	}
	return Delivery{}, false
}

// SecondFactor decides what a user of the pool is asked for after the password: a factor; MFA_SETUP, where the pool
// wants one and the user can use none; SELECT_MFA_TYPE, where the user has several and prefers none of them. False means
// that the password is enough.
//
// A pool with MFA OPTIONAL asks those who switched a factor on. A pool with MFA ON asks everybody, for what the user has:
// an address, or a verified software token; that a user's own choice goes before that is assumed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
func (p Pool) SecondFactor(user User) (api.ChallengeNameType, bool) {
	switch active := p.ActiveFactors(user); {
	case len(active) == 0:
		return api.ChallengeNameTypeMfaSetup, p.MfaConfiguration == api.UserPoolMfaTypeOn
	case len(active) == 1:
		return active[0], true
	case slices.Contains(active, user.MFA.Preferred):
		return user.MFA.Preferred, true
	}
	return api.ChallengeNameTypeSelectMfaType, true
}

// ActiveFactors are those that a user can be asked for, in the order of MFAS_CAN_CHOOSE.
func (p Pool) ActiveFactors(user User) []api.ChallengeNameType {
	required := p.MfaConfiguration == api.UserPoolMfaTypeOn
	if !required && p.MfaConfiguration != api.UserPoolMfaTypeOptional {
		return nil
	}
	var usable, chosen []api.ChallengeNameType
	for _, f := range secondFactors {
		if !f.usable(p.MFA, user) {
			continue
		}
		usable = append(usable, f.factor)
		if user.MFA.On(f.factor) {
			chosen = append(chosen, f.factor)
		}
	}
	if required && len(chosen) == 0 {
		return usable
	}
	return chosen
}

// givesFactor reports whether an address is where codes of a second factor of the user go.
func (p Pool) givesFactor(user User, attribute string) bool {
	for _, factor := range p.ActiveFactors(user) {
		if d, ok := FactorDelivery(user, factor); ok && d.Attribute == attribute {
			return true
		}
	}
	return false
}
