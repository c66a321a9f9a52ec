package rpc_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// logged gives the lines that a call leaves in the log, without their time.
func (w *world) logged(operation string) []string {
	w.log.Reset()
	w.call(operation)
	var lines []string
	for line := range strings.Lines(w.log.String()) {
		_, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		id := w.latest().ID
		lines = append(lines, strings.ReplaceAll(rest, id, "<id>"))
	}
	return lines
}

func TestOneLineForEachRequest(t *testing.T) {
	refusal := rule.PasswordWrong.Refuse().Because("bob's is\nanother").Advise("try again")
	for name, c := range map[string]struct {
		answer func(context.Context) error
		want   string
	}{
		"success": {succeed, "level=INFO msg=SignUp status=200 request=<id>"},
		"refusal": {
			refuse(refusal),
			`level=INFO msg=SignUp status=400 answer=NotAuthorizedException rule=` + rule.PasswordWrong.ID + ` because="bob's is\nanother" fix="try again" request=<id>`,
		},
		"hidden": {
			refuse(rule.PasswordWrong.Refuse().Hide(rule.UserNotFound.Refuse().Because("no bob").Advise("sign up"))),
			`level=INFO msg=SignUp status=400 answer=NotAuthorizedException rule=` + rule.UserNotFound.ID + ` because="no bob" hidden="the wire does not tell" fix="sign up" request=<id>`,
		},
		"refused answer of a function": {
			func(ctx context.Context) error {
				refusal := rule.PasswordWrong.Refuse().Because("the function returned null").Advise("return the event")
				trail := journal.From(ctx)
				trail.Invoked(journal.Invocation{Trigger: "PreSignUp_SignUp", Verdict: "accepted"})
				trail.Invoked(journal.Invocation{Trigger: "PostConfirmation_ConfirmSignUp", Verdict: refusal.Reason})
				return refusal
			},
			`level=INFO msg=SignUp status=400 answer=NotAuthorizedException rule=` + rule.PasswordWrong.ID + ` because="the function returned null" fix="return the event"` +
				` lambda="PreSignUp_SignUp: accepted" lambda="PostConfirmation_ConfirmSignUp: refused" request=<id>`,
		},
		"everything": {
			func(ctx context.Context) error {
				trail := journal.From(ctx)
				trail.About("pool", "client", "bob")
				trail.Invoked(journal.Invocation{Trigger: "PreSignUp_SignUp", Verdict: "accepted"})
				trail.Notice("no message was sent")
				trail.Simulated(rule.UserNotFound.Refuse().Because("no bob").Advise("sign up"))
				return nil
			},
			`level=INFO msg=SignUp status=200 pool=pool client=client user=bob rule=` + rule.UserNotFound.ID + ` because="no bob" hidden="the wire does not tell"` +
				` fix="sign up" lambda="PreSignUp_SignUp: accepted" notice="no message was sent" request=<id>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			lines := newWorld(t, c.answer).logged("SignUp")
			if len(lines) != 1 || lines[0] != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(lines, "\n"), c.want)
			}
		})
	}
}

func TestOwnFailuresAreLogged(t *testing.T) {
	for name, answer := range map[string]func(context.Context) error{
		"error": refuse(errors.New("disk on fire")), "panic": func(context.Context) error { panic("disk on fire") },
	} {
		lines := newWorld(t, answer).logged("SignUp")
		if len(lines) != 2 || !strings.HasPrefix(lines[0], `level=ERROR msg="the emulator failed" operation=SignUp request=<id> error=`) ||
			!strings.Contains(lines[0], "disk on fire") {
			t.Errorf("%s: %s", name, strings.Join(lines, "\n"))
		}
	}
}

// Who goes away is not the emulator's failure.
func TestCallersWhoGoAway(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := newWorld(t, func(ctx context.Context) error { cancel(); return ctx.Err() })
	w.do(post("SignUp", strings.NewReader(bodies["SignUp"])).WithContext(ctx))
	if strings.Contains(w.log.String(), "ERROR") {
		t.Error(w.log.String())
	}
	if e := w.latest(); !strings.HasPrefix(e.Explain.Because, "the caller went away") {
		t.Errorf("because %s", e.Explain.Because)
	}
}

func TestRequestIDs(t *testing.T) {
	w := newWorld(t, succeed)
	w.Random = bytes.NewReader(make([]byte, 16))
	if got := w.call("SignUp").Header().Get("x-amzn-requestid"); got != "00000000-0000-4000-8000-000000000000" {
		t.Errorf("got %s", got)
	}
	w.Random = iotest.ErrReader(errors.New("no randomness"))
	if got := w.call("SignUp"); got.Code != 200 || got.Header().Get("x-amzn-requestid") != uuid.Nil.String() {
		t.Errorf("without randomness: %d %v", got.Code, got.Header())
	}
}
