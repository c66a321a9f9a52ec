package mfa_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/mfa"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

const poolID = "us-east-1_App000001"

// start gives the operations, on a pool with the user alice, who has a phone number, an email address, and an authenticator
// app, and bob, who has nothing.
func start(t *testing.T) *mfa.Factors {
	t.Helper()
	db, err := store.Open(store.Options{Clock: clock.NewFrozen(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	pool := directory.Pool{UserPoolType: api.UserPoolType{
		Id: poolID, Name: "app", SchemaAttributes: directory.StandardSchema(), MfaConfiguration: api.UserPoolMfaTypeOff,
		UserPoolTier:       api.UserPoolTierTypeEssentials,
		EmailConfiguration: &api.EmailConfigurationType{EmailSendingAccount: api.EmailSendingAccountTypeDeveloper},
		SmsConfiguration:   &api.SmsConfigurationType{SnsCallerArn: "arn:aws:iam::000000000000:role/sms"},
	}}
	err = db.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		for name, attributes := range map[string]map[string]string{
			"alice": {"phone_number": "+12065550100", "email": "alice@example.com"}, "bob": {},
		} {
			user := directory.NewUser(pool, name, "sub-of-"+name, attributes)
			if name == "alice" {
				user.Enrol(directory.SoftwareToken{Secret: []byte("secret")})
			}
			if err := directory.SaveUser(tx, pool, &user); err != nil {
				return err
			}
		}
		return directory.Pools.Put(tx, pool)
	})
	if err != nil {
		t.Fatal(err)
	}
	return &mfa.Factors{DB: db}
}

func preferenceOf(t *rapid.T, o *mfa.Factors, name string) (p directory.MFAPreference) {
	err := o.DB.View(t.Context(), func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		user, err := directory.FindUser(tx, pool, name)
		p = user.MFA
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// model is what a preference has to be after a request, by the documentation: named factors change, others stay.
type model struct {
	on        map[string]bool
	preferred string
}

func (m *model) set(factor string, enabled, preferred *bool) {
	if enabled != nil {
		m.on[factor] = *enabled
	}
	switch {
	case preferred != nil && *preferred:
		m.preferred = factor
	case m.preferred == factor && (preferred != nil || !m.on[factor]):
		m.preferred = ""
	}
}

// Whatever is asked for in whatever order: a preference that is accepted is the one that the model has, one that is
// refused changes nothing, and what is preferred is on.
func TestPreferences(t *testing.T) {
	o := start(t)
	flag := rapid.SampledFrom([]*bool{nil, new(false), new(true), new(true)})
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom([]string{"alice", "alice", "bob"}).Draw(r, "user")
		m := model{on: map[string]bool{}, preferred: string(preferenceOf(r, o, name).Preferred)}
		for _, factor := range preferenceOf(r, o, name).Enabled {
			m.on[string(factor)] = true
		}
		for range rapid.IntRange(1, 5).Draw(r, "requests") {
			before := preferenceOf(r, o, name)
			next := model{on: maps.Clone(m.on), preferred: m.preferred}
			in := &api.AdminSetUserMFAPreferenceRequest{UserPoolId: poolID, Username: name}
			if rapid.Bool().Draw(r, "sms") {
				in.SMSMfaSettings = &api.SMSMfaSettingsType{Enabled: flag.Draw(r, "enabled"), PreferredMfa: flag.Draw(r, "preferred")}
				next.set("SMS_MFA", in.SMSMfaSettings.Enabled, in.SMSMfaSettings.PreferredMfa)
			}
			if rapid.Bool().Draw(r, "email") {
				in.EmailMfaSettings = &api.EmailMfaSettingsType{Enabled: flag.Draw(r, "enabled"), PreferredMfa: flag.Draw(r, "preferred")}
				next.set("EMAIL_OTP", in.EmailMfaSettings.Enabled, in.EmailMfaSettings.PreferredMfa)
			}
			if rapid.Bool().Draw(r, "token") {
				in.SoftwareTokenMfaSettings = &api.SoftwareTokenMfaSettingsType{Enabled: flag.Draw(r, "enabled"), PreferredMfa: flag.Draw(r, "preferred")}
				next.set("SOFTWARE_TOKEN_MFA", in.SoftwareTokenMfaSettings.Enabled, in.SoftwareTokenMfaSettings.PreferredMfa)
			}
			_, err := o.AdminSetUserMFAPreference(r.Context(), in)
			after := preferenceOf(r, o, name)
			if err != nil {
				if !rule.Is(err, rule.MfaNoDelivery, rule.MfaPreferredDisabled, rule.MfaTwoPreferred) || !cmp.Equal(before, after) {
					r.Fatalf("refused by %v; before %v, after %v", err, before, after)
				}
				continue
			}
			m = next
			for factor, on := range m.on {
				if on != slices.Contains(after.SettingList(), factor) {
					r.Fatalf("%s: want on %t, the list is %v", factor, on, after.SettingList())
				}
			}
			if string(after.Preferred) != m.preferred || after.Preferred != "" && !m.on[m.preferred] {
				r.Fatalf("preferred is %q of %v, want %q", after.Preferred, after.Enabled, m.preferred)
			}
			if name == "bob" && len(after.Enabled) > 0 {
				r.Fatalf("bob has nothing, and has %v on", after.Enabled)
			}
		}
	})
}

// Who has passkeys on keeps another factor beside them.
func TestTheLastOtherFactorStays(t *testing.T) {
	o := start(t)
	err := o.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		user, err := directory.FindUser(tx, pool, "alice")
		user.MFA.Enabled = []api.ChallengeNameType{api.ChallengeNameTypeSoftwareTokenMfa, api.ChallengeNameTypeWebAuthn}
		return errors.Join(err, directory.SaveUser(tx, pool, &user))
	})
	if err != nil {
		t.Fatal(err)
	}
	in := &api.AdminSetUserMFAPreferenceRequest{UserPoolId: poolID, Username: "alice", SoftwareTokenMfaSettings: &api.SoftwareTokenMfaSettingsType{Enabled: new(false)}}
	if _, err := o.AdminSetUserMFAPreference(t.Context(), in); !rule.Is(err, rule.MfaPasskeyAlone) {
		t.Errorf("without the app: %v", err)
	}
	in.SMSMfaSettings = &api.SMSMfaSettingsType{Enabled: new(true)}
	if _, err := o.AdminSetUserMFAPreference(t.Context(), in); err != nil {
		t.Errorf("with text messages in its place: %v", err)
	}
}

