package emulator_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/srp"
)

// locked is what those are told who gave too many wrong proofs.
var locked = []string{"Password attempts exceeded", "Too many invalid credentials attempts. User temporarily locked. Please try again after few seconds."}

// longestSession is what the model allows.
const longestSession = 4096

// hostileValues are given in the place of each parameter. No proof is among them.
var hostileValues = map[string]string{
	"empty": "", "space": " ", "NUL": "\x00", "negative": "-1", "zero": "0", "overflow": "1e999999999", "large": "99999999999999999999999999",
	"digits of elsewhere": "１２３４５６", "Arabic digits": "٤٢", "digits and space": " 123456", "no UTF-8": "\xff\xfe", "turned around": "\u202e42",
	"null": "null", "list": "[]", "object": "{}", "deep": strings.Repeat("[", 50000), "deep object": strings.Repeat(`{"id":`, 20000), "path": "../../x/y",
	"long hexadecimal": strings.Repeat("f", 131072), "long base64": strings.Repeat("AAAA", 32768), "long": strings.Repeat("x", 131072),
	"long and escaped": strings.Repeat("<", 3000), "longer than a name": strings.Repeat("n", 2000),
}

// check is sane for the sign-in operations: what is answered can be used for the next call.
func (m *machine) check(what string, r reply) {
	m.Helper()
	if got := len(r.result.Session); got > longestSession {
		m.Fatalf("%s: a session of %d characters", what, got)
	}
}

// harmless are values that parameters may have without being a mistake: a choice, and what no challenge looks at.
func harmless(parameter, value string) bool {
	if _, err := srp.ParsePublic(value); parameter == "SRP_A" && err == nil {
		return true
	}
	return parameter == "DEVICE_KEY" || parameter == "EMAIL" && value == ""
}

// TestHostileAnswers answers each challenge with nonsense in the place of each parameter: one kind out of three at each
// station. That leads nowhere, and the right answer still does.
func TestHostileAnswers(t *testing.T) {
	m := quietMachine(t, "")
	for i, at := range stations {
		t.Run(at.name, func(t *testing.T) {
			s := m.with(t).reach(at)
			session, right := s.responses(true)
			for parameter := range maps.Clone(right) {
				for j, name := range slices.Sorted(maps.Keys(hostileValues)) {
					value := hostileValues[name]
					if (i+j)%3 > 0 {
						continue
					}
					if at.challenge == "CUSTOM_CHALLENGE" || harmless(parameter, value) {
						continue
					}
					wrong := maps.Clone(right)
					wrong[parameter] = value
					got := s.send(s.challenge(), session, wrong)
					s.check(parameter+": "+name, got)
					if got.Status != http.StatusBadRequest {
						t.Errorf("%s: %s: %d %.300s", parameter, name, got.Status, got.Body)
					}
				}
			}
			for name, value := range hostileValues {
				if value == "" { // devices are found without one
					continue
				}
				if got := s.send(s.challenge(), value, right); got.Status != http.StatusBadRequest {
					t.Errorf("Session: %s: %d %.300s", name, got.Status, got.Body)
				}
			}
			if got := s.send(s.challenge(), session, right); got.Status != http.StatusOK && !slices.Contains(locked, got.Message()) {
				t.Errorf("the right answer, after all: %d %s", got.Status, got.Body)
			}
		})
	}
}

// openings are the parameters of the flows.
var openings = map[string][]string{
	"USER_PASSWORD_AUTH": {"USERNAME", "PASSWORD", "DEVICE_KEY"},
	"USER_SRP_AUTH":      {"USERNAME", "SRP_A", "DEVICE_KEY"},
	"CUSTOM_AUTH":        {"USERNAME", "CHALLENGE_NAME", "SRP_A", "DEVICE_KEY"},
	"USER_AUTH":          {"USERNAME", "PREFERRED_CHALLENGE", "PASSWORD", "SRP_A", "DEVICE_KEY", "TARGET_ACR_VALUES", "MAX_AGE", "ACCESS_TOKEN"},
	"REFRESH_TOKEN_AUTH": {"REFRESH_TOKEN", "DEVICE_KEY"},
}

// TestHostileOpenings opens sign-ins with nonsense in the place of each parameter, of users who are there, who are not, and
// who are hidden: each nonsense of one of them.
func TestHostileOpenings(t *testing.T) {
	m, calls := quietMachine(t, ""), 0
	for _, pool := range []string{"plain", "tracked"} {
		known := m.settle(station{pool: pool})
		for flow, parameters := range openings {
			for _, parameter := range parameters {
				for name, value := range hostileValues {
					user, which := []string{known.name, "nobody"}[calls%2], calls/2%2
					calls++
					given := fields{"USERNAME": user, "PASSWORD": "x", "SRP_A": "2", "REFRESH_TOKEN": "x"}
					if flow == "USER_AUTH" {
						delete(given, "PASSWORD")
					}
					given[parameter] = value
					what := fmt.Sprintf("%s of %s with %s: %s, client %d", flow, user, parameter, name, which)
					r := m.with(t).call("InitiateAuth", fields{"ClientId": known.pool.client(which), "AuthFlow": flow, "AuthParameters": given})
					if len(r.result.Session) > longestSession {
						t.Errorf("%s: a session of %d characters: %.100s", what, len(r.result.Session), r.Body)
					}
					if r.next() == "tokens" {
						t.Errorf("%s: tokens", what)
					}
				}
			}
		}
	}
}
