package emulator_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// existenceChoiceSeed is existenceSeed with USER_AUTH, by passwords and by codes that are sent to the user.
var existenceChoiceSeed = strings.NewReplacer(
	"PoolName: app", "PoolName: app\n    Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP]}}",
	"ALLOW_USER_SRP_AUTH", "ALLOW_USER_SRP_AUTH, ALLOW_USER_AUTH",
).Replace(existenceSeed)

// asker makes the calls that ask about a user, and gives the last answer.
type asker = func(s *emulatortest.Server, client, user string) emulatortest.Answer

// choosing begins USER_AUTH.
func choosing(parameters fields) asker { return choosingBy("InitiateAuth", parameters) }

func choosingBy(operation string, parameters fields) asker {
	return func(s *emulatortest.Server, client, user string) emulatortest.Answer {
		body := fields{"ClientId": client, "AuthFlow": "USER_AUTH", "AuthParameters": fields{"USERNAME": user}}
		for name, value := range parameters {
			body["AuthParameters"].(fields)[name] = value
		}
		if strings.HasPrefix(operation, "Admin") {
			body["UserPoolId"] = "us-east-1_App000001"
		}
		return s.Call(operation, body)
	}
}

// then answers what the calls before have led to; if they were refused, that is the answer.
func then(before asker, operation, challenge string, responses fields) asker {
	return func(s *emulatortest.Server, client, user string) emulatortest.Answer {
		first := before(s, client, user)
		var asked struct {
			ChallengeName, Session string
			ChallengeParameters    map[string]string
		}
		if first.Status != 200 || json.Unmarshal(first.Body, &asked) != nil {
			return first
		}
		body := fields{"ClientId": client, "ChallengeName": challenge, "Session": asked.Session, "ChallengeResponses": fields{"USERNAME": user}}
		if strings.HasPrefix(operation, "Admin") {
			body["UserPoolId"] = "us-east-1_App000001"
		}
		if challenge == "PASSWORD_VERIFIER" {
			return answerChallenge(s, first, operation, body)
		}
		for name, value := range responses {
			body["ChallengeResponses"].(fields)[name] = value
		}
		return s.Call(operation, body)
	}
}

var (
	aNumber      = strings.Repeat("a", 768)
	choose       = choosing(nil)
	chooseCode   = choosing(fields{"PREFERRED_CHALLENGE": "EMAIL_OTP"})
	chooseSRP    = choosing(fields{"PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": aNumber})
	askForSecret = then(choose, "RespondToAuthChallenge", "SELECT_CHALLENGE", fields{"ANSWER": "PASSWORD"})
	askForSRP    = then(choose, "RespondToAuthChallenge", "SELECT_CHALLENGE", fields{"ANSWER": "PASSWORD_SRP"})
)

// What USER_AUTH answers with success.
const (
	offers     = "SELECT_CHALLENGE of [PASSWORD_SRP PASSWORD EMAIL_OTP]"
	offersCode = "SELECT_CHALLENGE of [EMAIL_OTP]" // who was imported has no password
	asksCode   = "EMAIL_OTP of [PASSWORD_SRP PASSWORD EMAIL_OTP]"
	sendsCode  = "EMAIL_OTP of [EMAIL_OTP]"
	asksSecret = "PASSWORD of [PASSWORD_SRP PASSWORD EMAIL_OTP]"
	asksProof  = "PASSWORD_VERIFIER of [PASSWORD_SRP PASSWORD EMAIL_OTP]"
	asksNumber = "PASSWORD_SRP of [PASSWORD_SRP PASSWORD EMAIL_OTP]"
	saysCode   = "CodeMismatchException: Invalid code or auth state for the user."
	saysChoice = "InvalidParameterException: Password Challenge is Required to SignIn"
	saysNoPass = "InvalidParameterException: Selected challenge is not available." // to who has no password to fall back on
)

