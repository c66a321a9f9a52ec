package factor_test

import (
	"bytes"
	"encoding/base32"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
)

// The codes are the last six digits of those in RFC 6238, appendix B, for SHA-1.
func TestCurrentTOTP(t *testing.T) {
	token := directory.SoftwareToken{Secret: []byte("12345678901234567890")}
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := factor.CurrentTOTP(token, time.Unix(at, 0)); got != want {
			t.Errorf("at %d: got %q, want %q", at, got, want)
		}
	}
	if got := factor.CurrentTOTP(directory.SoftwareToken{}, time.Unix(59, 0)); got != "" {
		t.Errorf("a token without a secret has the code %q", got)
	}
}

func TestNewSoftwareToken(t *testing.T) {
	secret, err := factor.NewSoftwareToken(bytes.NewReader(bytes.Repeat([]byte{0xA5}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	text := factor.SecretText(secret)
	if len(text) != 52 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		t.Errorf("the secret is %q", text)
	}
	again, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
	if err != nil || !bytes.Equal(again, secret) {
		t.Errorf("%q stands for %x, %v", text, again, err)
	}
	if _, err := factor.NewSoftwareToken(bytes.NewReader(nil)); err == nil {
		t.Error("without randomness there is a secret")
	}
}

// model is a verifier that remembers each code it took, and knows the window by definition.
type model struct {
	newest int64 // the step of the newest code that was taken
	taken  bool
}

func (m *model) takes(now, step int64) (ok, replay bool) {
	switch {
	case step < now-1 || step > now+1:
		return false, false
	case m.taken && m.newest <= now+1 && step <= m.newest:
		return false, true
	}
	m.newest, m.taken = step, true
	return true, false
}

// However time goes on, or back, and whichever step a code is for: it is taken within one step, once, and never after a
// newer one.
func TestCodesAreTakenOnceInTheirWindow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		token := directory.SoftwareToken{Secret: rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(r, "secret")}
		now, m := int64(1_790_257_815), model{}
		for range rapid.IntRange(1, 20).Draw(r, "codes") {
			now += rapid.Int64Range(-40, 100).Draw(r, "later")
			at := time.Unix(now, 0)
			step := factor.TimeStep(at) + rapid.Int64Range(-3, 3).Draw(r, "off")
			code := factor.CurrentTOTP(token, time.Unix(step*30, 0))
			if collides(token, code, factor.TimeStep(at), step) {
				continue
			}
			wantOK, wantReplay := m.takes(factor.TimeStep(at), step)
			got, ok, replay := factor.CheckTOTP(token, code, at)
			if ok != wantOK || replay != wantReplay || ok && got != step {
				r.Fatalf("at step %d the code of step %d: step %d, ok %t, replay %t; want %t, %t", factor.TimeStep(at), step, got, ok, replay, wantOK, wantReplay)
			}
			if ok {
				token.LastStep = got
			}
		}
	})
}

// collides reports whether a code is that of another step in the window, too; one in a million is.
func collides(token directory.SoftwareToken, code string, now, step int64) bool {
	for s := now - 1; s <= now+1; s++ {
		if s != step && factor.CurrentTOTP(token, time.Unix(s*30, 0)) == code {
			return true
		}
	}
	return false
}

func TestStepEnds(t *testing.T) {
	for at, want := range map[int64]int64{0: 30, 29: 30, 30: 60, 1_790_257_815: 1_790_257_830} {
		if got := factor.StepEnds(factor.TimeStep(time.Unix(at, 0))); got.Unix() != want {
			t.Errorf("the code of %d ends at %d, want %d", at, got.Unix(), want)
		}
	}
}

// FuzzCheckTOTP: whatever text comes as a code, the only one that is taken has six digits and is one of the window.
func FuzzCheckTOTP(f *testing.F) {
	token := directory.SoftwareToken{Secret: []byte("12345678901234567890")}
	now := time.Unix(1111111109, 0)
	for _, seed := range []string{"", "081804", "050471", " 081804", "81804", "０８１８０４", "081804\n", strings.Repeat("1", 1000)} {
		f.Add(seed)
	}
	right := map[string]bool{}
	for _, by := range []time.Duration{-30, 0, 30} {
		right[factor.CurrentTOTP(token, now.Add(by*time.Second))] = true
	}
	f.Fuzz(func(t *testing.T, code string) {
		if _, ok, replay := factor.CheckTOTP(token, code, now); ok != right[code] || replay {
			t.Errorf("%q: ok %t, replay %t", code, ok, replay)
		}
	})
}
