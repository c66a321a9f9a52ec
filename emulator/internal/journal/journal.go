package journal

import (
	"slices"
	"sync"
)

// Journal is two bounded lists: of the latest requests, and of the latest invocations of functions, which outlive
// the requests that caused them. It is safe for concurrent use.
type Journal struct {
	// OnLate hears of the invocations that end after their requests, unless it is nil. It is set before the first one.
	OnLate func(Invocation)

	mu          sync.Mutex
	entries     ring[Entry]
	invocations ring[Invocation]
}

// New makes a journal of the given size, at least 1. It is smaller if functions say a lot.
func New(size int) *Journal {
	size = max(size, 1)
	return &Journal{entries: ring[Entry]{size: size, weigh: Entry.bytes}, invocations: ring[Invocation]{size: size, weigh: Invocation.bytes}}
}

// Add keeps an entry with its invocations and forgets the oldest one when the journal is full. What the entry's trail
// hears of from now on comes here, too.
func (j *Journal) Add(e Entry) {
	if t := e.trail; t != nil {
		t.mu.Lock() // before the journal's own: see Trail.Invoked
		defer t.mu.Unlock()
		t.journal, e.trail = j, nil
		e.Triggers = slices.Concat(e.Triggers, t.late)
		for _, call := range t.late {
			j.heard(call)
		}
		t.late = nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, call := range e.Triggers {
		j.invocations.add(call)
	}
	e.Triggers = withoutRaw(e.Triggers)
	j.entries.add(e)
}

// Find gives the entry of a request id.
func (j *Journal) Find(id string) (Entry, bool) {
	return find(j.Latest(0), func(e Entry) bool { return e.ID == id })
}

// Latest lists entries, newest first; limit 0 means all.
func (j *Journal) Latest(limit int) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.entries.latest(limit)
}

// FindInvocation gives the invocation of an id.
func (j *Journal) FindInvocation(id string) (Invocation, bool) {
	return find(j.LatestInvocations(0), func(i Invocation) bool { return i.ID == id })
}

// LatestInvocations lists invocations, newest first; limit 0 means all.
func (j *Journal) LatestInvocations(limit int) []Invocation {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.invocations.latest(limit)
}

// late keeps an invocation that ended after its request was answered, and adds it to the request's entry.
func (j *Journal) late(call Invocation) {
	j.heard(call)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.invocations.add(call)
	for i := range j.entries.items {
		if e := &j.entries.items[i]; e.ID == call.Request {
			e.Triggers = slices.Concat(e.Triggers, withoutRaw([]Invocation{call})) // a new list: others may read the old one
			j.entries.grown(i, call.bytes())
			return
		}
	}
}

func (j *Journal) heard(late Invocation) {
	if j.OnLate != nil {
		j.OnLate(late)
	}
}

// withoutRaw is the calls without the events for replays, which only the list of invocations keeps.
func withoutRaw(calls []Invocation) []Invocation {
	kept := slices.Clone(calls)
	for i := range kept {
		kept[i].Raw = nil
	}
	return kept
}

func find[T any](list []T, wanted func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(list, wanted); i >= 0 {
		return list[i], true
	}
	return found, false
}
