package pool_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestTriggersAreOfThePoolsRegion(t *testing.T) {
	const arn = `"arn:aws:lambda:eu-west-1:123456789012:function:f"`
	const versioned = `{"LambdaVersion":"V1_0","LambdaArn":` + arn + `}`
	for trigger, set := range map[string]string{
		"PreSignUp": arn, "CustomMessage": arn, "PostConfirmation": arn, "PreAuthentication": arn, "PostAuthentication": arn,
		"DefineAuthChallenge": arn, "CreateAuthChallenge": arn, "VerifyAuthChallengeResponse": arn, "PreTokenGeneration": arn,
		"UserMigration": arn, "PreTokenGenerationConfig": versioned, "InboundFederation": versioned,
		"CustomSMSSender":   versioned + `,"KMSKeyID":"arn:aws:kms:us-east-1:123456789012:key/k"`,
		"CustomEmailSender": versioned + `,"KMSKeyID":"arn:aws:kms:us-east-1:123456789012:key/k"`,
	} {
		t.Run(trigger, func(t *testing.T) {
			body := `{"PoolName":"app","LambdaConfig":{"` + trigger + `":` + set + `}}`
			e := start(t)
			_, err := e.CreateUserPool(t.Context(), request[api.CreateUserPoolRequest](t, "CreateUserPool", body))
			refused(t, err, rule.LambdaRegion, "Cross-region lambda functions are not supported")
			e.Region = "eu-west-1"
			if trigger == "CustomSMSSender" || trigger == "CustomEmailSender" {
				return
			}
			if _, err := e.CreateUserPool(t.Context(), request[api.CreateUserPoolRequest](t, "CreateUserPool", body)); err != nil {
				t.Errorf("refused in its own Region: %v", err)
			}
		})
	}
}

// Pools may send from their own Region and three more.
func TestMailRegionsOfAnotherRegion(t *testing.T) {
	e := start(t)
	e.Region = "ap-south-1"
	mail := func(region string) *api.CreateUserPoolRequest {
		identity := "arn:aws:ses:" + region + ":123456789012:identity/example.com"
		return &api.CreateUserPoolRequest{PoolName: "app", EmailConfiguration: &api.EmailConfigurationType{SourceArn: identity}}
	}
	for _, region := range []string{"ap-south-1", "us-west-2"} {
		if _, err := e.CreateUserPool(t.Context(), mail(region)); err != nil {
			t.Errorf("%s: %v", region, err)
		}
	}
	_, err := e.CreateUserPool(t.Context(), mail("eu-north-1"))
	refused(t, err, rule.EmailSourceRegion,
		"Provided SourceArn must be in one of the following SES regions: ap-south-1, eu-west-1, us-east-1, us-west-2.")
}

func TestSettingsWithoutEffectAreNoticed(t *testing.T) {
	for set, want := range map[string]string{
		`{"SmsConfiguration":{}}`: "SMS is not sent; see GET /_emulator/messages",
		`{"EmailConfiguration":{"EmailSendingAccount":"DEVELOPER","SourceArn":"arn:aws:ses:us-east-1:123456789012:identity/example.com"}}`: "e-mail is not sent through SES; see GET /_emulator/messages",
		`{"UserPoolTier":"PLUS","UserPoolAddOns":{"AdvancedSecurityMode":"AUDIT"}}`:                                                        "threat protection finds nothing out by itself: CompromisedPasswords and Risks of the pool in the seed say what there is to find",
		`{"KeyConfiguration":{"KeyType":"CUSTOMER_MANAGED_KEY"}}`:                                                                          "KeyConfiguration has no effect: nothing is encrypted at rest",
		`{"DcrConfiguration":{}}`: "DcrConfiguration has no effect: dynamic client registration is not emulated",
	} {
		t.Run(want, func(t *testing.T) {
			e := start(t)
			id := e.create(t, `{}`).Id
			body := parse(t, set).with(object{"PoolName": "app", "UserPoolId": id})
			ctx, created := journal.With(t.Context(), "1", "CreateUserPool", e.clock.Now())
			if _, err := e.CreateUserPool(ctx, request[api.CreateUserPoolRequest](t, "CreateUserPool", asJSON(t, body))); err != nil {
				t.Fatal(err)
			}
			ctx, updated := journal.With(t.Context(), "2", "UpdateUserPool", e.clock.Now())
			if _, err := e.UpdateUserPool(ctx, request[api.UpdateUserPoolRequest](t, "UpdateUserPool", asJSON(t, body))); err != nil {
				t.Fatal(err)
			}
			for _, trail := range []*journal.Trail{created, updated} {
				entry := trail.Finish(200, "", "", 0)
				if diff := cmp.Diff([]string{want}, entry.Notices); diff != "" {
					t.Errorf("notices (-want +got):\n%s", diff)
				}
				if entry.Pool == "" {
					t.Error("the journal does not name the pool")
				}
			}
		})
	}
}

// The generated names of members that both requests have: what one sets, the other must.
func TestBothRequestsHaveTheSameSettings(t *testing.T) {
	members := func(v any) object { return parse(t, asJSON(t, filled(t, v))) }
	create, update := members(&api.CreateUserPoolRequest{}), members(&api.UpdateUserPoolRequest{})
	for _, only := range []string{"AliasAttributes", "Schema", "UsernameAttributes", "UsernameConfiguration"} {
		delete(create, only)
	}
	delete(update, "UserPoolId")
	for member := range create {
		if _, ok := update[member]; !ok {
			t.Errorf("only CreateUserPool has %s", member)
		}
	}
	for member := range update {
		if _, ok := create[member]; !ok {
			t.Errorf("only UpdateUserPool has %s", member)
		}
	}
	var set object
	for _, c := range shown {
		if err := json.Unmarshal([]byte(c.set), &set); err != nil {
			t.Fatal(err)
		}
	}
	for member := range update {
		if _, ok := set[member]; !ok {
			t.Errorf("no test sets %s", member)
		}
	}
}
