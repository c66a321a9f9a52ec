package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

var instant = time.UnixMilli(1790257791224).UTC()

func TestTimeForms(t *testing.T) {
	for want, at := range map[string]time.Time{
		"1.790257791224E9": instant,
		"1.79025779122E9":  time.UnixMilli(1790257791220),
		"1.790257791E9":    time.Unix(1790257791, 0),
		"1.79E9":           time.Unix(1790000000, 0),
		"1.0E9":            time.Unix(1000000000, 0),
		"1.0E10":           time.Unix(10000000000, 0),
		"1.0E7":            time.Unix(10000000, 0),
		"9999999.999":      time.UnixMilli(9999999999),
		"0.0":              time.Unix(0, 0),
		"-1.5E9":           time.Unix(-1500000000, 0),
		"null":             {},
	} {
		got, err := json.Marshal(api.Time{Time: at})
		if err != nil || string(got) != want {
			t.Errorf("%v: got %s, %v, want %s", at, got, err, want)
		}
		var back api.Time
		if err := json.Unmarshal(got, &back); err != nil || !back.Equal(at) {
			t.Errorf("%s became %v, %v, want %v", got, back, err, at)
		}
	}
}

func TestTimeReadsAnyNumber(t *testing.T) {
	for raw, want := range map[string]int64{
		"1790257791.224": 1790257791224, "1790257791": 1790257791000, "1.790257791224e+9": 1790257791224, "1.7902577912244E9": 1790257791224,
	} {
		var got api.Time
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got.UnixMilli() != want {
			t.Errorf("%s: got %d, %v, want %d", raw, got.UnixMilli(), err, want)
		}
	}
	for _, raw := range []string{`"2026-09-24T00:00:00Z"`, `true`, `{}`, `1e300`} {
		var got api.Time
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s became %v", raw, got)
		}
	}
}

func TestNewTimeIsWhatTheWireHolds(t *testing.T) {
	if got := api.NewTime(instant.Add(999 * time.Microsecond)); !got.Equal(instant) {
		t.Errorf("got %v, want %v", got, instant)
	}
}

func TestSecretNeverPrints(t *testing.T) {
	v := api.ChangePasswordRequest{AccessToken: "hunter2", ProposedPassword: "hunter2"}
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%10s"} {
		fmt.Fprintf(&b, verb, v)
		fmt.Fprintf(&b, verb, v.AccessToken)
	}
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "token", v.AccessToken)
	b.WriteString(v.AccessToken.String() + v.AccessToken.GoString())
	if s := b.String(); strings.Contains(s, "hunter2") || strings.Contains(s, fmt.Sprintf("%x", "hunter2")) {
		t.Error(s)
	}
	if raw, _ := json.Marshal(v.AccessToken); string(raw) != `"hunter2"` {
		t.Errorf("JSON is %s", raw)
	}
}

func TestRedact(t *testing.T) {
	for body, want := range map[string]string{
		`{"Username":"jane","ClientId":"c","Password":"p","SecretHash":"h","UserAttributes":[{"Name":"email","Value":"j@x"}]}`://
		`{"ClientId":"c","Password":"***","SecretHash":"***","UserAttributes":[{"Name":"email","Value":"j@x"}],"Username":"jane"}`,
		`{"AuthParameters":{"USERNAME":"jane","PASSWORD":"p","SECRET_HASH":"h","SRP_A":"a","REFRESH_TOKEN":"r","DEVICE_KEY":"d"}}`://
		`{"AuthParameters":{"DEVICE_KEY":"d","PASSWORD":"***","REFRESH_TOKEN":"***","SECRET_HASH":"***","SRP_A":"***","USERNAME":"jane"}}`,
		`{"Session":"s","ChallengeResponses":{"USERNAME":"jane","NEW_PASSWORD":"n","SMS_MFA_CODE":"1","ANSWER":"x","PASSWORD_CLAIM_SIGNATURE":"y"}}`://
		`{"ChallengeResponses":{"ANSWER":"***","NEW_PASSWORD":"***","PASSWORD_CLAIM_SIGNATURE":"***","SMS_MFA_CODE":"***","USERNAME":"jane"},"Session":"***"}`,
		`{"AuthenticationResult":{"AccessToken":"a","ExpiresIn":3600,"IdToken":"i","RefreshToken":"r"}}`://
		`{"AuthenticationResult":{"AccessToken":"***","ExpiresIn":3600,"IdToken":"***","RefreshToken":"***"}}`,
		`{"SecretCode":"s","UserPoolClient":{"ClientSecret":"s"},"ProviderDetails":{"client_id":"i","client_secret":"s"}}`://
		`{"ProviderDetails":{"client_id":"i","client_secret":"***"},"SecretCode":"***","UserPoolClient":{"ClientSecret":"***"}}`,
		`{"UserContextData":{"IpAddress":"::1"},"CreationDate":1.79E9}`: `{"CreationDate":1.79E9,"UserContextData":"***"}`,
		`{"Password":"p"`:         `"15 bytes that are not JSON"`,
		`{"Password":"p"}{"a":1}`: `"23 bytes that are not JSON"`,
		``:                        `"0 bytes that are not JSON"`,
	} {
		if got := string(api.Redact([]byte(body))); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
