package directory

import (
	"errors"
	"net/netip"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// RiskConfigurations holds what pools and app clients do about risks. That of a pool has no ClientId.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
var RiskConfigurations = store.Table[api.RiskConfigurationType]{
	Kind: "risk-configuration",
	Key:  func(c api.RiskConfigurationType) string { return c.UserPoolId + "/" + c.ClientId },
}

// RiskConfiguration gives what is in force for an app client: its own configuration, which replaces that of the pool as a
// whole (documented), or else the pool's. Without any it is empty.
func RiskConfiguration(tx *store.Tx, poolID, clientID string) (api.RiskConfigurationType, error) {
	for _, key := range []string{poolID + "/" + clientID, poolID + "/"} {
		config, err := RiskConfigurations.Get(tx, key)
		if !errors.Is(err, store.ErrNotFound) {
			return config, err
		}
	}
	return api.RiskConfigurationType{}, nil
}

// ForgetRiskConfiguration removes what is configured for a pool ("") or one of its app clients, if anything is.
func ForgetRiskConfiguration(tx *store.Tx, poolID, clientID string) error {
	err := RiskConfigurations.Delete(tx, poolID+"/"+clientID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// KnownThreats is what a seed says about a pool in place of what AWS finds out: passwords that became known elsewhere,
// and sign-ins that are risky.
type KnownThreats struct {
	PoolID               string
	CompromisedPasswords []string `json:",omitempty"`
	Risks                []Risk   `json:",omitempty"`
}

// Risk says which sign-ins are risky: those of a user, those from some addresses, or those of the user from there.
type Risk struct {
	Username string            `json:"Username,omitempty"`
	IpRange  string            `json:"IpRange,omitempty"` //nolint:revive // as the API writes it; an address or a range in CIDR notation
	Level    api.RiskLevelType `json:"RiskLevel"`
}

// Threats holds what is known, by pool.
var Threats = store.Table[KnownThreats]{
	Kind: "known-threats",
	Key:  func(k KnownThreats) string { return k.PoolID + "/" },
}

// FindThreats gives what is known of threats to a pool.
func FindThreats(tx *store.Tx, poolID string) (KnownThreats, error) {
	known, err := Threats.Get(tx, poolID+"/")
	if errors.Is(err, store.ErrNotFound) {
		return KnownThreats{PoolID: poolID}, nil
	}
	return known, err
}

// RiskOf is the level of a sign-in: the highest of what applies; "" for none.
func (k KnownThreats) RiskOf(username string, from netip.Addr) api.RiskLevelType {
	levels := api.RiskLevelType("").Values() // the lowest first
	highest := -1
	for _, r := range k.Risks {
		if (r.Username == "" || r.Username == username) && (r.IpRange == "" || InRanges(from, r.IpRange)) {
			highest = max(highest, slices.Index(levels, r.Level))
		}
	}
	if highest < 0 {
		return ""
	}
	return levels[highest]
}

// ParseIPRange reads an address, or a range in CIDR notation. Zones belong to neither.
func ParseIPRange(text string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
		return address.Unmap().Prefix(address.Unmap().BitLen())
	}
	return netip.ParsePrefix(text)
}

// InRanges reports whether an address is in one of the ranges. No address is in none.
func InRanges(address netip.Addr, ranges ...string) bool {
	return slices.ContainsFunc(ranges, func(text string) bool {
		prefix, err := ParseIPRange(text)
		return err == nil && prefix.Contains(address.Unmap())
	})
}

// ThreatMode is what threat protection does in a pool, and for its custom authentication, which has a mode of its own.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolAddOnsType.html
func (p Pool) ThreatMode(custom bool) api.AdvancedSecurityModeType {
	switch {
	case p.UserPoolAddOns == nil || p.UserPoolAddOns.AdvancedSecurityMode == "":
		return api.AdvancedSecurityModeTypeOff
	case !custom:
		return p.UserPoolAddOns.AdvancedSecurityMode
	}
	more := p.UserPoolAddOns.AdvancedSecurityAdditionalFlows
	if more == nil || more.CustomAuthMode == "" || p.UserPoolAddOns.AdvancedSecurityMode == api.AdvancedSecurityModeTypeOff {
		return api.AdvancedSecurityModeTypeOff
	}
	return api.AdvancedSecurityModeType(more.CustomAuthMode)
}

// CheckThreatProtection refuses pools without threat protection.
func CheckThreatProtection(pool Pool) error {
	if pool.ThreatMode(false) == api.AdvancedSecurityModeTypeOff {
		return rule.ThreatProtectionOff.Refuse().Because("AdvancedSecurityMode of pool %s is not AUDIT or ENFORCED", pool.Id)
	}
	return nil
}

// RiskFactor is the second factor that a user can be asked for because of a risk although no setting asks for one: the
// first that the user could use. (Which one comes first is assumed.) A pool with MFA OFF has none. The phone number need
// not be verified.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
func (p Pool) RiskFactor(user User) (api.ChallengeNameType, bool) {
	if p.MfaConfiguration == "" || p.MfaConfiguration == api.UserPoolMfaTypeOff {
		return "", false
	}
	for _, f := range secondFactors {
		if f.usable(p.MFA, user) {
			return f.factor, true
		}
	}
	return "", false
}
