package journal

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// Trail collects what happens to one request. It is safe for concurrent use.
type Trail struct {
	mu              sync.Mutex
	entry           Entry
	sdk, agent, ip  string
	request, answer []byte

	calls    int          // how many functions were called
	finished bool         // the request is answered
	late     []Invocation // ended after that, and before the journal had the entry
	journal  *Journal     // has the entry
}

type contextKey struct{}

// With starts a trail and puts it into the context.
func With(ctx context.Context, id, operation string, at time.Time) (context.Context, *Trail) {
	t := &Trail{entry: Entry{ID: id, Operation: cut(operation, longestName), At: at}}
	return context.WithValue(ctx, contextKey{}, t), t
}

// From gives the trail of the request; outside of one, a trail that nobody reads.
func From(ctx context.Context) *Trail {
	if t, ok := ctx.Value(contextKey{}).(*Trail); ok {
		return t
	}
	return &Trail{}
}

// ID is the request's x-amzn-requestid, which is also the event_id of the tokens that it issues.
func (t *Trail) ID() string { return t.entry.ID }

// Agent notes the User-Agent of the caller.
func (t *Trail) Agent(userAgent string) {
	t.sdk, t.agent = sdkVersion(userAgent), userAgent
}

// SDK is the caller's SDK as the callerContext of trigger events names it.
func (t *Trail) SDK() string { return cmp.Or(t.sdk, unknownSDK) }

// Passed notes a check that let the request through.
func (t *Trail) Passed(check, format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entry.Explain.Checks = append(t.entry.Explain.Checks, Check{Name: check, Result: "ok", Detail: cut(fmt.Sprintf(format, args...), longestText)})
}

// Notice notes something that the caller cannot see in the answer: a message that was not sent, a setting without
// effect here, a trigger that did not run.
func (t *Trail) Notice(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch n := len(t.entry.Notices); {
	case n < mostNotices:
		t.entry.Notices = append(t.entry.Notices, cut(fmt.Sprintf(format, args...), longestText))
	case n == mostNotices:
		t.entry.Notices = append(t.entry.Notices, "… and more, which are not kept")
	}
}

// About names the pool, client and user that the request is about. Empty arguments keep what is known.
func (t *Trail) About(pool, client, user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range []struct {
		field *string
		value string
	}{{&t.entry.Pool, pool}, {&t.entry.Client, client}, {&t.entry.User, user}} {
		if f.value != "" {
			*f.field = f.value
		}
	}
}

// Invoked adds the transcript of one Lambda call. It may come after the request was answered, as from a custom sender
// that nobody waits for.
func (t *Trail) Invoked(call Invocation) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls++
	call = call.bounded(t.entry, t.calls)
	if !t.finished {
		t.entry.Triggers = append(t.entry.Triggers, call)
		return
	}
	call.mask(secrets(t.request))
	if t.journal == nil {
		t.late = append(t.late, call)
		return
	}
	t.journal.late(call)
}

// Refused notes the refusal, or the refusal behind a simulated success.
func (t *Trail) Refused(refusal *rule.Refusal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entry.Explain.refused(refusal)
}

// Simulated notes that the answer pretends success: what the refusal says really happened.
func (t *Trail) Simulated(cause *rule.Refusal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entry.Explain.refused(cause)
	t.entry.Explain.Hidden = true
}

// Body attaches the bodies. What is longer than a few pages is not kept.
func (t *Trail) Body(request, answer []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.request, t.answer = request, answer
}

// Finish closes the trail with the answer.
func (t *Trail) Finish(status int, exception, message string, took time.Duration) Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := &t.entry
	e.Status, e.Type, e.Message, e.Took = status, exception, cut(message, longestText), took
	e.request, e.answer = keep(t.request), keep(t.answer)
	if e.Explain.Rule != "" || len(e.Triggers) > 0 { // else there is no text that could repeat a secret
		e.mask(secrets(t.request))
	}
	t.finished = true
	finished := *e
	finished.trail = t
	return finished
}