// Whatever a pool had before: what a request sets is what is answered and shown afterwards, and nothing else; and MFA is
// on only with a factor.
func TestSettingsAreReplaced(t *testing.T) {
	o := start(t)
	rapid.Check(t, func(r *rapid.T) {
		in := &api.SetUserPoolMfaConfigRequest{UserPoolId: poolID}
		in.MfaConfiguration = rapid.SampledFrom([]api.UserPoolMfaType{"", "OFF", "ON", "OPTIONAL", "OPTIONAL"}).Draw(r, "mfa")
		if rapid.Bool().Draw(r, "sms") {
			in.SmsMfaConfiguration = &api.SmsMfaConfigType{SmsAuthenticationMessage: "code {####}"}
		}
		if rapid.Bool().Draw(r, "email") {
			in.EmailMfaConfiguration = &api.EmailMfaConfigType{Subject: "code"}
		}
		if rapid.Bool().Draw(r, "token") {
			in.SoftwareTokenMfaConfiguration = &api.SoftwareTokenMfaConfigType{Enabled: new(rapid.Bool().Draw(r, "enabled"))}
		}
		if rapid.Bool().Draw(r, "passkey") {
			in.WebAuthnConfiguration = &api.WebAuthnConfigurationType{RelyingPartyId: "example.com"}
		}
		before := shown(r, o)
		out, err := o.SetUserPoolMfaConfig(r.Context(), in)
		after := shown(r, o)
		if err != nil {
			if !rule.Is(err, rule.MfaOffWithFactor, rule.MfaNoFactor) || before != after {
				r.Fatalf("refused by %v; before %s, after %s", err, before, after)
			}
			return
		}
		if answered := asJSON(r, out); answered != after {
			r.Fatalf("answered %s, shown %s", answered, after)
		}
		asked := *in
		asked.UserPoolId = ""
		if asked.MfaConfiguration == "" {
			asked.MfaConfiguration = "OFF"
		}
		if sms := asked.SmsMfaConfiguration; sms != nil {
			asked.SmsMfaConfiguration = &api.SmsMfaConfigType{
				SmsAuthenticationMessage: sms.SmsAuthenticationMessage, SmsConfiguration: &api.SmsConfigurationType{SnsCallerArn: "arn:aws:iam::000000000000:role/sms"},
			}
		}
		if want := asJSON(r, asked); want != after {
			r.Fatalf("asked for %s, shown %s", want, after)
		}
		token := in.SoftwareTokenMfaConfiguration != nil && *in.SoftwareTokenMfaConfiguration.Enabled
		if on := asked.MfaConfiguration != "OFF"; on != (in.SmsMfaConfiguration != nil || in.EmailMfaConfiguration != nil || token) {
			r.Fatalf("accepted: %s", after)
		}
	})
}

func shown(t *rapid.T, o *mfa.Factors) string {
	out, err := o.GetUserPoolMfaConfig(t.Context(), &api.GetUserPoolMfaConfigRequest{UserPoolId: poolID})
	if err != nil {
		t.Fatal(err)
	}
	return asJSON(t, out)
}

func asJSON(t *rapid.T, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
