package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// stepUpCase is a user in a pool, and the level that is asked for.
type stepUpCase struct {
	mfa                string // of the pool
	sms                bool   // the pool sends text messages as a second factor
	codes              bool   // a sign-in may begin with a one-time password
	phone, email, totp bool   // what the user has
	prefers            string // the factor that the user switched on; "" for none
	level              int
}

// floor is the second factor that the user is asked for without any level; several that nobody has chosen from count as
// the question for one.
func (c stepUpCase) floor() []string {
	var usable []string
	if c.sms && c.phone {
		usable = append(usable, "SMS_MFA")
	}
	if c.totp {
		usable = append(usable, "SOFTWARE_TOKEN_MFA")
	}
	if c.prefers != "" {
		return []string{c.prefers}
	}
	if c.mfa == "ON" {
		return usable
	}
	return nil
}

// begins are the challenges with which the level can be reached; none where it cannot.
func (c stepUpCase) begins() (begins []string) {
	switch {
	case c.level == 1, c.level == 3 && c.sms && c.phone, c.level == 4 && c.totp:
		begins = append(begins, "PASSWORD")
	case c.level == 2 && c.codes && len(c.floor()) == 0:
		if c.email {
			begins = append(begins, "EMAIL_OTP")
		}
		if c.phone {
			begins = append(begins, "SMS_OTP")
		}
	}
	return begins
}

// possible leaves out what cannot be, and who has to enrol before anything else.
func (c stepUpCase) possible() bool {
	switch {
	case c.prefers == "SMS_MFA" && (!c.sms || !c.phone), c.prefers == "SOFTWARE_TOKEN_MFA" && !c.totp:
		return false
	}
	return c.mfa != "ON" || len(c.floor()) > 0
}

func stepUpCases() (cases []stepUpCase) {
	for bits := range 1 << 6 {
		on := func(bit int) bool { return bits&(1<<bit) != 0 }
		for _, prefers := range []string{"", "SMS_MFA", "SOFTWARE_TOKEN_MFA"} {
			for level := 1; level <= 4; level++ {
				c := stepUpCase{mfa: "OPTIONAL", sms: on(1), codes: on(2), phone: on(3), email: on(4), totp: on(5), prefers: prefers, level: level}
				if on(0) {
					c.mfa = "ON"
				}
				if c.possible() && (c.mfa == "OPTIONAL" || !c.codes) { // a pool that requires MFA cannot have one-time passwords
					cases = append(cases, c)
				}
			}
		}
	}
	return cases
}

// TestStepUp signs users in with all combinations of factors, each way that is offered. Whoever gets tokens has the level
// that was asked for, or more, by the methods that were proven; whoever is refused has no factors for it.
func TestStepUp(t *testing.T) {
	cases := stepUpCases()
	server := emulatortest.New(t, emulatortest.Options{Seed: stepUpSeed(cases), FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)})
	for i, c := range cases {
		w := &stepUpWalk{Server: server, t: t, c: c, user: fmt.Sprint("user", i)}
		first := w.initiate()
		if want := c.begins(); len(want) == 0 {
			if first.Rule() != "step-up.out-of-reach" {
				t.Errorf("%+v: %d %s", c, first.Status, first.Body)
			}
			continue
		}
		var offered struct{ AvailableChallenges []string }
		first.Into(t, &offered)
		begins := slices.DeleteFunc(offered.AvailableChallenges, func(s string) bool { return s == "PASSWORD_SRP" })
		if want := c.begins(); !slices.Equal(begins, want) {
			t.Errorf("%+v: can begin with %v, want %v", c, begins, want)
		}
		for _, begin := range begins {
			w.walk(begin)
		}
	}
}

// stepUpWalk is one user's sign-in.
type stepUpWalk struct {
	*emulatortest.Server
	t    *testing.T
	c    stepUpCase
	user string
	amr  []string // what was proven
}

func (w *stepUpWalk) initiate() emulatortest.Answer {
	return w.Call("InitiateAuth", fields{"ClientId": clientOf(w.c), "AuthFlow": "USER_AUTH", "AuthParameters": fields{
		"USERNAME": w.user, "TARGET_ACR_VALUES": fmt.Sprintf("urn:cognito:loa:%d", w.c.level),
	}})
}

func (w *stepUpWalk) walk(begin string) {
	w.amr = nil
	w.Clock.Advance(time.Minute) // codes of apps work once
	var step struct {
		ChallengeName, Session string
		AuthenticationResult   *signedInTokens
	}
	w.initiate().Into(w.t, &step)
	for range 5 {
		responses, method := w.responses(step.ChallengeName, begin)
		if method != "" {
			w.amr = append(w.amr, method)
		}
		responses["USERNAME"] = w.user
		answer := w.Call("RespondToAuthChallenge", fields{"ClientId": clientOf(w.c), "ChallengeName": step.ChallengeName, "Session": step.Session, "ChallengeResponses": responses})
		if answer.Status != http.StatusOK {
			w.t.Fatalf("%+v: %s: %s", w.c, step.ChallengeName, answer.Body)
		}
		step.AuthenticationResult = nil
		if answer.Into(w.t, &step); step.AuthenticationResult != nil {
			w.check(step.AuthenticationResult.AccessToken)
			return
		}
	}
	w.t.Fatalf("%+v: no end", w.c)
}

