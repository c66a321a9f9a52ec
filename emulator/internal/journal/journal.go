package journal

import "sync"

// Journal is a bounded list of the latest entries. It is safe for concurrent use.
type Journal struct {
	mu      sync.Mutex
	entries []Entry // a ring once it is full
	next    int
}

// New makes a journal of the given size, at least 1.
func New(size int) *Journal {
	return &Journal{entries: make([]Entry, 0, max(size, 1))}
}

// Add keeps an entry and forgets the oldest one when the journal is full.
func (j *Journal) Add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) < cap(j.entries) {
		j.entries = append(j.entries, e)
		return
	}
	j.entries[j.next] = e
	j.next = (j.next + 1) % len(j.entries)
}

// Find gives the entry of a request id.
func (j *Journal) Find(id string) (Entry, bool) {
	for _, e := range j.Latest(0) {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Latest lists entries, newest first; limit 0 means all.
func (j *Journal) Latest(limit int) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := len(j.entries)
	if limit <= 0 || limit > n {
		limit = n
	}
	latest := make([]Entry, 0, limit)
	for i := 1; i <= limit; i++ {
		latest = append(latest, j.entries[((j.next-i)%n+n)%n])
	}
	return latest
}
