package directory_test

import (
	"context"
	"net/netip"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestRiskOf(t *testing.T) {
	known := directory.KnownThreats{Risks: []directory.Risk{
		{Username: "alice", Level: api.RiskLevelTypeLow},
		{IpRange: "192.0.2.0/24", Level: api.RiskLevelTypeMedium},
		{IpRange: "2001:db8::1", Level: api.RiskLevelTypeMedium},
		{Username: "alice", IpRange: "192.0.2.7", Level: api.RiskLevelTypeHigh},
	}}
	for _, c := range []struct {
		user, from string
		want       api.RiskLevelType
	}{
		{"alice", "", "Low"},
		{"alice", "198.51.100.1", "Low"},
		{"alice", "192.0.2.1", "Medium"},
		{"alice", "192.0.2.7", "High"},
		{"alice", "::ffff:192.0.2.7", "High"},
		{"bob", "192.0.2.7", "Medium"},
		{"bob", "2001:db8::1", "Medium"},
		{"bob", "2001:db8::2", ""},
		{"bob", "", ""},
		{"Alice", "", ""},
	} {
		from, _ := netip.ParseAddr(c.from)
		if got := known.RiskOf(c.user, from); got != c.want {
			t.Errorf("%s from %q: %q, not %q", c.user, c.from, got, c.want)
		}
	}
	everybody := directory.KnownThreats{Risks: []directory.Risk{{Level: api.RiskLevelTypeMedium}}}
	if got := everybody.RiskOf("anybody", netip.Addr{}); got != api.RiskLevelTypeMedium {
		t.Errorf("everybody's risk is %q", got)
	}
}

func TestIPRanges(t *testing.T) {
	for text, valid := range map[string]bool{
		"192.0.2.0/24": true, "192.0.2.1": true, "2001:db8::/32": true, "::1": true, "0.0.0.0/0": true,
		"192.0.2.0/33": false, "192.0.2": false, "": false, "example.com": false, "192.0.2.0/24/1": false,
	} {
		if _, err := directory.ParseIPRange(text); (err == nil) != valid {
			t.Errorf("%q: %v", text, err)
		}
	}
	if directory.InRanges(netip.Addr{}, "0.0.0.0/0", "::/0") {
		t.Error("no address is in a range")
	}
}

// An app client's configuration replaces the pool's as a whole; without one, the pool's is in force.
func TestWhichRiskConfigurationIsInForce(t *testing.T) {
	db, _ := memory(t)
	exception := &api.RiskExceptionConfigurationType{BlockedIPRangeList: []string{"192.0.2.1"}}
	err := db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		for _, config := range []api.RiskConfigurationType{{UserPoolId: "pool", RiskExceptionConfiguration: exception}, {UserPoolId: "pool", ClientId: "own"}} {
			if err := directory.RiskConfigurations.Put(tx, config); err != nil {
				return err
			}
		}
		for client, inherits := range map[string]bool{"own": false, "other": true} {
			config, err := directory.RiskConfiguration(tx, "pool", client)
			if err != nil {
				return err
			}
			if (config.RiskExceptionConfiguration != nil) != inherits {
				t.Errorf("%s has %+v", client, config)
			}
		}
		if config, err := directory.RiskConfiguration(tx, "elsewhere", "own"); err != nil || config.UserPoolId != "" {
			t.Errorf("a pool without one has %+v, %v", config, err)
		}
		return directory.ForgetRiskConfiguration(tx, "pool", "never there")
	})
	if err != nil {
		t.Error(err)
	}
}

func TestThreatMode(t *testing.T) {
	custom := func(mode api.AdvancedSecurityEnabledModeType) *api.AdvancedSecurityAdditionalFlowsType {
		return &api.AdvancedSecurityAdditionalFlowsType{CustomAuthMode: mode}
	}
	for _, c := range []struct {
		addOns       *api.UserPoolAddOnsType
		mode, custom api.AdvancedSecurityModeType
	}{
		{nil, "OFF", "OFF"},
		{&api.UserPoolAddOnsType{}, "OFF", "OFF"},
		{&api.UserPoolAddOnsType{AdvancedSecurityMode: "OFF", AdvancedSecurityAdditionalFlows: custom("AUDIT")}, "OFF", "OFF"},
		{&api.UserPoolAddOnsType{AdvancedSecurityMode: "ENFORCED"}, "ENFORCED", "OFF"},
		{&api.UserPoolAddOnsType{AdvancedSecurityMode: "ENFORCED", AdvancedSecurityAdditionalFlows: custom("")}, "ENFORCED", "OFF"},
		{&api.UserPoolAddOnsType{AdvancedSecurityMode: "AUDIT", AdvancedSecurityAdditionalFlows: custom("ENFORCED")}, "AUDIT", "ENFORCED"},
	} {
		pool := directory.Pool{UserPoolType: api.UserPoolType{UserPoolAddOns: c.addOns}}
		if got := pool.ThreatMode(false); got != c.mode {
			t.Errorf("%+v: %s", c.addOns, got)
		}
		if got := pool.ThreatMode(true); got != c.custom {
			t.Errorf("%+v, custom: %s", c.addOns, got)
		}
	}
}
