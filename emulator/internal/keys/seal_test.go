package keys_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

// sealers returns one of each kind, the same for the same seed.
func sealers(tb testing.TB, seed byte) map[string]keys.Sealer {
	tb.Helper()
	return map[string]keys.Sealer{
		"refresh": keys.NewRefreshSealer(mustKey(tb, seed)),
		"session": mustSessionSealer(tb, seed),
	}
}

func mustSessionSealer(tb testing.TB, seed byte) *keys.SessionSealer {
	tb.Helper()
	sealer, err := keys.NewSessionSealer(bytes.Repeat([]byte{seed}, 32), "us-east-1_App000001")
	if err != nil {
		tb.Fatal(err)
	}
	return sealer
}

func mustSeal(tb testing.TB, sealer keys.Sealer, payload string) string {
	tb.Helper()
	sealed, err := sealer.Seal(rand.Reader, []byte(payload))
	if err != nil {
		tb.Fatal(err)
	}
	return sealed
}

func TestSealRoundTrip(t *testing.T) {
	for name, sealer := range sealers(t, 30) {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				payload := rapid.SliceOfN(rapid.Byte(), 0, 2500).Draw(t, "payload")
				// The padding must not be taken for payload, nor the reverse.
				payload = append(payload, bytes.Repeat([]byte{0x80, 0}, rapid.IntRange(0, 3).Draw(t, "marks"))...)
				sealed, err := sealer.Seal(rand.Reader, payload)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := sealer.Open(sealed); err != nil || !bytes.Equal(got, payload) {
					t.Fatalf("Open = %x, %v; want %x", got, err, payload)
				}
			})
		})
	}
}

func TestSealHasCognitosLook(t *testing.T) {
	cases := []struct {
		kind, prefix string
		payload      int
		length       int
	}{
		{"refresh", "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.", 0, 1780},
		{"refresh", "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.", 999, 1780},
		{"refresh", "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.", 1000, 3113},
		{"session", "AYABe", 0, 830},
		{"session", "AYABe", 569, 830},
		{"session", "AYABe", 570, 1590},
	}
	all := sealers(t, 31)
	for _, tc := range cases {
		sealed := mustSeal(t, all[tc.kind], strings.Repeat("p", tc.payload))
		if !strings.HasPrefix(sealed, tc.prefix) {
			t.Errorf("%s of %d bytes begins %.70s", tc.kind, tc.payload, sealed)
		}
		if len(sealed) != tc.length {
			t.Errorf("%s of %d bytes is %d characters long, want %d", tc.kind, tc.payload, len(sealed), tc.length)
		}
	}
}

func TestSealDependsOnTheReaderAlone(t *testing.T) {
	for name, sealer := range sealers(t, 32) {
		first, err1 := sealer.Seal(seeded(1), []byte("p"))
		again, err2 := sealer.Seal(seeded(1), []byte("p"))
		other, err3 := sealer.Seal(seeded(2), []byte("p"))
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		if first != again {
			t.Errorf("%s: the same bytes gave two strings", name)
		}
		if first == other {
			t.Errorf("%s: other bytes gave the same string", name)
		}
	}
}

func TestSealReportsTheReadersError(t *testing.T) {
	broken := errors.New("no entropy")
	for name, sealer := range sealers(t, 32) {
		if sealed, err := sealer.Seal(iotest.ErrReader(broken), nil); sealed != "" || !errors.Is(err, broken) {
			t.Errorf("%s: Seal = %q, %v", name, sealed, err)
		}
	}
}

// Every character counts: no change to any of them goes unnoticed, the unused
// bits at the end of a part included.
func TestOpenNoticesEveryChange(t *testing.T) {
	for name, sealer := range sealers(t, 33) {
		t.Run(name, func(t *testing.T) {
			sealed := mustSeal(t, sealer, "payload")
			for i := range sealed {
				for _, replacement := range []byte{'A', '-', '.', '=', '\n', sealed[i] ^ 1} {
					changed := sealed[:i] + string(replacement) + sealed[i+1:]
					mustNotOpen(t, sealer, changed, sealed)
				}
				mustNotOpen(t, sealer, sealed[:i], sealed)
				mustNotOpen(t, sealer, sealed[:i]+"\n"+sealed[i:], sealed)
			}
		})
	}
}

func TestOpenRefusesWhatIsNotOurs(t *testing.T) {
	strangers := sealers(t, 34)
	for name, sealer := range sealers(t, 35) {
		t.Run(name, func(t *testing.T) {
			sealed := mustSeal(t, sealer, "payload")
			for _, text := range []string{
				"", ".", "....", "AYABe", "AYABeA", strings.Repeat("A", 830), " " + sealed, sealed + " ",
				sealed + "A", sealed + "=", sealed + ".", "." + sealed, sealed + sealed,
				mustSeal(t, strangers["refresh"], "payload"), mustSeal(t, strangers["session"], "payload"),
			} {
				mustNotOpen(t, sealer, text, sealed)
			}
		})
	}
}

// mustNotOpen fails unless text is refused with ErrSealed, or is the original.
func mustNotOpen(t *testing.T, sealer keys.Sealer, text, original string) {
	t.Helper()
	if text == original {
		return
	}
	if payload, err := sealer.Open(text); !errors.Is(err, keys.ErrSealed) || payload != nil {
		t.Fatalf("Open(%q) = %q, %v", text, payload, err)
	}
}

func TestNewSessionSealerWants32Bytes(t *testing.T) {
	for _, size := range []int{0, 16, 24, 31, 33, 64} {
		if sealer, err := keys.NewSessionSealer(make([]byte, size), ""); err == nil || sealer != nil {
			t.Errorf("%d bytes: %v, %v", size, sealer, err)
		}
	}
}

func FuzzOpenRefresh(f *testing.F) { fuzzOpen(f, keys.NewRefreshSealer(mustKey(f, 36))) }

func FuzzOpenSession(f *testing.F) { fuzzOpen(f, mustSessionSealer(f, 36)) }

// fuzzOpen holds that nothing opens but what was sealed.
func fuzzOpen(f *testing.F, sealer keys.Sealer) {
	sealed, err := sealer.Seal(seeded(37), []byte("payload"))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{sealed, sealed[:len(sealed)/2], "", "....", "AYABeA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		mustNotOpen(t, sealer, text, sealed)
	})
}
