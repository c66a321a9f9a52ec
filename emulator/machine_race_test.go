package emulator_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// second are what those may be told who come second with an answer.
var second = []string{
	"Invalid session for the user, session can only be used once.", "Invalid session for the user.", "Incorrect username or password.",
	"Your software token has already been used once.",
}

// TestRaceOfAnswers has sixteen clients give the same right answer at once: one of them goes on, and the sign-in ends once.
func TestRaceOfAnswers(t *testing.T) {
	m := startMachine(t, "")
	for _, at := range stations {
		t.Run(at.name, func(t *testing.T) {
			m := m.with(t)
			s := m.reach(at)
			session, responses := s.responses(true)
			answers := s.race(func(int) (string, fields) { return session, responses })
			won := winner(t, answers, second...)
			s.take(m.reply(answers[won]))
			s.finish()
		})
	}
}

// TestRaceOfWrongAnswers has fifteen wrong answers and a right one come at once: the wrong ones lead nowhere.
func TestRaceOfWrongAnswers(t *testing.T) {
	m := startMachine(t, "")
	for _, at := range stations {
		t.Run(at.name, func(t *testing.T) {
			s := m.with(t).reach(at)
			unproven, wrong := s.responses(false)
			session, right := s.responses(true)
			answers := s.race(func(i int) (string, fields) {
				if i == 7 {
					return session, right
				}
				return unproven, wrong
			})
			for i, answer := range answers {
				if led := answer.Status == http.StatusOK; led && i != 7 && at.challenge != "CUSTOM_CHALLENGE" {
					t.Errorf("a wrong answer: %s", answer.Body)
				}
			}
		})
	}
}

// TestRaceOfSignUps has the session of ConfirmSignUp used by sixteen clients at once: it signs in once, only its user, and
// only through its client.
func TestRaceOfSignUps(t *testing.T) {
	m := startMachine(t, "")
	p := poolNamed("plain").draft()
	m.must("SignUp", fields{"ClientId": "plain0", "Username": p.name, "Password": p.password, "UserAttributes": []fields{{"Name": "email", "Value": p.mail}}})
	session := m.must("ConfirmSignUp", fields{"ClientId": "plain0", "Username": p.name, "ConfirmationCode": m.lastCode(p)}).result.Session
	body := func(client, user string) fields {
		return fields{"ClientId": client, "AuthFlow": "USER_AUTH", "AuthParameters": fields{"USERNAME": user}, "Session": session}
	}
	other := m.settle(station{pool: "plain"})
	for name, wrong := range map[string]fields{"client": body("plain1", p.name), "user": body("plain0", other.name), "pool": body("optional0", p.name)} {
		if got := m.call("InitiateAuth", wrong); got.next() == "tokens" {
			t.Errorf("another %s: %s", name, got.Body)
		}
	}
	text, err := json.Marshal(body("plain0", p.name))
	if err != nil {
		t.Fatal(err)
	}
	tokens := 0
	for _, answer := range raceOf(16, m.server.Emulator, "InitiateAuth", same(string(text))) {
		if m.reply(answer).next() == "tokens" {
			tokens++
		}
	}
	if tokens != 1 {
		t.Errorf("%d of 16 got tokens", tokens)
	}
}

// race gives sixteen answers at once to what is asked.
func (s *signIn) race(answer func(i int) (session string, responses fields)) []emulatortest.Answer {
	s.Helper()
	bodies := make([]string, 16)
	for i := range bodies {
		session, responses := answer(i)
		body := fields{"ClientId": s.who.pool.client(s.client), "ChallengeName": s.challenge(), "ChallengeResponses": responses}
		if session != "" {
			body["Session"] = session
		}
		text, err := json.Marshal(body)
		if err != nil {
			s.Fatalf("%v", err)
		}
		bodies[i] = string(text)
	}
	return raceOf(len(bodies), s.server.Emulator, "RespondToAuthChallenge", func(i int) string { return bodies[i] })
}

// TestWrongAnswersKeepTheSession: bad input costs nothing but itself (recorded for codes and passwords that are too weak, the
// rest is assumed).
func TestWrongAnswersKeepTheSession(t *testing.T) {
	m := startMachine(t, "")
	for _, at := range stations {
		t.Run(at.name, func(t *testing.T) {
			s := m.with(t).reach(at)
			session, wrong := s.responses(false)
			got := s.send(s.challenge(), session, wrong)
			if at.challenge == "CUSTOM_CHALLENGE" { // it is for the functions to say what follows
				s.take(got)
			} else if got.Status != http.StatusBadRequest {
				t.Errorf("a wrong answer: %d %s", got.Status, got.Body)
			}
			s.finish()
		})
	}
}

