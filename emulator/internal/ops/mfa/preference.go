package mfa

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// setting is what a request says of one factor; nil where it says nothing.
type setting struct {
	factor             api.ChallengeNameType
	enabled, preferred *bool
}

// settingsOf brings the members that both operations have into one form, in the order of UserMFASettingList.
func settingsOf(in *api.SetUserMFAPreferenceRequest) []setting {
	var settings []setting
	if s := in.SMSMfaSettings; s != nil {
		settings = append(settings, setting{api.ChallengeNameTypeSmsMfa, s.Enabled, s.PreferredMfa})
	}
	if s := in.SoftwareTokenMfaSettings; s != nil {
		settings = append(settings, setting{api.ChallengeNameTypeSoftwareTokenMfa, s.Enabled, s.PreferredMfa})
	}
	if s := in.EmailMfaSettings; s != nil {
		settings = append(settings, setting{api.ChallengeNameTypeEmailOtp, s.Enabled, s.PreferredMfa})
	}
	if s := in.WebAuthnMfaSettings; s != nil {
		settings = append(settings, setting{api.ChallengeNameTypeWebAuthn, s.Enabled, nil})
	}
	return settings
}

// order is that of UserMFASettingList (assumed: the order of the requests' members).
var order = []api.ChallengeNameType{
	api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeSoftwareTokenMfa, api.ChallengeNameTypeEmailOtp, api.ChallengeNameTypeWebAuthn,
}

// prefer gives a user's preference after a request. Factors that the request does not name stay as they are; one that is
// switched off is not preferred any longer; a factor that is preferred takes the place of the former one. Whether the
// pool has the factor is not asked (assumed: it is at sign-in only).
func prefer(user directory.User, settings []setting) (directory.MFAPreference, error) {
	on := map[api.ChallengeNameType]bool{}
	for _, factor := range user.MFA.Enabled {
		on[factor] = true
	}
	next, named := directory.MFAPreference{Preferred: user.MFA.Preferred, Legacy: user.MFA.Legacy}, []api.ChallengeNameType(nil)
	for _, s := range settings {
		on[s.factor] = given(s.enabled, user.MFA.On(s.factor))
		if s.factor == api.ChallengeNameTypeSmsMfa { // what SetUserSettings has said is superseded (assumed)
			next.Legacy = false
		}
		if err := checkSetting(user, s, on[s.factor]); err != nil {
			return next, err
		}
		switch {
		case given(s.preferred, false):
			next.Preferred, named = s.factor, append(named, s.factor)
		case next.Preferred == s.factor && (s.preferred != nil || !on[s.factor]):
			next.Preferred = ""
		}
	}
	if len(named) > 1 {
		return next, rule.MfaTwoPreferred.Refuse().Because("PreferredMfa is true for %v", named)
	}
	next.Enabled = slices.DeleteFunc(slices.Clone(order), func(factor api.ChallengeNameType) bool { return !on[factor] })
	if slices.Equal(next.Enabled, []api.ChallengeNameType{api.ChallengeNameTypeWebAuthn}) {
		return next, rule.MfaPasskeyAlone.Refuse().Because("WEB_AUTHN would be the only factor of %s", user.Username)
	}
	return next, nil
}

// checkSetting checks what a request says of one factor, which will be on or not. Switching one off is always fine.
func checkSetting(user directory.User, s setting, on bool) error {
	if !on && given(s.preferred, false) {
		return rule.MfaPreferredDisabled.Refuse(s.factor).Because("PreferredMfa of %s is true and Enabled is not", s.factor)
	}
	if !given(s.enabled, false) {
		return nil
	}
	if !has(user, s.factor) {
		return rule.MfaNoDelivery.Refuse(s.factor).Because("%s has %s", user.Username, lack[s.factor])
	}
	return nil
}

// has reports whether a user has what a factor needs.
func has(user directory.User, factor api.ChallengeNameType) bool {
	switch factor {
	case api.ChallengeNameTypeSoftwareTokenMfa:
		return user.HasSoftwareToken()
	case api.ChallengeNameTypeWebAuthn:
		return len(user.Passkeys) > 0
	}
	_, reachable := directory.FactorDelivery(user, factor)
	return reachable
}

var lack = map[api.ChallengeNameType]string{
	api.ChallengeNameTypeSmsMfa:           "no phone_number",
	api.ChallengeNameTypeEmailOtp:         "no email",
	api.ChallengeNameTypeSoftwareTokenMfa: "no verified software token",
	api.ChallengeNameTypeWebAuthn:         "no passkey",
}

// given is the value of a member, or what it stands for when it is left out.
func given(flag *bool, otherwise bool) bool {
	if flag == nil {
		return otherwise
	}
	return *flag
}
