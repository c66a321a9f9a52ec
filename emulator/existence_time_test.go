package emulator_test

import (
	"encoding/json"
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
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 3 { // chance does not strike three times
				ratio := medianRatio(t, c.operation, c.body(nameOf("missing")), c.body(nameOf("healthy")))
				t.Logf("a missing user's answer takes %.3f times as long as an existing one's", ratio)
				if ratio < c.apart && ratio > 1/c.apart {
					return
				}
			}
			t.Error("time tells a missing user from an existing one")
		})
	}
}

// medianRatio calls an operation with two bodies, in turn, and gives the median of first/second.
func medianRatio(t *testing.T, operation string, first, second fields) float64 {
	t.Helper()
	frozen := clock.NewFrozen(time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC))
	e, err := emulator.New(emulator.Config{Clock: frozen, Functions: functions(txtar.Parse([]byte(
		"-- lambda define --\n+ {\"response\":{\"challengeName\":\"CUSTOM_CHALLENGE\"}}\n-- lambda create --\nevent\n",
	)))})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if err := e.ApplySeed(t.Context(), []byte(existenceCustomSeed)); err != nil {
		t.Fatal(err)
	}
	bodies := [2]string{encode(t, first), encode(t, second)}
	var ratios []float64
	const most, least, warmUp, patience = 2000, 300, 50, 3 * time.Second
	for start := time.Now(); len(ratios) < most && (len(ratios) < least || time.Since(start) < patience); {
		var took [2]float64
		for _, which := range [][2]int{{0, 1}, {1, 0}}[len(ratios)%2] {
			frozen.Advance(20 * time.Minute) // no lockout and no limit, so that each round is like the others
			took[which] = float64(serveOnce(e, operation, bodies[which]))
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
