package seed

import (
	"context"
	"encoding/base32"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// factorsEntry are the settings of SetUserPoolMfaConfig. A pool that has one of them gets its MfaConfiguration there, too.
type factorsEntry struct {
	SmsMfaConfiguration           *api.SmsMfaConfigType           `json:"SmsMfaConfiguration"`
	SoftwareTokenMfaConfiguration *api.SoftwareTokenMfaConfigType `json:"SoftwareTokenMfaConfiguration"`
	EmailMfaConfiguration         *api.EmailMfaConfigType         `json:"EmailMfaConfiguration"`
	WebAuthnConfiguration         *api.WebAuthnConfigurationType  `json:"WebAuthnConfiguration"`
}

var factorSettings = []string{"SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration", "WebAuthnConfiguration"}

// factors takes out of a pool's settings what belongs to SetUserPoolMfaConfig; nil where there is nothing.
func factors(v *value, settings map[string]any) (*api.SetUserPoolMfaConfigRequest, error) {
	config := map[string]any{"UserPoolId": somePool}
	for _, name := range factorSettings {
		if setting, given := settings[name]; given {
			config[name] = setting
			delete(settings, name)
		}
	}
	if len(config) == 1 {
		return nil, nil //nolint:nilnil // no settings are no error
	}
	if mfa, given := settings["MfaConfiguration"]; given {
		config["MfaConfiguration"] = mfa
		delete(settings, "MfaConfiguration")
	}
	return request[api.SetUserPoolMfaConfigRequest]("SetUserPoolMfaConfig", v, config)
}

func (s *Seeder) factors(ctx context.Context, p *Pool, poolID string) error {
	if p.Factors == nil {
		return nil
	}
	in := *p.Factors
	in.UserPoolId = poolID
	_, err := s.API.SetUserPoolMfaConfig(ctx, &in)
	return err
}

// longestSecret is more than any secret of an app has, in bytes.
const longestSecret = 128

// secondFactors reads which second factors a user has. A software token is switched on and preferred, unless the entry
// says otherwise.
func (u *User) secondFactors(e userEntry, v *value) error {
	u.MFA = directory.MFAPreference{Enabled: e.UserMFASettingList, Preferred: e.PreferredMfaSetting}
	if e.Totp != "" {
		secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(strings.ToUpper(strings.ReplaceAll(e.Totp, " ", "")), "="))
		if err != nil || len(secret) == 0 || len(secret) > longestSecret {
			return v.member("Totp").Problem("%.60s is no secret of an authenticator app in base32, such as JBSWY3DPEHPK3PXP", e.Totp)
		}
		u.SoftwareToken = &directory.SoftwareToken{Secret: secret, Verified: true}
		if v.member("UserMFASettingList") == nil && v.member("PreferredMfaSetting") == nil {
			u.MFA = directory.MFAPreference{Enabled: []api.ChallengeNameType{api.ChallengeNameTypeSoftwareTokenMfa}, Preferred: api.ChallengeNameTypeSoftwareTokenMfa}
		}
	}
	return u.checkFactors(v)
}

func (u *User) checkFactors(v *value) error {
	for _, factor := range u.MFA.Enabled {
		switch factor {
		case api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeEmailOtp:
		case api.ChallengeNameTypeSoftwareTokenMfa:
			if u.SoftwareToken == nil {
				return v.member("UserMFASettingList").Problem("%s needs Totp, the secret of %s's authenticator app", factor, u.Username)
			}
		default:
			return v.member("UserMFASettingList").Problem("%s is no second factor; there are SMS_MFA, EMAIL_OTP and SOFTWARE_TOKEN_MFA", factor)
		}
	}
	if u.MFA.Preferred != "" && !slices.Contains(u.MFA.Enabled, u.MFA.Preferred) {
		return v.member("PreferredMfaSetting").Problem("%s is not in UserMFASettingList", u.MFA.Preferred)
	}
	return nil
}

// checkAddresses looks for the addresses that second factors need. A user name can be one of them.
func (u *User) checkAddresses(user directory.User) error {
	for _, factor := range u.MFA.Enabled {
		_, reachable := directory.FactorDelivery(user, factor)
		if factor != api.ChallengeNameTypeSoftwareTokenMfa && !reachable {
			return u.entry.member("UserMFASettingList").Problem("%s has no address for %s: SMS_MFA needs a phone_number, EMAIL_OTP an email", u.Username, factor)
		}
	}
	return nil
}

// noticeFactors tells of the first user whose second factors no sign-in asks for.
func noticeFactors(ctx context.Context, pool directory.Pool, users []*newUser) {
	for _, u := range users {
		for _, factor := range u.MFA.Enabled {
			if !slices.Contains(pool.ActiveFactors(u.record), factor) {
				journal.From(ctx).Notice("no sign-in asks %s for %s: MfaConfiguration of pool %s is %s, and its factors are %v", u.Username, factor, pool.Id, pool.MfaConfiguration, pool.MFA.Factors())
				return
			}
		}
	}
}
