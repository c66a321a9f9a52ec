package emulator_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// TestNoSequenceTells makes the same calls, in any order and with any pauses, for several kinds of users, through a
// client that hides who exists. After none of them the answers differ: neither the lockout nor codes nor limits tell.
//
// Operations that tell by design are left out: sign-up, and those that tell who is confirmed.
func TestNoSequenceTells(t *testing.T) {
	signIn := map[string]func(*emulatortest.Server, string, string) emulatortest.Answer{
		"password": askPassword, "challenge": askChallenge, "proof": askProof, "forgot": askForgot, "code": askCode,
	}
	recovery := map[string]func(*emulatortest.Server, string, string) emulatortest.Answer{"forgot": askForgot, "code": askCode}
	custom := map[string]func(*emulatortest.Server, string, string) emulatortest.Answer{
		"custom": askCustom, "custom answer": askCustomAnswer, "custom answers": askCustomAnswers, "custom challenge": askCustomSRP,
		"custom proof": askCustomProof, "password": askPassword, "proof": askProof, "forgot": askForgot,
	}
	choice := map[string]func(*emulatortest.Server, string, string) emulatortest.Answer{
		"password": askPassword, "proof": askProof, "forgot": askForgot, "code": askCode,
	}
	for _, c := range choices {
		choice[c.name] = c.ask
	}
	plain := emulatortest.Options{Seed: existenceSeed}
	t.Run("signing in", func(t *testing.T) { compareSequences(t, plain, signIn, []string{"missing", "imported", "healthy"}) })
	t.Run("recovering", func(t *testing.T) {
		compareSequences(t, plain, recovery, []string{"missing", "disabled", "unverified", "unconfirmed", "imported", "healthy"})
	})
	t.Run("USER_AUTH", func(t *testing.T) {
		fewer(t, 40)
		compareSequences(t, emulatortest.Options{Seed: existenceChoiceSeed}, choice, []string{"missing", "healthy"})
	})
	t.Run("CUSTOM_AUTH", func(t *testing.T) {
		options := emulatortest.Options{Seed: existenceCustomSeed, Functions: &customAuth{}}
		compareSequences(t, options, custom, []string{"missing", "imported", "healthy"})
	})
}

func compareSequences(t *testing.T, o emulatortest.Options, calls map[string]func(*emulatortest.Server, string, string) emulatortest.Answer, kinds []string) {
	o.FixedCode, o.Start = "123456", time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)
	s := emulatortest.New(t, o)
	names := slices.Sorted(maps.Keys(calls))
	pauses := []time.Duration{0, 0, 0, time.Second, 4 * time.Second, 15 * time.Minute, time.Hour}
	rapid.Check(t, func(r *rapid.T) {
		s.Clock.Advance(24 * time.Hour) // whatever the sequence before has left behind is over
		for range rapid.IntRange(1, 4).Draw(r, "steps") {
			name := rapid.SampledFrom(names).Draw(r, "call")
			for range rapid.SampledFrom([]int{1, 1, 1, 1, 6}).Draw(r, "times") {
				compareAnswers(r, s, name, calls[name], kinds)
			}
			s.Clock.Advance(rapid.SampledFrom(pauses).Draw(r, "pause"))
		}
	})
}

func compareAnswers(r *rapid.T, s *emulatortest.Server, name string, ask func(*emulatortest.Server, string, string) emulatortest.Answer, kinds []string) {
	var first string
	for i, kind := range kinds {
		user := nameOf(kind)
		answer := ask(s, "enabled", user)
		text := fmt.Sprint(answer.Status, " ", answer.Header.Get("x-emulator-rule"), " ", outcome(answer), " ", len(answer.Body))
		if name == "forgot" {
			text += " " + strings.Replace(string(answer.Body), user[:1]+"***@", "*", 1)
		}
		if i == 0 {
			first = text
		}
		if diff := cmp.Diff(first, text); diff != "" {
			r.Fatalf("%s tells a %s user from a %s one:\n%s", name, kind, kinds[0], diff)
		}
	}
}
