package journal_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

func invocationIDs(list []journal.Invocation) []string {
	found := []string{}
	for _, i := range list {
		found = append(found, i.ID)
	}
	return found
}

// Invocations are a list of their own, newest first, in which each can be found.
func TestInvocations(t *testing.T) {
	j := journal.New(3)
	for i := range 2 {
		_, trail := journal.With(t.Context(), fmt.Sprint("r", i), "SignUp", start)
		trail.Invoked(journal.Invocation{Trigger: "a"})
		trail.Invoked(journal.Invocation{Trigger: "b", RequestID: fmt.Sprint("lambda", i), At: start.Add(time.Hour)})
		j.Add(trail.Finish(200, "", "", 0))
	}
	want := []string{"lambda1", "r1-1", "lambda0"} // one has no id of its own; the oldest one is gone
	if got := invocationIDs(j.LatestInvocations(0)); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := invocationIDs(j.LatestInvocations(2)); !slices.Equal(got, want[:2]) {
		t.Errorf("%v, want %v", got, want[:2])
	}
	found, ok := j.FindInvocation("r1-1")
	if !ok || found.Trigger != "a" || found.Request != "r1" || !found.At.Equal(start) {
		t.Errorf("%t %+v", ok, found)
	}
	if found, _ := j.FindInvocation("lambda1"); !found.At.Equal(start.Add(time.Hour)) {
		t.Errorf("%+v", found)
	}
	if _, ok := j.FindInvocation("r0-1"); ok {
		t.Error("the oldest one is still there")
	}
}

// The event for replays is kept once, and only as long as it is short.
func TestEventsForReplays(t *testing.T) {
	j := journal.New(3)
	_, trail := journal.With(t.Context(), "1", "SignUp", start)
	trail.Invoked(journal.Invocation{ID: "short", Raw: json.RawMessage(`{"a":1}`)})
	trail.Invoked(journal.Invocation{ID: "long", Raw: json.RawMessage(`"` + strings.Repeat("x", 1<<17) + `"`)})
	j.Add(trail.Finish(200, "", "", 0))
	if i, _ := j.FindInvocation("short"); string(i.Raw) != `{"a":1}` {
		t.Errorf("%s", i.Raw)
	}
	if i, _ := j.FindInvocation("long"); i.Raw != nil {
		t.Errorf("%d bytes", len(i.Raw))
	}
	if e, _ := j.Find("1"); len(e.Triggers) != 2 || e.Triggers[0].Raw != nil {
		t.Errorf("%+v", e.Triggers)
	}
}

// A custom sender ends after the request that caused it, or between its end and the journal's hearing of it.
func TestInvocationsAfterTheAnswer(t *testing.T) {
	j := journal.New(3)
	var heard []string
	j.OnLate = func(i journal.Invocation) { heard = append(heard, i.ID+": "+i.Output) }
	_, trail := journal.With(t.Context(), "1", "SignUp", start)
	trail.Body([]byte(`{"Password":"hunter2"}`), nil)
	trail.Invoked(journal.Invocation{ID: "before"})
	e := trail.Finish(200, "", "", 0)
	trail.Invoked(journal.Invocation{ID: "between", Output: "got hunter2"})
	j.Add(e)
	earlier, _ := j.Find("1")
	trail.Invoked(journal.Invocation{
		ID: "after", Raw: json.RawMessage(`{}`), Answer: "hunter2", Tries: []journal.Try{{Output: "hunter2", Error: "no hunter2"}},
	})

	if got, want := invocationIDs(j.LatestInvocations(0)), []string{"after", "between", "before"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if want := []string{"between: got ***", "after: "}; !slices.Equal(heard, want) {
		t.Errorf("heard of %q, want %q", heard, want)
	}
	now, _ := j.Find("1")
	if got, want := invocationIDs(now.Triggers), []string{"before", "between", "after"}; !slices.Equal(got, want) {
		t.Errorf("the request has %v, want %v", got, want)
	}
	if len(earlier.Triggers) != 2 {
		t.Errorf("an entry that was read before changed: %v", invocationIDs(earlier.Triggers))
	}
	text, err := json.Marshal(j.LatestInvocations(0))
	if err != nil || strings.Contains(string(text), "hunter2") || !strings.Contains(string(text), `"error":"no ***"`) {
		t.Errorf("%s %v", text, err)
	}
	after, _ := j.FindInvocation("after")
	if got := after.Mask(`{"password":"hunter2"} hunter2`); got != `{"password":"***"} ***` {
		t.Error(got)
	}
}

func TestInvocationsAreBounded(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	j := journal.New(3)
	_, trail := journal.With(t.Context(), "1", "SignUp", start)
	trail.Invoked(journal.Invocation{Tries: slices.Repeat([]journal.Try{{Output: long, Error: long}}, 50)})
	j.Add(trail.Finish(200, "", "", 0))
	text, err := json.Marshal(j.LatestInvocations(0))
	if err != nil || len(text) > 2<<20 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

func TestManyInvocationsAfterManyAnswers(t *testing.T) {
	j := journal.New(100)
	var requests sync.WaitGroup
	for i := range 20 {
		requests.Go(func() {
			_, trail := journal.With(t.Context(), fmt.Sprint(i), "SignUp", start)
			trail.Body([]byte(`{"Password":"hunter2"}`), nil)
			var senders sync.WaitGroup
			for range 5 {
				senders.Go(func() { trail.Invoked(journal.Invocation{Answer: "hunter2"}) })
			}
			j.Add(trail.Finish(200, "", "", 0))
			j.Latest(0)
			senders.Wait()
		})
	}
	requests.Wait()
	ids := invocationIDs(j.LatestInvocations(0))
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 100 {
		t.Errorf("%d invocations with ids of their own, want 100", len(ids))
	}
	for _, e := range j.Latest(0) {
		if len(e.Triggers) != 5 || e.Triggers[4].Answer != "***" {
			t.Errorf("%s: %+v", e.ID, e.Triggers)
		}
	}
}