// TestSessionsAreBound gives right answers in wrong places: with another user's name, through another client, to another
// pool, by the administrators' operation for another pool, as the answer to another challenge, without a session. Nothing
// of that leads anywhere, and the answer still counts where it belongs.
func TestSessionsAreBound(t *testing.T) {
	m := startMachine(t, "")
	for _, at := range stations {
		t.Run(at.name, func(t *testing.T) {
			m := m.with(t)
			for name, change := range swaps {
				s := m.reach(at)
				other := m.settle(at)
				session, responses := s.responses(true)
				wrong := maps.Clone(responses)
				operation, body := change(s, other, fields{"ClientId": s.who.pool.client(0), "ChallengeName": s.challenge(), "Session": session, "ChallengeResponses": wrong})
				if session == "" {
					delete(body, "Session")
				}
				if got := m.call(operation, body); got.Status != http.StatusBadRequest {
					t.Errorf("%s: %d %s", name, got.Status, got.Body)
					continue
				}
				if got := s.send(s.challenge(), session, responses); got.Status != http.StatusOK {
					t.Errorf("the right answer, after one with %s: %d %s", name, got.Status, got.Body)
				}
			}
		})
	}
}

// swaps put an answer into a wrong place.
var swaps = map[string]func(s *signIn, other *person, body fields) (string, fields){
	"another user's name": func(_ *signIn, other *person, body fields) (string, fields) {
		body["ChallengeResponses"].(fields)["USERNAME"] = other.name
		return "RespondToAuthChallenge", body
	},
	"another client": func(s *signIn, _ *person, body fields) (string, fields) {
		body["ClientId"] = s.who.pool.client(1)
		return "RespondToAuthChallenge", body
	},
	"another pool's client": func(s *signIn, _ *person, body fields) (string, fields) {
		body["ClientId"] = machinePools[(slices.IndexFunc(machinePools, func(p machinePool) bool { return p.name == s.who.pool.name })+1)%len(machinePools)].client(0)
		return "RespondToAuthChallenge", body
	},
	"another pool": func(s *signIn, _ *person, body fields) (string, fields) {
		body["UserPoolId"] = pick(s.who.pool.name == "plain", "us-east-1_optional", "us-east-1_plain")
		return "AdminRespondToAuthChallenge", body
	},
	"another challenge": func(s *signIn, _ *person, body fields) (string, fields) {
		body["ChallengeName"] = pick(s.challenge() == "CUSTOM_CHALLENGE", "SELECT_MFA_TYPE", "CUSTOM_CHALLENGE")
		body["ChallengeResponses"].(fields)["ANSWER"] = "42"
		return "RespondToAuthChallenge", body
	},
}

// TestSessionsOfOthers gives one user's session together with the right answer of another one, who is at the same place.
func TestSessionsOfOthers(t *testing.T) {
	m := startMachine(t, "")
	for _, at := range stations {
		if at.flow == "USER_SRP_AUTH" && at.steps == 0 {
			continue // there is no session; the secret block in its place is part of the answer
		}
		t.Run(at.name, func(t *testing.T) {
			m := m.with(t)
			mine, hers := m.reach(at), m.reach(at)
			session, responses := mine.responses(true)
			if got := mine.send(mine.challenge(), hers.asked.result.Session, responses); got.Status != http.StatusBadRequest {
				t.Errorf("%d %s", got.Status, got.Body)
			}
			if got := mine.send(mine.challenge(), session, responses); got.Status != http.StatusOK {
				t.Errorf("the right session: %d %s", got.Status, got.Body)
			}
		})
	}
}

// TestSessionsSurviveARestart goes to each challenge, stops the emulator, starts another one on the same data, and goes
// on. What was used before stays used.
func TestSessionsSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	waiting, used := map[string]*signIn{}, map[string]signIn{}
	t.Run("before", func(t *testing.T) {
		m := startMachine(t, dir)
		for _, at := range stations {
			waiting[at.name] = m.reach(at)
			s := m.reach(at)
			before := *s
			s.answer(true)
			before.given, used[at.name] = s.given, before
		}
	})
	t.Run("after", func(t *testing.T) {
		m := startMachine(t, dir)
		for _, at := range stations {
			t.Run(at.name, func(t *testing.T) {
				s := waiting[at.name]
				s.machine = m.with(t)
				s.finish()
				again := used[at.name]
				again.machine = m.with(t)
				if got := again.send(at.challenge, again.asked.result.Session, again.given); got.Status != http.StatusBadRequest {
					t.Errorf("a used session: %d %s", got.Status, got.Body)
				}
			})
		}
	})
}
