package emulator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// walk is a random walk of some people through the machine.
type walk struct {
	*machine
	people []*person
	open   []*stage
	closed []*stage       // that have led to tokens, or were moved on from
	seen   map[string]int // how often each challenge was asked, over all walks
}

// stage is a sign-in where it stands.
type stage struct {
	*signIn
	progress
	until    time.Time
	password string // of the user when the challenge was made
}

// GoString is the sign-in as failures show it.
func (s *stage) GoString() string {
	return fmt.Sprintf("%s of %s at %s", s.flow, s.who.name, s.challenge())
}

// TestMachineModel has people sign in through every flow with answers that are right, wrong, late, repeated, or meant for
// another sign-in, on the public operations and the administrators'. Tokens come when the model says so, and never else.
func TestMachineModel(t *testing.T) {
	m, seen := quietMachine(t, ""), map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		w := &walk{machine: m.with(r), seen: seen}
		for range rapid.IntRange(1, 2).Draw(r, "people") {
			w.people = append(w.people, w.drawPerson(r))
		}
		r.Repeat(map[string]func(*rapid.T){
			"begin": w.begin, "begin again": w.begin, "right": w.right, "right again": w.right, "wrong": w.wrong, "repeat": w.repeat, "swap user": w.swapUser, "swap client": w.swapClient,
			"swap pool": w.swapPool, "swap challenge": w.swapChallenge, "late": w.late,
		})
		for len(w.open) > 0 { // and whatever was tried, each sign-in can still be finished
			w.right(r)
		}
	})
	t.Logf("%v", seen)
}

func (w *walk) begin(r *rapid.T) {
	if len(w.open) > 2 {
		r.Skip("enough sign-ins")
	}
	s := signIn{
		who: rapid.SampledFrom(w.people).Draw(r, "who"), client: rapid.IntRange(0, 1).Draw(r, "client"), admin: rapid.Bool().Draw(r, "admin"),
		flow: rapid.SampledFrom([]string{"password", "USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH", "CUSTOM_AUTH with a password"}).Draw(r, "flow"),
	}
	if s.who.passwordless && s.flow != "CUSTOM_AUTH" {
		s.flow = "USER_AUTH"
	}
	g := progress{}
	switch s.flow {
	case "password":
		s.flow, g.password = pick(s.admin, "ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"), true
	case "USER_AUTH":
		s.first = rapid.SampledFrom(append(s.who.firsts(), "")).Draw(r, "preferred")
		s.choose = rapid.SampledFrom(s.who.firsts()).Draw(r, "chosen")
		g.password = s.first == "PASSWORD"
		g.named = pick(s.first == "PASSWORD_SRP", "PASSWORD_VERIFIER", s.first)
	}
	begun := w.machine.begin(s, true)
	w.expect(&stage{signIn: begun, progress: g}, begun.asked)
}

// expect compares a reply with the model, and keeps the sign-in if it goes on.
func (w *walk) expect(s *stage, got reply) {
	w.Helper()
	want := s.owed(s.progress)
	if got.next() != want {
		w.Fatalf("%s of %#v (%+v): %s, want %s", s.flow, s.who, s.progress, got.Body, want)
	}
	w.seen[want]++
	s.password = s.who.password
	if list := got.result.AvailableChallenges; want == "SELECT_CHALLENGE" && !slices.Equal(list, s.who.firsts()) {
		w.Fatalf("%#v is offered %v, want %v", s.who, list, s.who.firsts())
	}
	if s.until = w.server.Clock.Now().Add(15 * time.Minute); want != "tokens" {
		w.open = append(w.open, s)
	}
}

// drop takes a sign-in out of those that are open.
func (w *walk) drop(s *stage) {
	w.open = slices.DeleteFunc(w.open, func(o *stage) bool { return o == s })
}

func (w *walk) draw(r *rapid.T, from []*stage) *stage {
	if len(from) == 0 {
		r.Skip("no sign-in")
	}
	return rapid.SampledFrom(from).Draw(r, "sign-in")
}

// right gives the right answer, by one operation or the other.
func (w *walk) right(r *rapid.T) {
	s := w.draw(r, w.open)
	s.admin = rapid.Bool().Draw(r, "admin")
	w.drop(s)
	before, challenge, moot := *s.signIn, s.challenge(), s.moot()
	if moot && challenge == "MFA_SETUP" {
		w.refused("a set-up for who has an app", w.call("AssociateSoftwareToken", fields{"Session": s.asked.result.Session}), "")
		return
	}
	got := s.answer(true)
	if got.Status != 200 && moot {
		return
	}
	before.given = s.given
	w.closed = append(w.closed, &stage{signIn: &before})
	s.progress = s.after(s.signIn, challenge)
	w.expect(s, got)
}

// moot reports whether another sign-in of the user has taken away what this one is about.
func (s *stage) moot() bool {
	switch s.challenge() {
	case "NEW_PASSWORD_REQUIRED":
		return !s.who.temporary
	case "PASSWORD_VERIFIER":
		return s.password != s.who.password
	case "MFA_SETUP":
		return s.who.secret != ""
	}
	return false
}

