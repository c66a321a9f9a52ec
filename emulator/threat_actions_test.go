package emulator_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// A password is looked at wherever it comes as it is, and not where SRP proves it (documented).
func TestWhereCompromisedPasswordsAreFound(t *testing.T) {
	const more = `    RiskConfiguration: {CompromisedCredentialsRiskConfiguration: {Actions: {EventAction: BLOCK}}}`
	for name, c := range map[string]struct {
		last    func(s *emulatortest.Server) emulatortest.Answer
		blocked bool
	}{
		"USER_PASSWORD_AUTH": {func(s *emulatortest.Server) emulatortest.Answer {
			return signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": "eve", "PASSWORD": "Passw0rd?"})
		}, true},
		"USER_AUTH in one step": {func(s *emulatortest.Server) emulatortest.Answer {
			return signInWith(s, "USER_AUTH", fields{"USERNAME": "eve", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Passw0rd?"})
		}, true},
		"SELECT_CHALLENGE": {func(s *emulatortest.Server) emulatortest.Answer {
			first := signInWith(s, "USER_AUTH", fields{"USERNAME": "eve"})
			return answerTo(s, "SELECT_CHALLENGE", sessionOf(t, first), fields{"USERNAME": "eve", "ANSWER": "PASSWORD", "PASSWORD": "Passw0rd?"})
		}, true},
		"USER_SRP_AUTH": {func(s *emulatortest.Server) emulatortest.Answer {
			return s.Call("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", "eve", "Passw0rd?"))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := startThreats(t, more, nil)
			answer := c.last(s)
			if blocked := answer.Rule() == "threat.credentials-compromised"; blocked != c.blocked || !blocked && answer.Status != 200 {
				t.Errorf("%d %s", answer.Status, answer.Body)
			}
			want := "SignIn Pass Password:Success"
			if c.blocked {
				want = "SignIn Fail Password:Success compromised"
			}
			if got := eventsOf(t, s, "eve")[0].String(); got != want {
				t.Errorf("the event is %s", got)
			}
		})
	}
}

// What is done about a risk, by the action and by what the user has for a second factor.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
func TestActionsAtRisk(t *testing.T) {
	const sms = `    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: x}
    SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: x}}
    MfaConfiguration: "OPTIONAL"
`
	const tokens, blocked = "tokens", "threat.sign-in-blocked"
	for _, c := range []struct {
		action, settings, user string
		want                   string
	}{
		{"NO_ACTION", sms, "alice", tokens},
		{"BLOCK", sms, "alice", blocked},
		{"MFA_IF_CONFIGURED", sms, "alice", "SMS_MFA"},
		{"MFA_REQUIRED", sms, "alice", "SMS_MFA"},
		{"MFA_IF_CONFIGURED", sms, "eve", tokens},
		{"MFA_REQUIRED", sms, "eve", blocked},
		{"MFA_IF_CONFIGURED", "", "alice", tokens}, // the pool has MFA OFF
		{"MFA_REQUIRED", "", "alice", blocked},
	} {
		t.Run(fmt.Sprint(c.action, " ", c.user, " ", c.settings != ""), func(t *testing.T) {
			s := startThreats(t, c.settings+fmt.Sprintf(`    Risks: [{IpRange: 127.0.0.1, RiskLevel: Medium}]
    RiskConfiguration: {AccountTakeoverRiskConfiguration: {Actions: {MediumAction: {Notify: false, EventAction: %s}}}}`, c.action), nil)
			password := map[string]string{"alice": "Passw0rd!", "eve": "Passw0rd?"}[c.user]
			for flow, answer := range map[string]emulatortest.Answer{
				"password": signInWith(s, "USER_PASSWORD_AUTH", fields{"USERNAME": c.user, "PASSWORD": password}),
				"SRP":      s.Call("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", c.user, password)),
			} {
				got := answer.Rule()
				var body struct {
					ChallengeName        string
					AuthenticationResult any
				}
				answer.Into(t, &body)
				if got += body.ChallengeName; body.AuthenticationResult != nil {
					got += tokens
				}
				if got != c.want {
					t.Errorf("%s: %s", flow, got)
				}
			}
		})
	}
}

const notifySeed = `    LambdaConfig:
      CustomEmailSender: {LambdaArn: sender, LambdaVersion: V1_0}
      KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"
    Risks: [{Username: alice, RiskLevel: Low}]
    RiskConfiguration: {AccountTakeoverRiskConfiguration: {Actions: {LowAction: {Notify: true, EventAction: NO_ACTION}}}}`

