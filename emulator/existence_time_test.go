package emulator_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
)

// TestAnswerTimes compares how long it takes to answer for a missing user and for an existing one. Calls go in pairs,
// so that whatever else the machine does slows both down, and the median of the pairs' ratios is what counts: a few
// slow calls do not move it.
//
// Hashing a password of the usual length takes a microsecond, which nobody can measure through the rest of a call;
// package authflow has a test for it, with a longer one.
func TestAnswerTimes(t *testing.T) {
	for _, c := range []struct {
		name, operation string
		body            func(user string) fields
		apart           float64 // the ratio may be this far from 1, either way
	}{
		{"password", "InitiateAuth", func(user string) fields {
			return fields{"ClientId": "enabled", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": user, "PASSWORD": "wrong"}}
		}, 1.1},
		{"SRP", "InitiateAuth", func(user string) fields {
			return fields{"ClientId": "enabled", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": fields{"USERNAME": user, "SRP_A": strings.Repeat("a", 768)}}
		}, 1.1},
		{"custom challenge", "InitiateAuth", func(user string) fields {
			return fields{"ClientId": "enabled", "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": user}}
		}, 1.15}, // an existing user's events have attributes
		{"forgotten password", "ForgotPassword", func(user string) fields {
			return fields{"ClientId": "enabled", "Username": user}
		}, 1.75}, // one call composes a message, the other reads the pool once more: alike, but not the same
		{"choice", "InitiateAuth", choiceBody(nil), 1.1},
		{"choice of a code", "InitiateAuth", choiceBody(fields{"PREFERRED_CHALLENGE": "EMAIL_OTP"}), 1.15},
		{"choice of a password", "InitiateAuth", choiceBody(fields{"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "wrong"}), 1.1},
		{"choice of SRP", "InitiateAuth", choiceBody(fields{"PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": aNumber}), 1.1},
		{"choice of SRP with a device", "InitiateAuth", choiceBody(fields{"PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": aNumber, "DEVICE_KEY": aDevice}), 1.1},
		{"SRP with a device", "InitiateAuth", func(user string) fields {
			return fields{"ClientId": "enabled", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": fields{"USERNAME": user, "SRP_A": aNumber, "DEVICE_KEY": aDevice}}
		}, 1.1},
		{"device", "RespondToAuthChallenge", func(user string) fields {
			return fields{"ClientId": "enabled", "ChallengeName": "DEVICE_SRP_AUTH", "ChallengeResponses": fields{"USERNAME": user, "SRP_A": aNumber, "DEVICE_KEY": aDevice}}
		}, 1.25}, // refused in a fraction of a millisecond
	} {
		t.Run(c.name, func(t *testing.T) {
			bodies := map[string]string{}
			for _, kind := range []string{"missing", "healthy"} {
				bodies[nameOf(kind)] = encode(t, c.body(nameOf(kind)))
			}
			compareTimes(t, c.apart, func(_ *emulator.Emulator, user string) (string, string) { return c.operation, bodies[user] })
		})
	}
}

// timeSeed is existenceCustomSeed with USER_AUTH and devices.
var timeSeed = strings.NewReplacer(
	"PoolName: app", "PoolName: app\n    DeviceConfiguration: {DeviceOnlyRememberedOnUserPrompt: false}\n    Policies: {SignInPolicy: {AllowedFirstAuthFactors: [PASSWORD, EMAIL_OTP]}}",
	"ALLOW_USER_SRP_AUTH", "ALLOW_USER_SRP_AUTH, ALLOW_USER_AUTH",
).Replace(existenceCustomSeed)

const aDevice = "us-east-1_12345678-1234-1234-1234-123456789012"

func choiceBody(parameters fields) func(user string) fields {
	return func(user string) fields {
		all := fields{"USERNAME": user}
		maps.Copy(all, parameters)
		return fields{"ClientId": "enabled", "AuthFlow": "USER_AUTH", "AuthParameters": all}
	}
}

// TestAnswerTimesOfSessions does the same for what comes after the first call.
func TestAnswerTimesOfSessions(t *testing.T) {
	for _, c := range []struct {
		name, challenge string
		begin           fields
		responses       fields
		apart           float64
	}{
		{"code", "EMAIL_OTP", fields{"PREFERRED_CHALLENGE": "EMAIL_OTP"}, fields{"EMAIL_OTP_CODE": "99999999"}, 1.25}, // the address of one is looked up, and the other has none
		{"choice", "SELECT_CHALLENGE", nil, fields{"ANSWER": "PASSWORD"}, 1.1},
		{"choice with a password", "SELECT_CHALLENGE", nil, fields{"ANSWER": "PASSWORD", "PASSWORD": "wrong"}, 1.1},
		{"choice of SRP", "SELECT_CHALLENGE", nil, fields{"ANSWER": "PASSWORD_SRP", "SRP_A": aNumber}, 1.1},
		{"choice of a code", "SELECT_CHALLENGE", nil, fields{"ANSWER": "EMAIL_OTP"}, 1.15},
	} {
		t.Run(c.name, func(t *testing.T) {
			begin := choiceBody(c.begin)
			compareTimes(t, c.apart, func(e *emulator.Emulator, user string) (operation, body string) {
				first := inProcess(e, signedRequest("InitiateAuth", strings.NewReader(encode(t, begin(user)))))
				responses := fields{"USERNAME": user}
				maps.Copy(responses, c.responses)
				return "RespondToAuthChallenge", encode(t, fields{
					"ClientId": "enabled", "ChallengeName": c.challenge, "Session": sessionOf(t, first), "ChallengeResponses": responses,
				})
			})
		})
	}
}

// compareTimes asks about a missing user and an existing one. What is not compared happens in prepare.
func compareTimes(t *testing.T, apart float64, prepare func(e *emulator.Emulator, user string) (operation, body string)) {
	t.Helper()
	for range 3 { // chance does not strike three times
		ratio := medianRatio(t, prepare)
		t.Logf("a missing user's answer takes %.3f times as long as an existing one's", ratio)
		if ratio < apart && ratio > 1/apart {
			return
		}
	}
	t.Error("time tells a missing user from an existing one")
}

// medianRatio makes calls about a missing user and an existing one, in turn, and gives the median of missing/existing.
func medianRatio(t *testing.T, prepare func(e *emulator.Emulator, user string) (operation, body string)) float64 {
	t.Helper()
	frozen := clock.NewFrozen(time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC))
	e, err := emulator.New(emulator.Config{Clock: frozen, Functions: functions(txtar.Parse([]byte(
		"-- lambda define --\n+ {\"response\":{\"challengeName\":\"CUSTOM_CHALLENGE\"}}\n-- lambda create --\nevent\n",
	)))})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if err := e.ApplySeed(t.Context(), []byte(timeSeed)); err != nil {
		t.Fatal(err)
	}
	users := [2]string{nameOf("missing"), nameOf("healthy")}
	var ratios []float64
	const most, least, warmUp, patience = 2000, 300, 50, 3 * time.Second
	for start := time.Now(); len(ratios) < most && (len(ratios) < least || time.Since(start) < patience); {
		var took [2]float64
		for _, which := range [][2]int{{0, 1}, {1, 0}}[len(ratios)%2] {
			frozen.Advance(20 * time.Minute) // no lockout and no limit, so that each round is like the others
			operation, body := prepare(e, users[which])
			took[which] = float64(serveOnce(e, operation, body))
		}
		ratios = append(ratios, took[0]/took[1])
	}
	ratios = ratios[warmUp:]
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

func serveOnce(e *emulator.Emulator, operation, body string) time.Duration {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	w := httptest.NewRecorder()
	start := time.Now()
	e.ServeHTTP(w, r)
	return time.Since(start)
}

func encode(t *testing.T, body fields) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
