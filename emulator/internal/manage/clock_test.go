package manage_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

type reading struct {
	Now    time.Time
	Offset string
	Frozen bool
}

// TestClock moves a clock that stands still, and one that runs, as a test script would.
func TestClock(t *testing.T) {
	s := start(t)
	for _, step := range []struct{ method, path, body, now string }{
		{"GET", "/clock", "", "2026-09-24T13:50:15Z"},
		{"POST", "/clock/advance", `{"by":"61m"}`, "2026-09-24T14:51:15Z"},
		{"POST", "/clock/advance", `{"by":"-1h"}`, "2026-09-24T13:51:15Z"},
		{"PUT", "/clock", `{"now":"2030-01-01T01:00:00+01:00"}`, "2030-01-01T00:00:00Z"},
		{"DELETE", "/clock", "", "2026-09-24T13:50:15Z"},
	} {
		status, answer := do(t, s, step.method, step.path, step.body)
		var got reading
		if err := json.Unmarshal([]byte(answer), &got); err != nil || status != http.StatusOK || !got.Frozen || got.Now.Format(time.RFC3339) != step.now {
			t.Errorf("%s %s %s: %d %s, want %s", step.method, step.path, step.body, status, answer, step.now)
		}
		if now := s.Clock.Now().Format(time.RFC3339); now != step.now {
			t.Errorf("%s %s: the emulator's time is %s, want %s", step.method, step.path, now, step.now)
		}
	}
	if _, answer := do(t, s, "PUT", "/clock", `{"offset":"-2h","frozen":false}`); !strings.Contains(answer, `"offset":"-2h0m0s","frozen":false`) {
		t.Errorf("%s", answer)
	}
	if _, answer := do(t, s, "PUT", "/clock", `{"frozen":true}`); !strings.Contains(answer, `"frozen":true`) {
		t.Errorf("%s", answer)
	}
}

// The offset of a clock that runs is the one that was asked for, to the nanosecond; and what is missing has a name.
func TestTheClockIsMovedExactly(t *testing.T) {
	s := start(t)
	do(t, s, "PUT", "/clock", `{"offset":"0s","frozen":false}`)
	for range 20 {
		if _, answer := do(t, s, "PUT", "/clock", `{"offset":"-2h"}`); !strings.Contains(answer, `"offset":"-2h0m0s"`) {
			t.Errorf("%s", answer)
		}
		if _, answer := do(t, s, "POST", "/clock/advance", `{"by":"30s"}`); !strings.Contains(answer, `"offset":"-1h59m30s"`) {
			t.Errorf("%s", answer)
		}
	}
	if _, answer := do(t, s, "POST", "/clock/advance", ""); !strings.Contains(answer, `"because":"the body is empty"`) {
		t.Errorf("%s", answer)
	}
}

// An access token ends when the emulator's clock says so.
func TestTheClockEndsTokens(t *testing.T) {
	s := start(t)
	s.Must("UpdateUserPoolClient", `{"UserPoolId":"us-east-1_App000001","ClientId":"web00000000000000000000001","ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]}`)
	var signedIn struct{ AuthenticationResult struct{ AccessToken string } }
	s.Must("AdminInitiateAuth", `{"UserPoolId":"us-east-1_App000001","ClientId":"web00000000000000000000001","AuthFlow":"ADMIN_NO_SRP_AUTH",
		"AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`).Into(t, &signedIn)
	call := map[string]string{"AccessToken": signedIn.AuthenticationResult.AccessToken}
	s.Must("GetUser", call)
	do(t, s, "POST", "/clock/advance", `{"by":"61m"}`)
	if got := s.Call("GetUser", call); got.Message() != "Access Token has expired" {
		t.Errorf("%s", got.Body)
	}
	do(t, s, "DELETE", "/clock", "")
	s.Must("GetUser", call)
}

// What is no time leaves the clock as it was, and is explained.
func TestMistakesInMovingTheClock(t *testing.T) {
	s := start(t)
	for _, step := range [][3]string{
		{"PUT", "/clock", ``},
		{"PUT", "/clock", `{}`},
		{"PUT", "/clock", `null`},
		{"PUT", "/clock", `{"now":"tomorrow"}`},
		{"PUT", "/clock", `{"now":"0001-01-01T00:00:00Z"}`},
		{"PUT", "/clock", `{"now":"2026-01-01T00:00:00Z","offset":"1h"}`},
		{"PUT", "/clock", `{"offset":3}`},
		{"PUT", "/clock", `{"offset":"3"}`},
		{"PUT", "/clock", `{"by":"1h"}`},
		{"PUT", "/clock", `{"frozen":true}{"frozen":false}`},
		{"PUT", "/clock", `{"freeze":true}`},
		{"PUT", "/clock", `{"offset":"` + strings.Repeat(" ", 2000) + `1h"}`},
		{"POST", "/clock/advance", `{"now":"2026-01-01T00:00:00Z"}`},
		{"POST", "/clock/advance", `{"by":"1h","frozen":true}`},
		{"POST", "/clock/advance", `{"by":"an hour"}`},
		{"POST", "/clock/advance", `{"by":"-2000000h"}`},
	} {
		status, answer := do(t, s, step[0], step[1], step[2])
		if status != http.StatusBadRequest || !strings.Contains(answer, `"fix":"PUT `) {
			t.Errorf("%v: %d %s", step, status, answer)
		}
	}
	if now := s.Clock.Now().Format(time.RFC3339); now != "2026-09-24T13:50:15Z" {
		t.Errorf("the clock shows %s", now)
	}
	if status, _ := do(t, s, "PUT", "/clock", `{"frozen":true}`, "Origin", "http://evil.example"); status != http.StatusForbidden {
		t.Errorf("a page from elsewhere stops the clock: %d", status)
	}
}
