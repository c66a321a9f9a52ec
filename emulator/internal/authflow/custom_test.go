package authflow_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

const (
	custom = api.ChallengeNameTypeCustomChallenge
	define = "DefineAuthChallenge_Authentication"
	create = "CreateAuthChallenge_Authentication"
	verify = "VerifyAuthChallengeResponse_Authentication"
)

// held is a session as the model knows it.
type held struct {
	text    string
	user    string
	history []bool
	expires time.Time
	used    bool
}

// customModel signs in by CUSTOM_AUTH in any order of calls, with any session for any user.
type customModel struct {
	w        *world
	f        *functions
	sessions []*held
	private  int
}

// decide draws what DefineAuthChallenge will say.
func (m *customModel) decide(r *rapid.T) string {
	decision := rapid.SampledFrom([]string{"challenge", "challenge", "issue", "fail"}).Draw(r, "decision")
	m.f.responses[define] = map[string]map[string]any{
		"challenge": {"challengeName": "CUSTOM_CHALLENGE"}, "issue": {"issueTokens": true}, "fail": {"failAuthentication": true},
	}[decision]
	m.private++
	m.f.responses[create] = map[string]any{"privateChallengeParameters": map[string]any{"number": fmt.Sprint(m.private)}}
	return decision
}

// check compares an answer with what the function decided. Only a user who exists gets tokens, and only by issueTokens.
func (m *customModel) check(r *rapid.T, reply authflow.Reply, err error, user, decision string, history []bool) {
	switch {
	case decision == "challenge":
		if err != nil || reply.Challenge != custom || reply.Tokens != nil || reply.Session == "" {
			r.Fatalf("a challenge was decided: %+v, %v", reply, err)
		}
		m.sessions = append(m.sessions, &held{text: reply.Session, user: user, history: history, expires: m.w.clock.Now().Add(3 * time.Minute)})
	case decision == "issue" && user != "nancy":
		if err != nil || reply.Tokens == nil {
			r.Fatalf("tokens were decided: %+v, %v", reply, err)
		}
	default:
		if !rule.Is(err, rule.CustomAuthFailed) || reply.Tokens != nil {
			r.Fatalf("%s for %s: %+v, %v", decision, user, reply, err)
		}
	}
}

func (m *customModel) initiate(r *rapid.T) {
	user, decision := rapid.SampledFrom([]string{"alice", "bob", "nancy"}).Draw(r, "user"), m.decide(r)
	reply, err := m.w.initiate(api.AuthFlowTypeCustomAuth, user, nil)
	m.check(r, reply, err, user, decision, nil)
}

func (m *customModel) respond(r *rapid.T) {
	if len(m.sessions) == 0 {
		r.Skip("no sessions yet")
	}
	session := rapid.SampledFrom(m.sessions).Draw(r, "session")
	user := rapid.SampledFrom([]string{session.user, session.user, "alice", "bob", "nancy", "nina"}).Draw(r, "user")
	right, decision := rapid.Bool().Draw(r, "right"), m.decide(r)
	m.f.responses[verify] = map[string]any{"answerCorrect": right}
	m.f.calls = nil
	reply, err := m.w.respond(custom, session.text, user, authflow.Params{"ANSWER": "x"})
	switch now := m.w.clock.Now(); {
	case session.used:
		m.refused(r, err, rule.SessionUsed)
	case !now.Before(session.expires):
		m.refused(r, err, rule.SessionExpired)
	case user != session.user:
		m.refused(r, err, rule.SessionInvalid)
	default:
		session.used = true
		history := append(append([]bool{}, session.history...), right)
		m.told(r, history)
		m.check(r, reply, err, user, decision, history)
	}
}

// refused is by this rule, and without any function.
func (m *customModel) refused(r *rapid.T, err error, by *rule.Rule) {
	if !rule.Is(err, by) || len(m.f.calls) > 0 {
		r.Fatalf("got %v and %d calls, want %s and none", err, len(m.f.calls), by.ID)
	}
}

