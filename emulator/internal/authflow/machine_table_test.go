package authflow_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
)

// TestMachine compares Next with the specification in all situations that differ: every way to begin, every proof so
// far, every setting of pool and user, every device.
func TestMachine(t *testing.T) {
	count, free := 0, 0
	for s := range situations() {
		count++
		got, owed := authflow.Next(s.attempt())
		want := s.owes()
		if owed != (len(want) > 0) || owed && got != want[0] {
			t.Fatalf("%+v:\nnext is %q (owed %t), want %q", s, got, owed, want)
		}
		if owed {
			continue
		}
		if free++; !s.safe() {
			t.Fatalf("%+v: tokens, though not every applicable step is proven", s)
		}
	}
	t.Logf("%d situations, %d of them with tokens", count, free)
	if free == 0 {
		t.Error("nobody gets tokens")
	}
}

// TestMachineEnds goes on from each beginning by giving the proof that is asked for: no proof is asked for twice, and in
// the end there are tokens.
func TestMachineEnds(t *testing.T) {
	for s := range situations() {
		if s.mfa || s.picked != "" || s.shown > unproven || s.proven && s.flow != "password" {
			continue // others come by
		}
		var asked []name
		for now := s; ; {
			next, owed := authflow.Next(now.attempt())
			if !owed {
				break
			}
			if asked = append(asked, next); len(asked) > 8 {
				t.Fatalf("%+v: no end of %q", s, asked)
			}
			now = now.after(next)
		}
		slices.Sort(asked)
		if again := len(asked) - len(slices.Compact(asked)); again > 0 {
			t.Fatalf("%+v: %d proofs are asked for again", s, again)
		}
	}
}

// after is the situation after the right answer.
func (s situation) after(challenge name) situation {
	switch challenge {
	case choose:
		s.named = api.ChallengeNameTypePassword
	case api.ChallengeNameTypePassword, verifier:
		s.proven = true
		s.named = keepChoice(s)
	case api.ChallengeNameTypePasswordSrp:
		s.named = verifier
	case newPassword:
		s.temporary = false
	case selectFactor:
		s.picked = s.anyFactor()
	case deviceStart:
		s.shown = started
	case deviceProof:
		s.shown = complete
	case askFunction, api.ChallengeNameTypeCustomChallenge:
		s.named, s.issue = "", true
	default: // a code
		if s.flow == "choice" && !s.proven {
			s.first = challenge
		} else {
			s.mfa = true
		}
	}
	return s
}

// keepChoice is what is named after the password: nothing with CUSTOM_AUTH, whose function is asked again.
func keepChoice(s situation) name {
	if s.flow == "custom" {
		return ""
	}
	return s.named
}

func (s situation) anyFactor() name {
	for i, factor := range factorNames {
		if s.usable(i) {
			return factor
		}
	}
	return ""
}

// situations are all beginnings with all settings. Devices do not meet each of the finer settings of MFA, of which there
// are thousands. That DEVICE_SRP_AUTH was answered is known only in the call that did so, when nothing else is owed.
func situations() iter.Seq[situation] {
	return func(yield func(situation) bool) {
		for s := range settings() {
			for _, begun := range beginnings() {
				s.flow, s.named, s.issue, s.proven, s.first = begun.flow, begun.named, begun.issue, begun.proven, begun.first
				for _, s.mfa = range []bool{false, true} {
					if unreal := s.shown == started && len(s.owes()) > 0 && s.owes()[0] != deviceProof; !unreal && !yield(s) {
						return
					}
				}
			}
		}
	}
}

// beginnings are what can be proven first, and what can be proven of it.
func beginnings() []situation {
	list := []situation{{flow: "password"}, {flow: "password", proven: true}, {flow: "choice", named: verifier, proven: true}}
	for _, named := range []name{"", api.ChallengeNameTypePassword, api.ChallengeNameTypePasswordSrp, verifier, emailCode, api.ChallengeNameTypeSmsOtp, api.ChallengeNameTypeWebAuthn} {
		list = append(list, situation{flow: "choice", named: named})
	}
	for _, first := range []name{emailCode, api.ChallengeNameTypeSmsOtp, api.ChallengeNameTypeWebAuthn} {
		list = append(list, situation{flow: "choice", named: first, first: first})
	}
	for _, proven := range []bool{false, true} {
		list = append(list,
			situation{flow: "custom", proven: proven}, situation{flow: "custom", proven: proven, issue: true},
			situation{flow: "custom", proven: proven, named: api.ChallengeNameTypeCustomChallenge})
	}
	return append(list, situation{flow: "custom", named: verifier})
}

// settings are those of pools and users.
func settings() iter.Seq[situation] {
	return func(yield func(situation) bool) {
		for s := range factorSettings() {
			for _, s.temporary = range []bool{false, true} {
				for s = range s.withDevices() {
					if !yield(s) {
						return
					}
				}
			}
		}
	}
}

func (s situation) withDevices() iter.Seq[situation] {
	return func(yield func(situation) bool) {
		coarse := s.preferred == "" && s.allowed == [3]bool{true, false, true}
		for s.device = untracked; s.device <= familiar; s.device++ {
			for s.shown = unproven; s.shown <= complete; s.shown++ {
				for _, s.sparing = range []bool{false, true} {
					named, plain := s.device >= unheeded || s.shown == unproven, s.device == untracked && !s.sparing
					if named && (coarse || plain) && !yield(s) {
						return
					}
				}
			}
		}
	}
}

func factorSettings() iter.Seq[situation] {
	return func(yield func(situation) bool) {
		for _, required := range []api.UserPoolMfaType{api.UserPoolMfaTypeOff, api.UserPoolMfaTypeOptional, api.UserPoolMfaTypeOn} {
			for bits := range 8 * 27 * 4 * 2 {
				s := situation{required: required, allowed: [3]bool{bits&1 > 0, bits&2 > 0, bits&4 > 0}}
				levels := bits / 8 % 27
				s.factors = [3]has{has(levels % 3), has(levels / 3 % 3), has(levels / 9)}
				s.preferred = append(factorNames[:], "")[bits/8/27%4]
				if bits/8/27/4 == 1 {
					if s.picked = s.anyFactor(); s.picked == "" {
						continue
					}
				}
				if !yield(s) {
					return
				}
			}
		}
	}
}