// choices are the ways through USER_AUTH, up to an answer that is wrong. The answers are those for the kinds of users; those
// of a client that tells who exists differ in the first one only, and for imported users, whose state a wrong password tells.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
var choices = []struct {
	name string
	ask  asker
	want [6]string // missing, disabled, unconfirmed, imported, unverified, healthy
}{
	{"no preference", choose, [6]string{offers, saysDisabled, offers, offersCode, offers, offers}},
	{"no preference, by an administrator", choosingBy("AdminInitiateAuth", nil), [6]string{offers, saysDisabled, offers, offersCode, offers, offers}},
	{"an unknown preference", choosing(fields{"PREFERRED_CHALLENGE": "NONSENSE"}), [6]string{offers, saysDisabled, offers, offersCode, offers, offers}},
	{"a preference that is not allowed", choosing(fields{"PREFERRED_CHALLENGE": "WEB_AUTHN"}), [6]string{offers, saysDisabled, offers, offersCode, offers, offers}},
	{"a code", chooseCode, [6]string{asksCode, saysDisabled, asksCode, sendsCode, asksCode, asksCode}},
	{"a code, by an administrator", choosingBy("AdminInitiateAuth", fields{"PREFERRED_CHALLENGE": "EMAIL_OTP"}), [6]string{asksCode, saysDisabled, asksCode, sendsCode, asksCode, asksCode}},
	{
		"a wrong code", then(chooseCode, "RespondToAuthChallenge", "EMAIL_OTP", fields{"EMAIL_OTP_CODE": "99999999"}),
		[6]string{saysCode, saysDisabled, saysCode, saysCode, saysCode, saysCode},
	},
	{
		"a wrong code, by an administrator", then(chooseCode, "AdminRespondToAuthChallenge", "EMAIL_OTP", fields{"EMAIL_OTP_CODE": "99999999"}),
		[6]string{saysCode, saysDisabled, saysCode, saysCode, saysCode, saysCode},
	},
	{
		"a wrong choice", then(choose, "RespondToAuthChallenge", "SELECT_CHALLENGE", fields{"ANSWER": "SMS_OTP"}),
		[6]string{saysChoice, saysDisabled, saysChoice, saysNoPass, saysChoice, saysChoice},
	},
	{
		"a password at once", choosing(fields{"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "wrong"}),
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, offersCode, saysWrong, saysWrong},
	},
	{
		"a password with the choice", then(choose, "RespondToAuthChallenge", "SELECT_CHALLENGE", fields{"ANSWER": "PASSWORD", "PASSWORD": "wrong"}),
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, saysNoPass, saysWrong, saysWrong},
	},
	{"the choice of a password", askForSecret, [6]string{asksSecret, saysDisabled, asksSecret, saysNoPass, asksSecret, asksSecret}},
	{
		"a password after the choice", then(askForSecret, "RespondToAuthChallenge", "PASSWORD", fields{"PASSWORD": "wrong"}),
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, saysNoPass, saysWrong, saysWrong},
	},
	{"SRP at once", chooseSRP, [6]string{asksProof, saysDisabled, asksProof, offersCode, asksProof, asksProof}},
	{
		"an SRP proof", then(chooseSRP, "RespondToAuthChallenge", "PASSWORD_VERIFIER", nil),
		[6]string{saysWrong, saysDisabled, saysNotConfirmed, "", saysWrong, saysWrong},
	},
	{"the choice of SRP", askForSRP, [6]string{asksNumber, saysDisabled, asksNumber, saysNoPass, asksNumber, asksNumber}},
	{
		"SRP after the choice", then(askForSRP, "RespondToAuthChallenge", "PASSWORD_SRP", fields{"SRP_A": aNumber}),
		[6]string{asksProof, saysDisabled, asksProof, saysNoPass, asksProof, asksProof},
	},
}

// TestChoiceTellsNothing walks USER_AUTH with all kinds of users. Where a client that hides who exists gives a missing user the
// answer of another one, all of it is the same: status, headers, type, message, and the body's shape and length.
func TestChoiceTellsNothing(t *testing.T) {
	for _, c := range choices {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startExistence(t, existenceChoiceSeed)
			if told := c.ask(s, "legacy0", nameOf("missing")); outcome(told) != saysUnknown {
				t.Errorf("LEGACY: %d %s", told.Status, told.Body)
			}
			shapes := map[string]shape{}
			for i, kind := range userKinds {
				if c.want[i] == "" {
					continue // the calls before have led elsewhere
				}
				answer := c.ask(s, "enabled", nameOf(kind))
				if got := choiceOutcome(t, answer); got != c.want[i] {
					t.Errorf("%s: %q, want %q", kind, got, c.want[i])
					continue
				}
				got := shapeOf(t, withoutSession(answer), nameOf(kind))
				if seen, same := shapes[c.want[i]]; same {
					if diff := cmp.Diff(seen, got); diff != "" {
						t.Errorf("%s users can be told from others with the same answer:\n%s", kind, diff)
					}
				}
				shapes[c.want[i]] = got
			}
		})
	}
}

// choiceOutcome is what a program sees of an answer of USER_AUTH.
func choiceOutcome(t *testing.T, a emulatortest.Answer) string {
	t.Helper()
	if a.Status != 200 {
		return outcome(a)
	}
	var asked struct {
		ChallengeName       string
		AvailableChallenges []string
	}
	a.Into(t, &asked)
	return fmt.Sprintf("%s of %v", asked.ChallengeName, asked.AvailableChallenges)
}
