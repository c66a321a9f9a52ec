package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// userKinds are the users whom a client may want to tell apart. Their names have the same length, so that answers with
// names in them have, too.
var userKinds = []string{"missing", "disabled", "unconfirmed", "imported", "unverified", "healthy"}

func nameOf(kind string) string {
	return fmt.Sprintf("%s%s@example.com", kind, strings.Repeat("-", 11-len(kind)))
}

// existenceSeed has one pool with both kinds of clients, and every kind of user.
const existenceSeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    AutoVerifiedAttributes: [email]
    Clients:
      - &client {ClientName: legacy, ClientId: legacy0, PreventUserExistenceErrors: LEGACY,
          ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH]}
      - {<<: *client, ClientName: enabled, ClientId: enabled, PreventUserExistenceErrors: ENABLED}
    Users:
      - {Username: disabled---@example.com, Password: "Passw0rd!", Enabled: false, Attributes: {email: disabled---@example.com, email_verified: "true"}}
      - {Username: unconfirmed@example.com, Password: "Passw0rd!", UserStatus: UNCONFIRMED, Attributes: {email: unconfirmed@example.com, email_verified: "true"}}
      - {Username: imported---@example.com, UserStatus: RESET_REQUIRED, Attributes: {email: imported---@example.com, email_verified: "true"}}
      - {Username: unverified-@example.com, Password: "Passw0rd!", Attributes: {email: unverified-@example.com}}
      - {Username: healthy----@example.com, Password: "Passw0rd!", Attributes: {email: healthy----@example.com, email_verified: "true"}}