// wrong gives a wrong answer, which leads nowhere. The session stays good.
func (w *walk) wrong(r *rapid.T) {
	s := w.draw(r, w.open)
	if s.who.failures == 4 {
		w.server.Clock.Advance(20 * time.Minute) // no lockout here; it ends all sign-ins
		w.open = nil
		for _, p := range w.people {
			p.failures = 0
		}
		return
	}
	s.who.failures++
	challenge := s.challenge()
	got := s.answer(false)
	switch challenge {
	case "CUSTOM_CHALLENGE":
		if s.wrong++; s.wrong < 3 && got.next() == "CUSTOM_CHALLENGE" || s.wrong == 3 && got.Status == 400 {
			break
		}
		w.Fatalf("wrong answer %d to the custom challenge: %s", s.wrong, got.Body)
	default:
		w.refused("a wrong answer to "+challenge, got, "")
	}
	if s.wrong == 3 {
		w.drop(s)
	}
}

// refused checks that an answer led nowhere.
func (w *walk) refused(what string, got reply, message string) {
	w.Helper()
	if got.Status != 400 || message != "" && got.Message() != message {
		w.Fatalf("%s: %d %s, want %q", what, got.Status, got.Body, message)
	}
}

// repeat gives an answer again that was right, and that has led on.
func (w *walk) repeat(r *rapid.T) {
	s := w.draw(r, w.closed)
	session, message := s.asked.result.Session, "Invalid session for the user, session can only be used once."
	if session == "" && s.who.failures == 4 {
		r.Skip("no lockout here")
	}
	if session == "" {
		s.who.failures, message = s.who.failures+1, ""
	}
	if s.challenge() == "MFA_SETUP" || w.server.Clock.Now().After(s.until) {
		message = "" // the session that was used is another one; or it is too old by now
	}
	w.refused("a second answer to "+s.challenge(), s.send(s.challenge(), session, s.given), message)
}

// swap gives the right answer in a wrong place. The answer is still good where it belongs.
func (w *walk) swap(r *rapid.T, what string, change func(s *signIn, responses fields) bool) {
	s := w.draw(r, w.open)
	if s.challenge() == "MFA_SETUP" || s.challenge() == "PASSWORD_VERIFIER" || s.moot() {
		r.Skip("these have tests of their own")
	}
	before, elsewhere, who := s.who.step, *s.signIn, *s.who
	session, responses := s.responses(true)
	elsewhere.who = &who
	if !change(&elsewhere, responses) {
		r.Skip("nowhere to go")
	}
	w.refused(what+" at "+s.challenge(), elsewhere.send(elsewhere.challenge(), session, responses), "")
	s.who.step = before // the code was not taken
}

func (w *walk) swapUser(r *rapid.T) {
	w.swap(r, "another user's name", func(s *signIn, responses fields) bool {
		for _, p := range w.people {
			if p.name != s.who.name {
				responses["USERNAME"] = p.name
				return true
			}
		}
		return false
	})
}

func (w *walk) swapClient(r *rapid.T) {
	w.swap(r, "another client", func(s *signIn, _ fields) bool { s.client = 1 - s.client; return true })
}

func (w *walk) swapPool(r *rapid.T) {
	pool := rapid.SampledFrom(machinePools).Draw(r, "other pool")
	w.swap(r, "another pool", func(s *signIn, _ fields) bool {
		same := pool.name == s.who.pool.name
		s.who.pool = pool
		return !same
	})
}

func (w *walk) swapChallenge(r *rapid.T) {
	all := []string{
		"PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", "SMS_MFA", "EMAIL_OTP", "SMS_OTP", "SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE", "MFA_SETUP", "SELECT_CHALLENGE",
		"PASSWORD", "PASSWORD_SRP", "WEB_AUTHN", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER", "CUSTOM_CHALLENGE",
	}
	other := rapid.SampledFrom(all).Draw(r, "challenge")
	w.swap(r, "the answer to "+other, func(s *signIn, responses fields) bool {
		same := other == s.challenge() || s.challenge() == "SELECT_CHALLENGE" && strings.HasPrefix(other, "PASSWORD") // these choose, too
		s.asked.result.ChallengeName = other
		for _, name := range []string{"NEW_PASSWORD", "ANSWER", "PASSWORD", "SRP_A", "SMS_MFA_CODE", "EMAIL_OTP_CODE", "SMS_OTP_CODE", "SOFTWARE_TOKEN_MFA_CODE", "CREDENTIAL"} {
			if responses[name] == nil {
				responses[name] = "N3w-Passw0rd!"
			}
		}
		return !same
	})
}

// late answers when the session is over.
func (w *walk) late(r *rapid.T) {
	s := w.draw(r, w.open)
	if s.challenge() == "MFA_SETUP" || s.challenge() == "PASSWORD_VERIFIER" {
		r.Skip("these have tests of their own")
	}
	session, responses := s.responses(true)
	w.server.Clock.Advance(15 * time.Minute)
	w.open = nil
	w.refused("a late answer to "+s.challenge(), s.send(s.challenge(), session, responses), "Invalid session for the user, session is expired.")
}
