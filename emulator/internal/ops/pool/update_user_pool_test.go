package pool_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// everything sets each member that can go back to its default.
const everything = `{
	"AccountRecoverySetting": {"RecoveryMechanisms":[{"Name":"admin_only","Priority":1}]},
	"AcrConfiguration": {"Level1":{"AcrValue":"one"}},
	"AdminCreateUserConfig": {"AllowAdminCreateUserOnly":true,"InviteMessageTemplate":{"EmailMessage":"{username} {####}"}},
	"AutoVerifiedAttributes": ["email"],
	"DcrConfiguration": {"OpenDcrEnabled":false},
	"DeletionProtection": "ACTIVE",
	"DeviceConfiguration": {"ChallengeRequiredOnNewDevice":true},
	"EmailConfiguration": {"ReplyToEmailAddress":"a@example.com"},
	"EmailVerificationMessage": "code {####}",
	"EmailVerificationSubject": "subject",
	"IssuerConfiguration": {"Type":"UPDATED"},
	"KeyConfiguration": {"KeyType":"CUSTOMER_MANAGED_KEY"},
	"LambdaConfig": {"PreSignUp":"arn:aws:lambda:us-east-1:123456789012:function:f"},
	"MfaConfiguration": "OPTIONAL",
	"SmsAuthenticationMessage": "mfa {####}",
	"SmsConfiguration": {"SnsCallerArn":"arn:aws:iam::123456789012:role/sms"},
	"SmsVerificationMessage": "sms {####}",
	"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate":["email"]},
	"UserPoolAddOns": {"AdvancedSecurityMode":"OFF"},
	"VerificationMessageTemplate": {"DefaultEmailOption":"CONFIRM_WITH_LINK","EmailMessageByLink":"{##link##}"}
}`

// permanent are the members that UpdateUserPool cannot set, or leaves alone when they are left out.
const permanent = `{
	"AliasAttributes": ["preferred_username"],
	"Policies": {"PasswordPolicy":{"MinimumLength":10,"TemporaryPasswordValidityDays":3},"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","SMS_OTP"]}},
	"Schema": [{"Name":"team","AttributeDataType":"String"}],
	"UserPoolTags": {"a":"b"},
	"UserPoolTier": "PLUS",
	"UsernameConfiguration": {"CaseSensitive":false}
}`

