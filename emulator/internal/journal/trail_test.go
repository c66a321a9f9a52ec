package journal_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// close gives the entry of a trail as people see it: JSON.
func closed(t *testing.T, trail *journal.Trail) string {
	t.Helper()
	text, err := json.Marshal(trail.Finish(400, "NotAuthorizedException", "no", 5*time.Millisecond).Shown())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTrailBecomesAnEntry(t *testing.T) {
	ctx, trail := journal.With(t.Context(), "7f3c", "SignUp", start)
	if journal.From(ctx) != trail || trail.ID() != "7f3c" {
		t.Error("the context has another trail")
	}
	trail.About("pool", "client", "")
	trail.About("", "other", "bob")
	trail.Passed("client", "client %s", "other")
	trail.Notice("%d messages", 2)
	trail.Invoked(journal.Invocation{Trigger: "PreSignUp_SignUp", Function: "f", Event: json.RawMessage(`{}`), Answer: "x", Verdict: "accepted", Attempts: 1})
	trail.Refused(rule.PasswordWrong.Refuse().Because("because").Advise("fix"))
	trail.Body([]byte(`{"Username":"bob","Password":"hunter2"}`), []byte(`{"__type":"X"}`))
	source, _ := json.Marshal(rule.PasswordWrong.Source)
	want := `{"id":"7f3c","operation":"SignUp","at":"2026-09-24T13:50:15Z","tookNanoseconds":5000000,"pool":"pool","client":"other","user":"bob",` +
		`"status":400,"type":"NotAuthorizedException","message":"no","explain":{"rule":"` + rule.PasswordWrong.ID + `","because":"because","fix":"fix",` +
		`"provenance":` + string(source) + `,"checks":[{"name":"client","result":"ok","detail":"client other"},` +
		`{"name":"` + rule.PasswordWrong.ID + `","result":"failed","detail":"because"}]},` +
		`"triggers":[{"id":"7f3c-1","request":"7f3c","at":"2026-09-24T13:50:15Z","trigger":"PreSignUp_SignUp","function":"f","event":{},"answer":"x","verdict":"accepted","attempts":1,"tookNanoseconds":0}],` +
		`"notices":["2 messages"],"request":{"Password":"***","Username":"bob"},"answer":{"__type":"X"}}`
	if diff := cmp.Diff(want, closed(t, trail)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEmptyTrail(t *testing.T) {
	_, trail := journal.With(t.Context(), "7f3c", "SignUp", start)
	want := `{"id":"7f3c","operation":"SignUp","at":"2026-09-24T13:50:15Z","tookNanoseconds":5000000,"status":400,"type":"NotAuthorizedException",` +
		`"message":"no","explain":{"checks":[]},"triggers":[],"notices":[]}`
	if diff := cmp.Diff(want, closed(t, trail)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOutsideOfARequest(t *testing.T) {
	trail := journal.From(context.Background())
	trail.Notice("nobody reads this")
	if trail.ID() != "" || trail.SDK() != "aws-sdk-unknown-unknown" || journal.From(context.Background()) == trail {
		t.Errorf("%+v", trail)
	}
}

func TestWhatReallyHappened(t *testing.T) {
	cause := rule.UserNotFound.Refuse().Because("no bob")
	type outcome struct {
		Rule, Because, ShownAs string
		Hidden                 bool
	}
	for name, c := range map[string]struct {
		note func(*journal.Trail)
		want outcome
	}{
		"open":      {func(trail *journal.Trail) { trail.Refused(cause) }, outcome{rule.UserNotFound.ID, "no bob", "", false}},
		"simulated": {func(trail *journal.Trail) { trail.Simulated(cause) }, outcome{rule.UserNotFound.ID, "no bob", "", true}},
		"hidden": {
			func(trail *journal.Trail) { trail.Refused(rule.PasswordWrong.Refuse().Hide(cause)) },
			outcome{rule.UserNotFound.ID, "no bob", rule.PasswordWrong.ID, true},
		},
		"hidden twice": {
			func(trail *journal.Trail) {
				trail.Refused(rule.CodeMismatch.Refuse().Hide(rule.PasswordWrong.Refuse().Hide(cause)))
			},
			outcome{rule.UserNotFound.ID, "no bob", rule.CodeMismatch.ID, true},
		},
	} {
		_, trail := journal.With(t.Context(), "1", "SignUp", start)
		c.note(trail)
		e := trail.Finish(200, "", "", 0).Explain
		if got := (outcome{e.Rule, e.Because, e.ShownAs, e.Hidden}); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Whatever is thrown at the emulator, an entry stays small.
func TestEntriesAreBounded(t *testing.T) {
	long := "x" + strings.Repeat("äöü", 1<<18)
	_, trail := journal.With(t.Context(), "1", long, start)
	trail.Passed("check", "%s", long)
	trail.Notice("%s", long)
	trail.Invoked(journal.Invocation{Event: json.RawMessage(`"` + long + `"`), Answer: long, Error: long, Output: long, Verdict: long})
	trail.Refused(rule.PasswordWrong.Refuse().Because("%s", long).Advise("%s", long))
	trail.Body([]byte(`{"Username":"`+long+`"}`), []byte(long))
	text, err := json.Marshal(trail.Finish(400, "X", long, 0).Shown())
	if err != nil || len(text) > 512<<10 || !utf8.Valid(text) || strings.Contains(string(text), "\\ufffd") {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	for _, want := range []string{`"request":"(too long to keep)"`, `"event":"(too long to keep)"`, `ä… (1572765 bytes more)"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("there is no %s", want)
		}
	}
}

func TestSDKs(t *testing.T) {
	for agent, want := range map[string]string{
		"": "aws-sdk-unknown-unknown",
		"aws-sdk-js/3.241.0 ua/2.0 os/linux#6.1 lang/js api/cognito-identity-provider#3.241.0": "aws-sdk-js-3.241.0",
		"aws-sdk-nodejs/2.856.0 linux/v14.15.4 promise":                                        "aws-sdk-nodejs-2.856.0",
		"aws-sdk-iOS/2.9.3 iOS/12.1 en_US":                                                     "aws-sdk-ios-2.9.3",
		"aws-sdk-java/2.20.43 Linux/6.1 OpenJDK_64-Bit":                                        "aws-sdk-java-2.20.43",
		"aws-sdk-dotnet-coreclr/3.3.109.18 aws-sdk-dotnet-core/3.3.107.38 .NET_Core/3.1":       "aws-sdk-dotnet-coreclr-3.3.109.18",
		"aws-sdk-go-v2/1.47.7 ua/2.1 os/linux lang/go#1.26 api/cognitoidentityprovider#1.60.0": "aws-sdk-go-v2-1.47.7",
		"aws-sdk-ruby3/3.190.0":                            "aws-sdk-ruby3-3.190.0",
		"aws-sdk-js/3.241.0 Mozilla/5.0 (X11; Linux)":      "aws-sdk-js-3.241.0",
		"aws-amplify/6.0.7 auth/4 framework/1 Mozilla/5.0": "aws-sdk-unknown-unknown",
		"Boto3/1.34.0 md/Botocore#1.34.0":                  "aws-sdk-unknown-unknown",
		"aws-cli/2.13.0 Python/3.11":                       "aws-sdk-unknown-unknown",
		"my-aws-sdk-js":                                    "aws-sdk-unknown-unknown",
		"aws-sdk-js/x":                                     "aws-sdk-unknown-unknown",
		"aws-sdk-js/3":                                     "aws-sdk-unknown-unknown",
	} {
		_, trail := journal.With(t.Context(), "1", "SignUp", start)
		trail.Agent(agent)
		if got := trail.SDK(); got != want {
			t.Errorf("%q: %s, want %s", agent, got, want)
		}
	}
}

func TestNoticesAreBounded(t *testing.T) {
	_, trail := journal.With(t.Context(), "id", "SignUp", time.Time{})
	for range 100_000 {
		trail.Notice("response.x was ignored")
	}
	if kept := trail.Finish(200, "", "", 0).Notices; len(kept) != 101 || kept[100] != "… and more, which are not kept" {
		t.Errorf("%d notices are kept, the last one %q", len(kept), kept[len(kept)-1])
	}
}