func (w *stepUpWalk) responses(challenge, begin string) (fields, string) {
	switch challenge {
	case "SELECT_CHALLENGE":
		if begin == "PASSWORD" {
			return fields{"ANSWER": begin, "PASSWORD": "Passw0rd!"}, "pwd"
		}
		return fields{"ANSWER": begin}, ""
	case "SELECT_MFA_TYPE":
		return fields{"ANSWER": "SOFTWARE_TOKEN_MFA"}, ""
	case "SOFTWARE_TOKEN_MFA":
		var shown struct{ Code string }
		w.Get("/_emulator/pools/"+poolOf(w.c)+"/users/"+w.user+"/totp").Into(w.t, &shown)
		return fields{"SOFTWARE_TOKEN_MFA_CODE": shown.Code}, "otp"
	}
	return fields{challenge + "_CODE": "123456"}, map[string]string{"SMS_MFA": "sms", "SMS_OTP": "sms", "EMAIL_OTP": "email_otp"}[challenge]
}

// check compares what a token says with what was proven.
func (w *stepUpWalk) check(accessToken string) {
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(accessToken, ".")[1])
	if err != nil {
		w.t.Fatal(err)
	}
	var said struct {
		ACR string
		AMR []string
	}
	if err := json.Unmarshal(payload, &said); err != nil {
		w.t.Fatal(err)
	}
	level := map[string]int{"pwd": 1, "sms": 2, "email_otp": 2, "pwd sms": 3, "pwd otp": 4}[strings.Join(w.amr, " ")]
	if want := fmt.Sprintf("urn:cognito:loa:%d", level); said.ACR != want || level < w.c.level {
		w.t.Errorf("%+v: proven is %v, which is level %d; the token says %s", w.c, w.amr, level, said.ACR)
	}
	if len(w.amr) > 1 {
		w.amr = append(w.amr, "mfa")
	}
	if !slices.Equal(said.AMR, w.amr) {
		w.t.Errorf("%+v: proven is %v, the token says %v", w.c, w.amr, said.AMR)
	}
	if len(w.c.floor()) > 0 && !slices.Contains(w.amr, "mfa") {
		w.t.Errorf("%+v: has tokens without a second factor: %v", w.c, w.amr)
	}
}

func poolOf(c stepUpCase) string {
	return fmt.Sprintf("us-east-1_StepUp%s%d%d", c.mfa[:2], digit(c.sms), digit(c.codes))
}
func clientOf(c stepUpCase) string { return strings.ReplaceAll(poolOf(c), "us-east-1_", "") }

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// stepUpSeed has a pool for each kind of pool, and a user for each case.
func stepUpSeed(cases []stepUpCase) string {
	users := map[string]string{}
	heads := map[string]string{}
	for i, c := range cases {
		factors, settings := "[PASSWORD]", "    SoftwareTokenMfaConfiguration: {Enabled: true}\n"
		if c.codes {
			factors = "[PASSWORD, EMAIL_OTP, SMS_OTP]"
		}
		if c.sms {
			settings += `    SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}}` + "\n"
		} else {
			settings += `    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}` + "\n"
		}
		heads[poolOf(c)] = fmt.Sprintf("  - Id: %s\n    PoolName: p\n    MfaConfiguration: %q\n    Policies: {SignInPolicy: {AllowedFirstAuthFactors: %s}}\n%s"+
			"    Clients: [{ClientName: c, ClientId: %s, ExplicitAuthFlows: [ALLOW_USER_AUTH]}]\n    Users:\n", poolOf(c), c.mfa, factors, settings, clientOf(c))
		users[poolOf(c)] += stepUpUser(i, c)
	}
	seed := "UserPools:\n"
	for pool, head := range heads {
		seed += head + users[pool]
	}
	return seed
}

func stepUpUser(i int, c stepUpCase) string {
	user := fmt.Sprintf("      - Username: user%d\n        Password: Passw0rd!\n", i)
	attributes := ""
	if c.phone {
		attributes += fmt.Sprintf("phone_number: \"+1206555%04d\", ", i)
	}
	if c.email {
		attributes += fmt.Sprintf("email: user%d@example.com", i)
	}
	user += "        Attributes: {" + attributes + "}\n"
	if c.totp {
		user += "        Totp: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\n"
	}
	return user + "        UserMFASettingList: [" + c.prefers + "]\n"
}
