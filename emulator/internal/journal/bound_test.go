package journal_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// flooded is a call of a function that says as much as is kept, three times.
func flooded() journal.Invocation {
	output := strings.Repeat("again\n", 100_000)
	return journal.Invocation{
		Function: "f", Answer: output, Output: output, Event: []byte(`"` + strings.Repeat("e", 60_000) + `"`), Raw: []byte(`"raw"`),
		Tries: []journal.Try{{Output: output}, {Output: output}, {Output: output}},
	}
}

func sizeOf(calls []journal.Invocation) (n int) {
	for _, i := range calls {
		n += len(i.Answer) + len(i.Output) + len(i.Event) + len(i.Raw)
		for _, try := range i.Tries {
			n += len(try.Output)
		}
	}
	return n
}

// However much functions say, during requests or after them, the journal keeps some megabytes of the latest.
func TestTheJournalIsBounded(t *testing.T) {
	const most = 33 << 20
	j := journal.New(1000)
	for i := range 200 {
		_, trail := journal.With(context.Background(), fmt.Sprint(i), "SignUp", time.Time{})
		trail.Invoked(flooded())
		entry := trail.Finish(200, "", "", 0)
		j.Add(entry)
		trail.Invoked(flooded()) // late
	}
	requests, invocations := j.Latest(0), j.LatestInvocations(0)
	var all []journal.Invocation
	for _, e := range requests {
		all = append(all, e.Triggers...)
	}
	if n := sizeOf(all); n > most || len(requests) < 20 || requests[0].ID != "199" || len(requests[0].Triggers) != 2 {
		t.Errorf("%d requests with %d bytes", len(requests), n)
	}
	if n := sizeOf(invocations); n > most || len(invocations) < 40 || invocations[0].Request != "199" || invocations[0].Whole() {
		t.Errorf("%d invocations with %d bytes", len(invocations), n)
	}
	for i := range 3000 { // small ones: only their number counts
		j.Add(entry(fmt.Sprint("small", i)))
	}
	if n := len(j.Latest(0)); n != 1000 {
		t.Errorf("%d requests", n)
	}
}
