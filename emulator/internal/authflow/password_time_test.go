package authflow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// TestMissingUsersPasswordsAreHashed compares the time that a wrong password takes for a missing user and for an
// existing one. The password is so long that the time is that of the hash: who forgets it for missing users
// is several times as fast. Calls go in pairs, and the median of the pairs' ratios is not moved by a few slow ones.
func TestMissingUsersPasswordsAreHashed(t *testing.T) {
	w := newWorld(t)
	password := strings.Repeat("x", 1<<20)
	sign := func(user string) float64 {
		w.clock.Advance(time.Hour) // no lockout
		start := time.Now()
		_, err := w.Initiate(t.Context(), authflow.Request{
			ClientID: clientID, Flow: api.AuthFlowTypeUserPasswordAuth, Params: authflow.Params{"USERNAME": user, "PASSWORD": password},
		})
		took := time.Since(start)
		if !rule.Is(err, rule.PasswordWrong) {
			t.Fatalf("%s: %v", user, err)
		}
		return float64(took)
	}
	var ratios []float64
	for i := range 200 {
		users := []string{"alice", "nancy"}
		took := map[string]float64{}
		for _, user := range []string{users[i%2], users[1-i%2]} {
			took[user] = sign(user)
		}
		ratios = append(ratios, took["nancy"]/took["alice"])
	}
	slices.Sort(ratios)
	ratio := ratios[len(ratios)/2]
	t.Logf("a missing user's answer takes %.3f times as long as an existing one's", ratio)
	if ratio > 1.5 || ratio < 1/1.5 {
		t.Errorf("time tells a missing user from an existing one: the ratio is %.3f", ratio)
	}
}