// told compares the history that DefineAuthChallenge got.
func (m *customModel) told(r *rapid.T, want []bool) {
	var got []bool
	for _, c := range m.f.calls {
		if c.Source != define {
			continue
		}
		for _, entry := range c.Request["session"].([]any) {
			got = append(got, entry.(map[string]any)["challengeResult"].(bool))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.Fatalf("the history (-want +got):\n%s", diff)
	}
}

// TestCustomAuthInAnyOrder: whoever answers what with which session, tokens come only when DefineAuthChallenge says so, about
// the one whom the session is for, who exists; and each session leads on once.
func TestCustomAuthInAnyOrder(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	rapid.Check(t, func(r *rapid.T) {
		m := &customModel{w: w, f: f}
		r.Repeat(map[string]func(*rapid.T){
			"initiate": m.initiate, "respond": m.respond, "respond again": m.respond,
			"wait": func(r *rapid.T) {
				w.clock.Advance(time.Duration(rapid.IntRange(1, 100).Draw(r, "seconds")) * time.Second)
			},
		})
	})
}

// TestPrivateParametersOfAnyLength come back to VerifyAuthChallengeResponse, though a session has at most 4096 characters.
func TestPrivateParametersOfAnyLength(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	for _, size := range []int{0, 1, 500, 2700, 2900, 5000, 200_000} {
		secret := strings.Repeat("s", size)
		f.responses[define] = map[string]any{"challengeName": "CUSTOM_CHALLENGE"}
		f.responses[create] = map[string]any{"privateChallengeParameters": map[string]any{"secret": secret}}
		asked := must(t)(w.initiate(api.AuthFlowTypeCustomAuth, "alice", nil))
		if len(asked.Session) > 4096 {
			t.Errorf("%d bytes: a session of %d characters", size, len(asked.Session))
		}
		f.responses[define] = map[string]any{"issueTokens": true}
		f.calls = nil
		must(t)(w.respond(custom, asked.Session, "alice", authflow.Params{"ANSWER": "x"}))
		if diff := cmp.Diff(map[string]any{"secret": secret}, f.calls[0].Request["privateChallengeParameters"]); diff != "" {
			t.Errorf("%d bytes: %s", size, diff[:min(200, len(diff))])
		}
		if _, err := w.respond(custom, asked.Session, "alice", authflow.Params{"ANSWER": "x"}); !rule.Is(err, rule.SessionUsed) {
			t.Errorf("%d bytes, again: %v", size, err)
		}
	}
}

// TestSessionsOfMissingUsersAreAsLong as others, whatever the length of their names.
func TestSessionsOfMissingUsersAreAsLong(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	for size := 300; size < 900; size += 3 {
		f.responses[create] = map[string]any{"privateChallengeParameters": map[string]any{"secret": strings.Repeat("s", size)}}
		existing := must(t)(w.initiate(api.AuthFlowTypeCustomAuth, "bob", nil))
		missing := must(t)(w.initiate(api.AuthFlowTypeCustomAuth, "nan", nil))
		if len(existing.Session) != len(missing.Session) {
			t.Fatalf("%d bytes: %d characters for an existing user, %d for a missing one", size, len(existing.Session), len(missing.Session))
		}
	}
}

// TestDecisionsLastOneCall: what DefineAuthChallenge decided is not kept in a session.
func TestDecisionsLastOneCall(t *testing.T) {
	facts, err := json.Marshal(authflow.Facts{Custom: &authflow.Custom{Named: custom, Issue: true}})
	if err != nil || strings.Contains(string(facts), "CUSTOM_CHALLENGE") || strings.Contains(string(facts), "ssue") {
		t.Errorf("a decision lasts longer than its call: %s, %v", facts, err)
	}
}

// TestAnswersAtTheSameTime: of many answers with one session, one is judged.
func TestAnswersAtTheSameTime(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	asked := must(t)(w.initiate(api.AuthFlowTypeCustomAuth, "alice", nil))
	f.calls = nil
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() { _, _ = w.respond(custom, asked.Session, "alice", authflow.Params{"ANSWER": "x"}) })
	}
	group.Wait()
	equal(t, "functions", "VerifyAuthChallengeResponse DefineAuthChallenge CreateAuthChallenge", f.sources())
}

// TestHiddenUsersHaveNoFactors: a function may name a challenge that needs an address; to one who is not there it cannot be put.
func TestHiddenUsersHaveNoFactors(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	for _, name := range []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeEmailOtp, api.ChallengeNameTypeNewPasswordRequired} {
		f.responses[define] = map[string]any{"challengeName": name}
		reply, err := w.initiate(api.AuthFlowTypeCustomAuth, "nancy", nil)
		if !rule.Is(err, rule.CustomAuthFailed) || reply.Session != "" {
			t.Errorf("%s: %+v, %v", name, reply, err)
		}
	}
}
