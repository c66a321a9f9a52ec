package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

const orderPool = "us-east-1_Order00001"

// orderSeed is a pool with all triggers that are called by the API; %s is CustomMessage or both custom senders.
const orderSeed = `
UserPools:
  - Id: us-east-1_Order00001
    PoolName: app
    AutoVerifiedAttributes: [email, phone_number]
    MfaConfiguration: "OPTIONAL"
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: x}
    EmailConfiguration: {EmailSendingAccount: DEVELOPER, SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com"}
    AccountRecoverySetting: {RecoveryMechanisms: [{Priority: 1, Name: verified_phone_number}, {Priority: 2, Name: verified_email}]}
    LambdaConfig:
      PreSignUp: all
      PostConfirmation: all
      PreAuthentication: all
      PostAuthentication: all
      DefineAuthChallenge: all
      CreateAuthChallenge: all
      VerifyAuthChallengeResponse: all
      PreTokenGenerationConfig: {LambdaArn: all, LambdaVersion: V3_0}
      UserMigration: all
%s
    Clients:
      - ClientName: web
        ClientId: web
        PreventUserExistenceErrors: ENABLED
        ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
      - ClientName: machine
        ClientId: machine
        ClientSecret: 12345678901234567890secret
        ExplicitAuthFlows: [ALLOW_CLIENT_TOKEN_AUTH]
  - Id: us-east-1_Order00002
    PoolName: devices
    DeviceConfiguration: {DeviceOnlyRememberedOnUserPrompt: false}
    LambdaConfig: {PostAuthentication: all, PreTokenGeneration: all}
    Clients: [{ClientName: devices, ClientId: devices, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users: [{Username: alice, Password: "Passw0rd!"}]
`

const (
	orderMessage = `      CustomMessage: all`
	orderSenders = `      CustomEmailSender: {LambdaArn: all, LambdaVersion: V1_0}
      CustomSMSSender: {LambdaArn: all, LambdaVersion: V1_0}
      KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"`
)

// orderCall is one call with the triggers that it runs, in their order. Message stands for CustomMessage or the sender.
type orderCall struct {
	name     string
	call     func(*orderWorld) emulatortest.Answer
	triggers []string
}

// orderWorld is where the calls are made: the user's address is the medium's, the answers of former calls are kept.
type orderWorld struct {
	*emulatortest.Server
	t                  testing.TB
	attribute, address string
	challenge          struct {
		Session              string
		AuthenticationResult struct{ AccessToken, RefreshToken string }
	}
}

func (w *orderWorld) signUp(user string) emulatortest.Answer {
	return w.Call("SignUp", fields{"ClientId": "web", "Username": user, "Password": "Passw0rd!", "UserAttributes": attribute(w.attribute, w.address)})
}

func (w *orderWorld) initiate(flow string, parameters fields) emulatortest.Answer {
	return w.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": flow, "AuthParameters": parameters})
}

func (w *orderWorld) respond(challenge string, responses fields) emulatortest.Answer {
	return w.Call("RespondToAuthChallenge", fields{
		"ClientId": "web", "ChallengeName": challenge, "Session": w.challenge.Session, "ChallengeResponses": responses,
	})
}

