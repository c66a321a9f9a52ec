package emulator_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// rivals is how many clients want the same at once.
const rivals = 8

// meeting makes rivals wait for one another, a number of times, so that they are at the same place at the same time
// however busy the machine is. After that nobody waits.
type meeting struct {
	mu          sync.Mutex
	times, here int
	all         chan struct{}
}

func newMeeting(times int) *meeting { return &meeting{times: times, all: make(chan struct{})} }

// wait gives up after a while: if somebody stays away the test has to fail, and not to hang.
func (m *meeting) wait() {
	m.mu.Lock()
	if m.times == 0 {
		m.mu.Unlock()
		return
	}
	all := m.all
	if m.here++; m.here == rivals {
		m.times, m.here, m.all = m.times-1, 0, make(chan struct{})
		close(all)
	}
	m.mu.Unlock()
	select {
	case <-all:
	case <-time.After(20 * time.Second):
	}
}

// meetingRandom is randomness at which rivals meet, while there is a meeting: whoever draws 16 bytes, for an id or a
// salt, waits for the others. Each request begins with drawing its id.
type meetingRandom struct{ meeting atomic.Pointer[meeting] }

func (r *meetingRandom) Read(p []byte) (int, error) {
	if m := r.meeting.Load(); m != nil && len(p) == 16 {
		m.wait()
	}
	return rand.Read(p)
}

// newMeetingPlace starts an emulator on such randomness.
func newMeetingPlace(t *testing.T, seed string) (*emulator.Emulator, *meetingRandom) {
	t.Helper()
	random := &meetingRandom{}
	e, err := emulator.New(emulator.Config{Random: random})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if err := e.ApplySeed(t.Context(), []byte(seed)); err != nil {
		t.Fatal(err)
	}
	return e, random
}

// must makes a call that has to succeed.
func must(t *testing.T, e *emulator.Emulator, operation string, body string) emulatortest.Answer {
	t.Helper()
	answers := raceOf(1, e, operation, same(body))
	if answers[0].Status != 200 {
		t.Fatalf("%s %s: %d %s", operation, body, answers[0].Status, answers[0].Body)
	}
	return answers[0]
}

// meetingFunction is a trigger in which rivals meet. It returns the event.
func meetingFunction(m *meeting) lambdaclient.Invoker {
	return lambdaclient.InvokerFunc(func(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
		m.wait()
		return lambdaclient.Result{Payload: json.RawMessage(payload)}, nil
	})
}