`

// What is answered, in the words of the wire. An empty message is a success.
const (
	saysUnknown      = "UserNotFoundException: User does not exist."
	saysUnknownTo    = "UserNotFoundException: Username/client id combination not found."
	saysWrong        = "NotAuthorizedException: Incorrect username or password."
	saysDisabled     = "NotAuthorizedException: User is disabled."
	saysNotConfirmed = "UserNotConfirmedException: User is not confirmed."
	saysReset        = "PasswordResetRequiredException: Password reset required for the user"
	saysTaken        = "UsernameExistsException: User already exists"
	saysMismatch     = "CodeMismatchException: Invalid verification code provided, please try again."
	saysExpired      = "ExpiredCodeException: Invalid code provided, please request a code again."
	saysConfirmed    = "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED"
	saysResetState   = "NotAuthorizedException: User cannot be confirmed. Current status is RESET_REQUIRED"
	saysAlready      = "InvalidParameterException: User is already confirmed."
	saysNoContact    = "InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number"
	saysNoAddOns     = "UserPoolAddOnNotEnabledException: User pool add-ons are not enabled."
	saysFeedback     = "NotAuthorizedException: Invalid feedback token"
	saysNothing      = ""
)

// probe asks about a user. The answers are those for the kinds of users.
type probe struct {
	name      string
	operation string
	ask       func(s *emulatortest.Server, client, user string) emulatortest.Answer
	legacy    [6]string
	enabled   [6]string
}

// probes are the public operations that name a user, and the administrators' ones that sign in.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
var probes = []probe{
	{
		"password", "InitiateAuth", askPassword,
		[6]string{saysUnknown, saysDisabled, saysNotConfirmed, saysReset, saysWrong, saysWrong},
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, saysWrong, saysWrong, saysWrong},
	},
	{
		"administrator's password", "AdminInitiateAuth", askAdminPassword,
		[6]string{saysUnknown, saysDisabled, saysNotConfirmed, saysReset, saysWrong, saysWrong},
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, saysWrong, saysWrong, saysWrong},
	},
	{
		"SRP challenge", "InitiateAuth", askChallenge,
		[6]string{saysUnknown, saysNothing, saysNothing, saysNothing, saysNothing, saysNothing},
		[6]string{saysNothing, saysNothing, saysNothing, saysNothing, saysNothing, saysNothing},
	},
	{
		"SRP proof", "RespondToAuthChallenge", askProof,
		[6]string{saysUnknown, saysDisabled, saysNotConfirmed, saysReset, saysWrong, saysWrong},
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, saysWrong, saysWrong, saysWrong},
	},
	{
		"administrator's SRP proof", "AdminRespondToAuthChallenge", askAdminProof,
		[6]string{saysUnknown, saysDisabled, saysNotConfirmed, saysReset, saysWrong, saysWrong},
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, saysWrong, saysWrong, saysWrong},
	},
	{
		"sign-up", "SignUp", askSignUp,
		[6]string{saysNothing, saysTaken, saysTaken, saysTaken, saysTaken, saysTaken},
		[6]string{saysNothing, saysTaken, saysTaken, saysTaken, saysTaken, saysTaken},
	},
	{
		"sign-up code", "ConfirmSignUp", askSignUpCode,
		[6]string{saysUnknownTo, saysConfirmed, saysMismatch, saysResetState, saysConfirmed, saysConfirmed},
		[6]string{saysMismatch, saysConfirmed, saysMismatch, saysResetState, saysConfirmed, saysConfirmed},
	},
	{
		"another sign-up code", "ResendConfirmationCode", askResend,
		[6]string{saysUnknownTo, saysDisabled, saysNothing, saysAlready, saysAlready, saysAlready},
		[6]string{saysNothing, saysNothing, saysNothing, saysAlready, saysAlready, saysAlready},
	},
	{
		"forgotten password", "ForgotPassword", askForgot,
		[6]string{saysUnknownTo, saysDisabled, saysNothing, saysNothing, saysNoContact, saysNothing},
		[6]string{saysNothing, saysNothing, saysNothing, saysNothing, saysNothing, saysNothing},
	},
	{
		"recovery code that nobody asked for", "ConfirmForgotPassword", askCode,
		[6]string{saysUnknownTo, saysDisabled, saysExpired, saysExpired, saysExpired, saysExpired},
		[6]string{saysExpired, saysExpired, saysExpired, saysExpired, saysExpired, saysExpired},
	},
	{
		"wrong recovery code", "ConfirmForgotPassword", askCodeAfterForgot,
		[6]string{saysUnknownTo, saysDisabled, saysMismatch, saysMismatch, saysExpired, saysMismatch},
		[6]string{saysMismatch, saysMismatch, saysMismatch, saysMismatch, saysMismatch, saysMismatch},
	},
	{
		"feedback", "UpdateAuthEventFeedback", askFeedback,
		[6]string{saysNoAddOns, saysNoAddOns, saysNoAddOns, saysNoAddOns, saysNoAddOns, saysNoAddOns},
		[6]string{saysNoAddOns, saysNoAddOns, saysNoAddOns, saysNoAddOns, saysNoAddOns, saysNoAddOns},
	},
}

// TestExistence walks all probes with all kinds of users and both settings. Where ENABLED gives two kinds of users the
// same answer, the whole transcript has to be the same: status, headers, type, message, and the body's shape and length.
func TestExistence(t *testing.T) {
	for _, p := range probes {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			compareKinds(t, existenceSeed, p.ask, "legacy0", p.legacy)
			compareKinds(t, existenceSeed, p.ask, "enabled", p.enabled)
		})
	}
}

// TestExistenceUnderThreatProtection walks the same where sign-ins are recorded, and blocked: there are events of users, and
// none of those who are not there.
func TestExistenceUnderThreatProtection(t *testing.T) {
	seed := strings.Replace(existenceSeed, "PoolName: app", "PoolName: app\n    UserPoolTier: PLUS\n    UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}", 1)
	for _, p := range probes {
		if p.name == "feedback" {
			p.enabled = [6]string{saysFeedback, saysFeedback, saysFeedback, saysFeedback, saysFeedback, saysFeedback}
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			compareKinds(t, seed, p.ask, "enabled", p.enabled)
		})
	}
}

func compareKinds(t *testing.T, seed string, ask func(*emulatortest.Server, string, string) emulatortest.Answer, client string, want [6]string) {
	t.Helper()
	server := startExistence(t, seed)
	shapes := map[string]shape{}
	for i, kind := range userKinds {
		answer := ask(server, client, nameOf(kind))
		if got := outcome(answer); got != want[i] {
			t.Errorf("%s, %s: %q, want %q", client, kind, got, want[i])
			continue
		}
		seen, same := shapes[want[i]]
		if !same {
			shapes[want[i]] = shapeOf(t, answer, nameOf(kind))
			continue
		}
		if diff := cmp.Diff(seen, shapeOf(t, answer, nameOf(kind))); diff != "" {
			t.Errorf("%s: %s users can be told from others with the same answer:\n%s", client, kind, diff)
		}
	}
}

// TestExistenceProbesAreComplete asks for a probe of every public operation, except for those without a user's name.
func TestExistenceProbesAreComplete(t *testing.T) {
	server := startExistence(t, existenceSeed)
	nameless := []string{"GetTokensFromRefreshToken", "RevokeToken"}
	for _, name := range api.Names() {
		operation, _ := api.Lookup(name)
		if operation.Auth != api.Public || slices.Contains(nameless, name) {
			continue
		}
		body := `{"ClientId":"enabled","UserPoolId":"us-east-1_App000001","Username":"nobody","EventId":"1","FeedbackToken":"a","FeedbackValue":"Valid"}`
		if server.Call(name, body).Type() == "NotImplementedByEmulator" {
			continue
		}
		if !slices.ContainsFunc(probes, func(p probe) bool { return p.operation == name }) {
			t.Errorf("%s has no probe", name)
		}
	}
}

func startExistence(t *testing.T, seed string) *emulatortest.Server {
	t.Helper()
	return emulatortest.New(t, emulatortest.Options{Seed: seed, FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)})
}

// outcome is what a program sees of an answer.
func outcome(a emulatortest.Answer) string {
	if a.Status == http.StatusOK {
		return saysNothing
	}
	return a.Type() + ": " + a.Message()
}

// shape is what is left of an answer without the values that differ anyway.
type shape struct {
	Status int
	Header http.Header
	Length int
	Body   any
}

func shapeOf(t *testing.T, a emulatortest.Answer, user string) shape {
	t.Helper()
	header := a.Header.Clone()
	for name, length := range map[string]int{"X-Amzn-Requestid": 36, "Date": 29} {
		if len(header.Get(name)) != length {
			t.Errorf("the header %s is %q", name, header.Get(name))
		}
		header.Del(name)
	}
	var body any
	a.Into(t, &body)
	return shape{a.Status, header, len(a.Body), withoutValues(body, user)}
}

// withoutValues replaces what is random, or the user's, by its length.
func withoutValues(v any, user string) any {
	object, ok := v.(map[string]any)
	if !ok {
		return v
	}
	for name, value := range object {
		text, isText := value.(string)
		switch {
		case !isText:
			object[name] = withoutValues(value, user)
		case slices.Contains([]string{"SALT", "SRP_B", "SECRET_BLOCK", "UserSub"}, name):
			object[name] = len(text)
		case name == "USERNAME" || name == "USER_ID_FOR_SRP":
			object[name] = strings.Replace(text, user, "(the name)", 1)
		case name == "Destination" || name == "CODE_DELIVERY_DESTINATION":
			object[name] = strings.Replace(text, user[:1], "(the first letter)", 1)
		}
	}
	return object
}