// notified is what a custom sender gets for a risky sign-in.
func notified(t *testing.T) (s *emulatortest.Server, source string, attributes map[string]string) {
	t.Helper()
	events := make(chan []byte, 1)
	s = startThreats(t, notifySeed, lambdaclient.InvokerFunc(func(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
		events <- payload
		return lambdaclient.Result{Payload: []byte("null")}, nil
	}))
	s.Must("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "alice", "PASSWORD": "Passw0rd!"}})
	var event struct {
		TriggerSource string
		Request       struct {
			Code           *string
			UserAttributes map[string]string
		}
	}
	emulatortest.Answer{Body: <-events}.Into(t, &event)
	if event.Request.Code != nil {
		t.Errorf("the code is %q", *event.Request.Code)
	}
	return s, event.TriggerSource, event.Request.UserAttributes
}

// A custom sender gets what there is to know of a risky sign-in, and the links by which the user says whose it was.
func TestCustomSendersAreToldOfRisks(t *testing.T) {
	s, source, attributes := notified(t)
	if source != "CustomEmailSender_AccountTakeOverNotification" {
		t.Errorf("the source is %s", source)
	}
	event := eventsOf(t, s, "alice")[0]
	for name, want := range map[string]string{
		"EVENT_ID": event.EventId, "USER_NAME": "alice", "IP_ADDRESS": "127.0.0.1", "ACCOUNT_TAKE_OVER_ACTION": "NO_ACTION",
		"LOGIN_TIME": "2026-09-24T13:50:15Z", "email": "alice@example.com", "CITY": "", "DEVICE_NAME": "",
	} {
		if attributes[name] != want {
			t.Errorf("%s is %q", name, attributes[name])
		}
	}
	for _, c := range []struct{ link, page, feedback string }{
		{attributes["ONE_CLICK_LINK_VALID"], "Thank you for the feedback.\n", "Valid"},
		{attributes["ONE_CLICK_LINK_INVALID"], "Thank you for the feedback.\n", "Invalid"},
		{strings.Replace(attributes["ONE_CLICK_LINK_VALID"], url.QueryEscape(attributes["FEEDBACK_TOKEN"]), "other", 1), "The feedback was not taken: Invalid feedback token\n", "Invalid"},
	} {
		response, err := http.Get(c.link) //nolint:noctx // a test
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err := response.Body.Close(); err != nil {
			t.Error(err)
		}
		if err != nil || !strings.HasPrefix(string(body), c.page) {
			t.Errorf("%s says %s", c.link, body)
		}
		if given := eventsOf(t, s, "alice")[0].EventFeedback; given == nil || given.FeedbackValue != c.feedback || given.Provider != "User" {
			t.Errorf("the feedback is %+v", given)
		}
	}
}

// An event names passwords and second factors; what stands in place of a password it does not (assumed).
func TestEventsNameTheChallenges(t *testing.T) {
	const more = `    EmailConfiguration: {EmailSendingAccount: DEVELOPER, SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com"}
    MfaConfiguration: "OPTIONAL"
    EmailMfaConfiguration: {Message: "Your code is {####}", Subject: "Your code"}
    Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP]}}`
	s := startThreats(t, more, nil)
	s.Must("AdminUpdateUserAttributes", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice", "UserAttributes": attribute("email_verified", "true")})
	latest := func(want string) {
		t.Helper()
		if got := eventsOf(t, s, "alice")[0].String(); got != want {
			t.Errorf("the event is %s, not %s", got, want)
		}
		s.Clock.Advance(time.Second)
	}
	code := func(first emulatortest.Answer, text string) {
		t.Helper()
		answerTo(s, "EMAIL_OTP", sessionOf(t, first), fields{"USERNAME": "alice", "EMAIL_OTP_CODE": text})
	}
	first := signInWith(s, "USER_AUTH", fields{"USERNAME": "alice", "PREFERRED_CHALLENGE": "EMAIL_OTP"})
	latest("SignIn InProgress")
	code(first, "00000000")
	latest("SignIn Fail")
	code(first, "123456")
	latest("SignIn Pass")

	s.Must("AdminSetUserMFAPreference", fields{"UserPoolId": "us-east-1_App000001", "Username": "alice", "EmailMfaSettings": fields{"Enabled": true}})
	first = s.Call("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", "alice", "Passw0rd!"))
	latest("SignIn InProgress Password:Success")
	code(first, "000000")
	latest("SignIn Fail Password:Success Mfa:Failure")
	code(first, "123456")
	latest("SignIn Pass Password:Success Mfa:Success")
	code(first, "123456") // the session was used: nobody knows whose call it is
	latest("SignIn Pass Password:Success Mfa:Success")
	if count := len(eventsOf(t, s, "alice")); count != 2 {
		t.Errorf("there are %d events", count)
	}
}