func TestUpdateUserPoolReplacesEverything(t *testing.T) {
	e := start(t)
	id := e.create(t, asJSON(t, parse(t, everything).with(parse(t, permanent)))).Id
	full := e.describe(t, id)
	plain := e.describe(t, e.create(t, permanent).Id)
	for member := range parse(t, everything) {
		if cmp.Equal(full[member], plain[member]) {
			t.Errorf("%s is set to its default, so this shows nothing", member)
		}
	}
	e.clock.Advance(time.Minute)
	if err := e.update(t, id, `{"MfaConfiguration":"OFF"}`); err != nil {
		t.Fatal(err)
	}
	want := plain.with(object{"Id": id, "Arn": full["Arn"], "LastModifiedDate": 1767225660.0})
	if diff := cmp.Diff(want, e.describe(t, id)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Each policy stays when it is left out, and is replaced when it is not.
func TestUpdateUserPoolKeepsPolicies(t *testing.T) {
	e := start(t)
	id := e.create(t, `{"Policies":{"PasswordPolicy":{"MinimumLength":10},"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","EMAIL_OTP"]}}}`).Id
	for _, step := range []struct {
		set     string
		length  float64
		factors int
		days    float64
	}{
		{set: `{}`, length: 10, factors: 2, days: 7},
		{set: `{"Policies":{"PasswordPolicy":{"MinimumLength":12,"TemporaryPasswordValidityDays":2}}}`, length: 12, factors: 2, days: 2},
		{set: `{"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD"]}}}`, length: 12, factors: 1, days: 2},
		{set: `{"AdminCreateUserConfig":{"UnusedAccountValidityDays":5}}`, length: 12, factors: 1, days: 5},
		{set: `{"Policies":{}}`, length: 12, factors: 1, days: 5},
	} {
		if err := e.update(t, id, step.set); err != nil {
			t.Fatal(err)
		}
		pool := e.describe(t, id)
		policies := pool["Policies"].(map[string]any)
		password := policies["PasswordPolicy"].(map[string]any)
		factors := policies["SignInPolicy"].(map[string]any)["AllowedFirstAuthFactors"].([]any)
		unused := pool["AdminCreateUserConfig"].(map[string]any)["UnusedAccountValidityDays"]
		if password["MinimumLength"] != step.length || len(factors) != step.factors || password["TemporaryPasswordValidityDays"] != step.days || unused != step.days {
			t.Errorf("%s: the policies are %v, and UnusedAccountValidityDays is %v", step.set, policies, unused)
		}
	}
	if err := e.update(t, id, `{"UserPoolTier":"LITE"}`); err != nil {
		t.Error(err)
	}
	mfa := e.create(t, `{"MfaConfiguration":"ON","SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms"}}`).Id
	const otp = `{"SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms"},"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","SMS_OTP"]}}}`
	refused(t, e.update(t, mfa, otp), rule.MfaFirstFactor, "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled")
}

func TestUpdateUserPoolAnswersNothing(t *testing.T) {
	e := start(t)
	out, err := e.UpdateUserPool(t.Context(), &api.UpdateUserPoolRequest{UserPoolId: e.create(t, `{}`).Id})
	if err != nil || asJSON(t, out) != "{}" {
		t.Errorf("got %s, %v", asJSON(t, out), err)
	}
}

func TestUpdateUserPoolUnknown(t *testing.T) {
	refused(t, start(t).update(t, "us-east-1_none", `{}`), rule.PoolNotFound, "User pool us-east-1_none does not exist.")
}

func TestUpdateUserPoolSetsNameTagsAndTier(t *testing.T) {
	e := start(t)
	id := e.create(t, `{"UserPoolTags":{"a":"b","c":"d"}}`).Id
	if err := e.update(t, id, `{"PoolName":"renamed","UserPoolTags":{"e":"f"},"UserPoolTier":"LITE"}`); err != nil {
		t.Fatal(err)
	}
	got := e.describe(t, id)
	if got["Name"] != "renamed" || got["UserPoolTier"] != "LITE" || !cmp.Equal(got["UserPoolTags"], map[string]any{"e": "f"}) {
		t.Errorf("got %v, %v, %v", got["Name"], got["UserPoolTier"], got["UserPoolTags"])
	}
	if err := e.update(t, id, `{"UserPoolTags":{}}`); err != nil {
		t.Fatal(err)
	}
	if tags := e.describe(t, id)["UserPoolTags"]; !cmp.Equal(tags, map[string]any{}) {
		t.Errorf("tags %v after an empty map", tags)
	}
}

func TestUpdateUserPoolKeepsItsSecret(t *testing.T) {
	e := start(t)
	id := e.create(t, `{}`).Id
	secret := func() (s string) {
		err := e.DB.View(t.Context(), func(tx *store.Tx) error {
			p, err := directory.FindPool(tx, id)
			s = string(p.Secret)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := secret()
	if err := e.update(t, id, `{}`); err != nil || secret() != before {
		t.Errorf("the secret changed: %v", err)
	}
}

func TestUpdateUserPoolDowngrade(t *testing.T) {
	e := start(t)
	id, other := e.create(t, `{}`).Id, e.create(t, `{}`).Id
	save := func(feature api.FeatureType) {
		c := directory.Client{UserPoolClientType: api.UserPoolClientType{
			UserPoolId: id, ClientId: "c", RefreshTokenRotation: &api.RefreshTokenRotationType{Feature: feature},
		}}
		err := e.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error { return directory.Clients.Put(tx, c) })
		if err != nil {
			t.Fatal(err)
		}
	}
	save(api.FeatureTypeEnabled)
	err := e.update(t, id, `{"UserPoolTier":"LITE"}`)
	refused(t, err, rule.TierRotation, "The following features need to be disabled for the LITE pricing tier configured: Refresh Token Rotation")
	if refusal, _ := rule.As(err); refusal.Answer.Code != "TierChangeNotAllowedException" {
		t.Errorf("exception %s", refusal.Answer.Code)
	}
	if err := e.update(t, other, `{"UserPoolTier":"LITE"}`); err != nil {
		t.Errorf("the client of another pool is in the way: %v", err)
	}
	save(api.FeatureTypeDisabled)
	if err := e.update(t, id, `{"UserPoolTier":"LITE"}`); err != nil {
		t.Errorf("a client that does not rotate is in the way: %v", err)
	}
}

// Who says nothing about MFA does not switch it off, nor take away what its text messages need.
func TestUpdateUserPoolLeavesMfaAlone(t *testing.T) {
	e := start(t)
	sms := `"SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms"}`
	id := e.create(t, `{"MfaConfiguration":"OPTIONAL",`+sms+`}`).Id
	for _, c := range []struct {
		update   string
		mfa      string
		kept     bool // SmsConfiguration
		smsCodes bool
	}{
		{`{}`, "OPTIONAL", true, true},
		{`{"MfaConfiguration":"ON",` + sms + `}`, "ON", true, true},
		{`{"MfaConfiguration":"OFF",` + sms + `}`, "OFF", true, false},
		{`{}`, "OFF", false, false},
		{`{"MfaConfiguration":"OPTIONAL",` + sms + `}`, "OPTIONAL", true, true},
	} {
		if err := e.update(t, id, c.update); err != nil {
			t.Fatal(err)
		}
		shown := e.describe(t, id)
		_, kept := shown["SmsConfiguration"]
		if got := e.find(t, id).MFA.SMS; shown["MfaConfiguration"] != c.mfa || kept != c.kept || got != c.smsCodes {
			t.Errorf("after %s MfaConfiguration is %v, SmsConfiguration is there: %t, text messages are a factor: %t",
				c.update, shown["MfaConfiguration"], kept, got)
		}
	}
}

func (e emulator) find(t *testing.T, id string) (p directory.Pool) {
	t.Helper()
	err := e.DB.View(t.Context(), func(tx *store.Tx) (err error) {
		p, err = directory.FindPool(tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A pool that has MFA without SMS has another factor, which an update must not ask for again.
func TestUpdateUserPoolKeepsMfaOfAnotherFactor(t *testing.T) {
	e := start(t)
	id := e.create(t, `{}`).Id
	err := e.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		p, err := directory.FindPool(tx, id)
		if err != nil {
			return err
		}
		p.MfaConfiguration = api.UserPoolMfaTypeOn
		p.MFA.SoftwareToken = &api.SoftwareTokenMfaConfigType{Enabled: new(true)}
		return directory.Pools.Put(tx, p)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.update(t, id, `{"MfaConfiguration":"OPTIONAL"}`); err != nil {
		t.Error(err)
	}
	if p := e.find(t, id); p.MFA.SMS || !p.MFA.HasSoftwareToken() {
		t.Errorf("the factors are %+v", p.MFA)
	}
	withSms := e.create(t, `{"MfaConfiguration":"ON","SmsConfiguration":{"SnsCallerArn":"arn:aws:iam::123456789012:role/sms"}}`).Id
	refused(t, e.update(t, withSms, `{"MfaConfiguration":"ON"}`), rule.SmsConfigurationForMfa,
		"SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
}

// Whatever a pool was created with: sending the same again changes nothing, and neither does sending back what
// DescribeUserPool showed, as programs do that change one member.
func TestUpdateUserPoolWithItsOwnSettings(t *testing.T) {
	e := start(t)
	settable := parse(t, everything).with(object{"Policies": parse(t, permanent)["Policies"]})
	names := slices.Sorted(maps.Keys(settable))
	rapid.Check(t, func(r *rapid.T) {
		set := object{}
		for _, member := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(r, "members") {
			set[member] = settable[member]
		}
		in := request[api.CreateUserPoolRequest](r, "CreateUserPool", asJSON(r, set.with(object{"PoolName": "app"})))
		created, err := e.CreateUserPool(t.Context(), in)
		if rule.Is(err, rule.SmsConfigurationForMfa, rule.VerifyBeforeUpdateSubset) {
			return // a part without its counterpart
		}
		if err != nil {
			r.Fatal(err)
		}
		id := created.UserPool.Id
		before := e.describe(t, id)
		if err := e.update(t, id, asJSON(r, set)); err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(before, e.describe(t, id)); diff != "" {
			r.Fatalf("the same settings changed the pool (-before +after):\n%s", diff)
		}
		back := maps.Clone(before)
		delete(back["AdminCreateUserConfig"].(map[string]any), "UnusedAccountValidityDays")
		if err := e.update(t, id, asJSON(r, back)); err != nil {
			r.Fatal(err)
		}
		after := e.describe(t, id)
		delete(after["AdminCreateUserConfig"].(map[string]any), "UnusedAccountValidityDays")
		if diff := cmp.Diff(object(back), after); diff != "" {
			r.Fatalf("its own description changed the pool (-before +after):\n%s", diff)
		}
		deleted := e.update(t, id, `{}`)
		if deleted == nil {
			deleted = e.DeleteUserPool(t.Context(), &api.DeleteUserPoolRequest{UserPoolId: id})
		}
		if deleted != nil {
			r.Fatal(deleted)
		}
	})
}
