package mfa

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// checkWebAuthn refuses settings of passkeys for a pool in the LITE tier.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html
func checkWebAuthn(pool directory.Pool, in *api.SetUserPoolMfaConfigRequest) error {
	if in.WebAuthnConfiguration != nil && pool.UserPoolTier == api.UserPoolTierTypeLite {
		return rule.PasskeyTier.Refuse(pool.UserPoolTier).Because("UserPoolTier of pool %s is LITE", pool.Id)
	}
	return nil
}

// noticePasskeys says what browsers will not take.
func noticePasskeys(trail *journal.Trail, pool directory.Pool) {
	if pool.MFA.WebAuthn == nil || pool.MFA.WebAuthn.RelyingPartyId == "" {
		return
	}
	if err := factor.CheckRelyingParty(pool.MFA.WebAuthn.RelyingPartyId); err != nil {
		trail.Notice("browsers will refuse RelyingPartyId %q: %v", pool.MFA.WebAuthn.RelyingPartyId, err)
	}
}

// checkPasskey checks a request that switches passkeys on as a second factor. They are one for users who begin with a
// passkey, and only where the pool has authenticators verify their users. The same request has to switch another factor
// on, even where that is on already (observed), for those who lose the passkey. The order of the checks is that of what
// was observed; that the pool's comes first is assumed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnMfaSettingsType.html
func checkPasskey(pool directory.Pool, user directory.User, settings []setting) error {
	on := func(s setting) bool { return given(s.enabled, false) }
	passkey := func(s setting) bool { return s.factor == api.ChallengeNameTypeWebAuthn }
	switch {
	case !slices.ContainsFunc(settings, func(s setting) bool { return passkey(s) && on(s) }):
		return nil
	case !pool.PasskeysAreMFA():
		return rule.PasskeyMFANotEnabled.Refuse().Because("FactorConfiguration of pool %s is not MULTI_FACTOR_WITH_USER_VERIFICATION", pool.Id)
	case len(pool.PasskeysOf(user)) == 0:
		return rule.PasskeyMFAWithoutPasskey.Refuse().Because("%s has no passkey for the relying party %q", user.Username, pool.RelyingPartyID())
	case !slices.ContainsFunc(settings, func(s setting) bool { return !passkey(s) && on(s) }):
		return rule.MfaPasskeyAlone.Refuse().Because("the request enables WebAuthnMfaSettings and nothing else")
	}
	return nil
}