// orderCalls are the calls, one after the other.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
var orderCalls = []orderCall{
	{"SignUp", func(w *orderWorld) emulatortest.Answer { return w.signUp("alice") }, []string{"PreSignUp_SignUp", "Message_SignUp"}},
	{"ResendConfirmationCode", func(w *orderWorld) emulatortest.Answer {
		return w.Call("ResendConfirmationCode", fields{"ClientId": "web", "Username": "alice"})
	}, []string{"Message_ResendCode"}},
	{"ConfirmSignUp", func(w *orderWorld) emulatortest.Answer {
		return w.Call("ConfirmSignUp", fields{"ClientId": "web", "Username": "alice", "ConfirmationCode": "123456"})
	}, []string{"PostConfirmation_ConfirmSignUp"}},
	{"SignUp of a user whom PreSignUp confirms", func(w *orderWorld) emulatortest.Answer { return w.signUp("auto") }, []string{"PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"}},
	{"InitiateAuth with a password", func(w *orderWorld) emulatortest.Answer {
		return w.initiate("USER_PASSWORD_AUTH", fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"})
	}, []string{"PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_Authentication"}},
	{"a refresh", func(w *orderWorld) emulatortest.Answer {
		return w.initiate("REFRESH_TOKEN_AUTH", fields{"REFRESH_TOKEN": w.challenge.AuthenticationResult.RefreshToken})
	}, []string{"TokenGeneration_RefreshTokens"}},
	{"GetClientToken", func(w *orderWorld) emulatortest.Answer {
		w.Call("GetClientToken", fields{"ClientId": "machine", "Secret": "12345678901234567890secret"})
		return emulatortest.Answer{Status: 200, Body: []byte("{}")} // the user's tokens stay
	}, []string{"TokenGeneration_ClientCredentials"}},
	{"UpdateUserAttributes", func(w *orderWorld) emulatortest.Answer {
		return w.Call("UpdateUserAttributes", fields{
			"AccessToken": w.challenge.AuthenticationResult.AccessToken, "UserAttributes": attribute(w.attribute, another(w.address)),
		})
	}, []string{"Message_UpdateUserAttribute"}},
	{"GetUserAttributeVerificationCode", func(w *orderWorld) emulatortest.Answer {
		return w.Call("GetUserAttributeVerificationCode", fields{"AccessToken": w.challenge.AuthenticationResult.AccessToken, "AttributeName": w.attribute})
	}, []string{"Message_VerifyUserAttribute"}},
	{"VerifyUserAttribute", func(w *orderWorld) emulatortest.Answer {
		return w.Call("VerifyUserAttribute", fields{
			"AccessToken": w.challenge.AuthenticationResult.AccessToken, "AttributeName": w.attribute, "Code": "123456",
		})
	}, nil},
	{"ForgotPassword", func(w *orderWorld) emulatortest.Answer {
		return w.Call("ForgotPassword", fields{"ClientId": "web", "Username": "alice"})
	}, []string{"Message_ForgotPassword"}},
	{"ConfirmForgotPassword", func(w *orderWorld) emulatortest.Answer {
		return w.Call("ConfirmForgotPassword", fields{"ClientId": "web", "Username": "alice", "ConfirmationCode": "123456", "Password": "An0ther-one!"})
	}, []string{"PostConfirmation_ConfirmForgotPassword"}},
	{"CUSTOM_AUTH", func(w *orderWorld) emulatortest.Answer {
		return w.initiate("CUSTOM_AUTH", fields{"USERNAME": "alice"})
	}, []string{"PreAuthentication_Authentication", "DefineAuthChallenge_Authentication", "CreateAuthChallenge_Authentication"}},
	{"a wrong answer", func(w *orderWorld) emulatortest.Answer {
		return w.respond("CUSTOM_CHALLENGE", fields{"USERNAME": "alice", "ANSWER": "wrong"})
	}, []string{"VerifyAuthChallengeResponse_Authentication", "DefineAuthChallenge_Authentication", "CreateAuthChallenge_Authentication"}},
	{"the right answer", func(w *orderWorld) emulatortest.Answer {
		return w.respond("CUSTOM_CHALLENGE", fields{"USERNAME": "alice", "ANSWER": "right"})
	}, []string{
		"VerifyAuthChallengeResponse_Authentication", "DefineAuthChallenge_Authentication",
		"PostAuthentication_Authentication", "TokenGeneration_Authentication",
	}},
	{"InitiateAuth for a user whom nobody knows", func(w *orderWorld) emulatortest.Answer {
		w.initiate("USER_PASSWORD_AUTH", fields{"USERNAME": "nobody", "PASSWORD": "Passw0rd!"})
		return emulatortest.Answer{Status: 200, Body: []byte("{}")} // it was refused
	}, []string{"UserMigration_Authentication", "PreAuthentication_Authentication"}},
	{"ForgotPassword of a user whom nobody knows", func(w *orderWorld) emulatortest.Answer {
		return w.Call("ForgotPassword", fields{"ClientId": "web", "Username": "nobody"})
	}, []string{"UserMigration_ForgotPassword"}},
	{"AdminCreateUser", func(w *orderWorld) emulatortest.Answer {
		return w.Call("AdminCreateUser", fields{
			"UserPoolId": orderPool, "Username": "dave", "TemporaryPassword": "Passw0rd!", "UserAttributes": attribute(w.attribute, w.address),
			"DesiredDeliveryMediums": []string{map[string]string{"email": "EMAIL", "phone_number": "SMS"}[w.attribute]},
		})
	}, []string{"PreSignUp_AdminCreateUser", "Message_AdminCreateUser"}},
	{"a temporary password", func(w *orderWorld) emulatortest.Answer {
		return w.initiate("USER_PASSWORD_AUTH", fields{"USERNAME": "dave", "PASSWORD": "Passw0rd!"})
	}, []string{"PreAuthentication_Authentication"}},
	{"a new password", func(w *orderWorld) emulatortest.Answer {
		return w.respond("NEW_PASSWORD_REQUIRED", fields{"USERNAME": "dave", "NEW_PASSWORD": "An0ther-one!"})
	}, []string{"PostAuthentication_Authentication", "TokenGeneration_NewPasswordChallenge"}},
	{"AdminSetUserMFAPreference", func(w *orderWorld) emulatortest.Answer {
		setting := map[string]string{"email": "EmailMfaSettings", "phone_number": "SMSMfaSettings"}[w.attribute]
		return w.Call("AdminSetUserMFAPreference", fields{"UserPoolId": orderPool, "Username": "dave", setting: fields{"Enabled": true, "PreferredMfa": true}})
	}, nil},
	{"InitiateAuth with a second factor", func(w *orderWorld) emulatortest.Answer {
		return w.initiate("USER_PASSWORD_AUTH", fields{"USERNAME": "dave", "PASSWORD": "An0ther-one!"})
	}, []string{"PreAuthentication_Authentication", "Message_Authentication"}},
	{"the second factor", func(w *orderWorld) emulatortest.Answer {
		challenge := map[string]string{"email": "EMAIL_OTP", "phone_number": "SMS_MFA"}[w.attribute]
		return w.respond(challenge, fields{"USERNAME": "dave", challenge + "_CODE": "123456"})
	}, []string{"PostAuthentication_Authentication", "TokenGeneration_Authentication"}},
	{"a remembered device", func(w *orderWorld) emulatortest.Answer {
		d := &deviceWorld{TB: w.t, Server: w.Server, group: srp.NewGroup(), client: "devices"}
		device := d.device(d.start("alice", nil))
		return d.prove(d.start("alice", device), "alice", device, true).Answer
	}, []string{
		"PostAuthentication_Authentication", "TokenGeneration_Authentication",
		"PostAuthentication_Authentication", "TokenGeneration_AuthenticateDevice",
	}},
}

func another(address string) string { return strings.Replace(address, "1", "2", 1) }

// answerAll is one function for all triggers: it confirms the user "auto", and asks one custom question until the
// answer is right.
func answerAll(_ context.Context, payload string) (lambdaclient.Result, error) {
	var event map[string]any
	if err := json.Unmarshal([]byte(payload), &event); err != nil {
		return lambdaclient.Result{}, err
	}
	response, _ := event["response"].(map[string]any)
	request, _ := event["request"].(map[string]any)
	switch source, _, _ := strings.Cut(event["triggerSource"].(string), "_"); source {
	case "PreSignUp":
		response["autoConfirmUser"] = event["userName"] == "auto"
	case "DefineAuthChallenge":
		history, _ := request["session"].([]any)
		right := len(history) > 0 && history[len(history)-1].(map[string]any)["challengeResult"] == true
		response["issueTokens"], response["challengeName"] = right, map[bool]any{false: "CUSTOM_CHALLENGE"}[right]
	case "CreateAuthChallenge":
		response["privateChallengeParameters"] = map[string]string{"answer": "right"}
	case "VerifyAuthChallengeResponse":
		response["answerCorrect"] = request["challengeAnswer"] == "right"
	}
	answer, err := json.Marshal(event)
	return lambdaclient.Result{Payload: answer}, err
}

// later are the sources of features that the emulator does not have yet. Package trigger knows their events, and
// POST /_emulator/functions/{name}/invoke calls functions with them.
var later = map[string]string{
	"PreSignUp_ExternalProvider":         "federation",
	"InboundFederation_ExternalProvider": "federation",
	"TokenGeneration_HostedAuth":         "the hosted pages",
}

// TestTheOrderOfTriggers makes calls in a pool that has all triggers, by e-mail and by text message, with CustomMessage
// and with custom senders, and looks at what ran. In the end each source has run, except for the ones that wait.
func TestTheOrderOfTriggers(t *testing.T) {
	seen := map[string]bool{}
	for config, messages := range map[string]map[string]string{
		orderMessage: {"email": "CustomMessage", "phone_number": "CustomMessage"},
		orderSenders: {"email": "CustomEmailSender", "phone_number": "CustomSMSSender"},
	} {
		for attribute, address := range map[string]string{"email": "a1@example.com", "phone_number": "+12065550100"} {
			t.Run(messages[attribute]+" to "+attribute, func(t *testing.T) {
				for _, source := range runOrder(t, config, messages[attribute], attribute, address) {
					seen[source] = true
				}
			})
		}
	}
	_, source, _ := notified(t)
	seen[source] = true
	for source := range later {
		if seen[source] {
			t.Errorf("%s runs, and need not wait", source)
		}
		seen[source] = true
	}
	if diff := cmp.Diff(trigger.Sources(), slices.Sorted(maps.Keys(seen))); diff != "" {
		t.Errorf("the sources that ran (-there are +ran):\n%s", diff)
	}
}

func runOrder(t *testing.T, config, message, attribute, address string) (seen []string) {
	r := &recorder{answer: answerAll}
	w := &orderWorld{t: t, attribute: attribute, address: address}
	w.Server = emulatortest.New(t, emulatortest.Options{Seed: fmt.Sprintf(orderSeed, config), Functions: r, FixedCode: "123456"})
	w.Must("SetUserPoolMfaConfig", fields{
		"UserPoolId": orderPool, "MfaConfiguration": "OPTIONAL",
		"SmsMfaConfiguration":   fields{"SmsConfiguration": fields{"SnsCallerArn": "arn:aws:iam::000000000000:role/sms", "ExternalId": "x"}},
		"EmailMfaConfiguration": fields{"Message": "Your code is {####}", "Subject": "Your code"},
	})
	for _, c := range orderCalls {
		answer := c.call(w)
		if answer.Status != 200 {
			t.Fatalf("%s: %d %s", c.name, answer.Status, answer.Body)
		}
		w.challenge.Session = ""
		answer.Into(t, &w.challenge)
		var want []string
		for _, source := range c.triggers {
			want = append(want, strings.Replace(source, "Message_", message+"_", 1))
		}
		got := sourcesOf(t, r.take(t, len(want)))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s ran other triggers (-want +got):\n%s", c.name, diff)
		}
		seen = append(seen, got...)
	}
	return seen
}

func sourcesOf(t *testing.T, events []string) (sources []string) {
	t.Helper()
	for _, text := range events {
		var event struct{ TriggerSource string }
		if err := json.Unmarshal([]byte(text), &event); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, event.TriggerSource)
	}
	return sources
}
