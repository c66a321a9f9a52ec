package seed

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// threatsEntry is what threat protection does in a pool, in the words of SetRiskConfiguration, and what it is to find out.
type threatsEntry struct {
	RiskConfiguration    riskEntry        `json:"RiskConfiguration"`
	CompromisedPasswords []string         `json:"CompromisedPasswords"`
	Risks                []directory.Risk `json:"Risks"`
}

type riskEntry struct {
	AccountTakeoverRiskConfiguration        *api.AccountTakeoverRiskConfigurationType        `json:"AccountTakeoverRiskConfiguration"`
	CompromisedCredentialsRiskConfiguration *api.CompromisedCredentialsRiskConfigurationType `json:"CompromisedCredentialsRiskConfiguration"`
	RiskExceptionConfiguration              *api.RiskExceptionConfigurationType              `json:"RiskExceptionConfiguration"`
}

// Threats are the parts of a pool's entry that are about threat protection.
type Threats struct {
	Configuration *api.SetRiskConfigurationRequest // nil: nothing is said
	Known         *directory.KnownThreats          // nil: nothing is said
}

// threats takes out of a pool's settings what is about threat protection.
func threats(v *value, settings map[string]any) (t Threats, err error) {
	if config, given := settings["RiskConfiguration"]; given {
		object, _ := config.(map[string]any)
		t.Configuration, err = request[api.SetRiskConfigurationRequest]("SetRiskConfiguration", v.member("RiskConfiguration"), with(object, map[string]any{"UserPoolId": somePool}))
		if err != nil {
			return t, err
		}
	}
	known := map[string]any{}
	for _, name := range []string{"CompromisedPasswords", "Risks"} {
		if said, given := settings[name]; given {
			known[name] = said
		}
	}
	for _, name := range []string{"RiskConfiguration", "CompromisedPasswords", "Risks"} {
		delete(settings, name)
	}
	if len(known) == 0 {
		return t, nil
	}
	text, err := json.Marshal(known)
	if err == nil {
		t.Known = &directory.KnownThreats{}
		err = json.Unmarshal(text, t.Known)
	}
	if err != nil {
		return t, v.Problem("%v", err)
	}
	return t, checkRisks(v, t.Known.Risks)
}

func checkRisks(v *value, risks []directory.Risk) error {
	for i, r := range risks {
		entry := v.member("Risks").items[i]
		if !slices.Contains(r.Level.Values(), r.Level) {
			return entry.at("RiskLevel").Problem("the RiskLevel is Low, Medium or High, and this is %q", r.Level)
		}
		if r.IpRange == "" {
			continue
		}
		if _, err := directory.ParseIPRange(r.IpRange); err != nil {
			return entry.at("IpRange").Problem("%q is neither an IP address nor a range such as 192.0.2.0/24", r.IpRange)
		}
	}
	return nil
}

// threats sets what a seed says about threats to a pool, in place of what was said before.
func (s *Seeder) threats(ctx context.Context, p *Pool, poolID string) error {
	if p.Threats.Configuration != nil {
		in := *p.Threats.Configuration
		in.UserPoolId = poolID
		if _, err := s.API.SetRiskConfiguration(ctx, &in); err != nil {
			return err
		}
	}
	if p.Threats.Known == nil {
		return nil
	}
	return s.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err == nil {
			err = directory.CheckThreatProtection(pool)
		}
		if err != nil {
			return err
		}
		known := *p.Threats.Known
		known.PoolID = poolID
		return directory.Threats.Put(tx, known)
	})
}
