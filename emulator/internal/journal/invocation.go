package journal

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Invocation is the transcript of one call of a function: what it got, what it said, and what that meant.
type Invocation struct {
	ID        string          `json:"id"`                // of this call, unlike any other
	Request   string          `json:"request,omitempty"` // the x-amzn-requestid of the request that caused it
	At        time.Time       `json:"at,omitzero"`       // when that request came, unless the caller says otherwise
	Trigger   string          `json:"trigger"`           // the triggerSource
	Function  string          `json:"function"`
	RequestID string          `json:"requestId,omitempty"` // as the function sees it
	Event     json.RawMessage `json:"event"`
	Raw       json.RawMessage `json:"-"`               // the event as the function got it, with its secrets; for replays
	Answer    string          `json:"answer"`          // the raw bytes
	Error     string          `json:"error,omitempty"` // the function error, or why no function answered
	Output    string          `json:"output,omitempty"`
	Verdict   string          `json:"verdict"`
	Attempts  int             `json:"attempts"`
	Tries     []Try           `json:"tries,omitempty"` // each attempt, where there was more than one
	Took      time.Duration   `json:"tookNanoseconds"`

	secrets secretTexts // what was masked
	partial bool        // the answer was too long to keep
}

// Whole reports whether the answer is all of it, and not its beginning.
func (i *Invocation) Whole() bool { return !i.partial }

// Try is one attempt of an invocation.
type Try struct {
	RequestID string        `json:"requestId,omitempty"`
	Target    string        `json:"target,omitempty"` // what was to answer: a command line, an address
	Output    string        `json:"output,omitempty"`
	Error     string        `json:"error,omitempty"` // why it did not count
	Took      time.Duration `json:"tookNanoseconds"`
}

// Mask hides what the request that caused the invocation kept secret, in a text that may repeat it.
func (i *Invocation) Mask(text string) string {
	return maskStrings(i.secrets.Replace(text), i.secrets)
}

// texts are what a function wrote, and what was said about it.
func (i *Invocation) texts() []*string {
	texts := []*string{&i.Answer, &i.Error, &i.Output, &i.Verdict}
	for n := range i.Tries {
		texts = append(texts, &i.Tries[n].Output, &i.Tries[n].Error)
	}
	return texts
}

func (i *Invocation) mask(secrets secretTexts) {
	i.secrets = secrets
	for _, text := range i.texts() {
		*text = i.Mask(*text)
	}
}

// bounded is the n-th call of a request, cut to the size that is kept.
func (i Invocation) bounded(request Entry, n int) Invocation {
	i.ID = cmp.Or(i.ID, i.RequestID, fmt.Sprintf("%s-%d", request.ID, n))
	i.Request = request.ID
	if i.At.IsZero() {
		i.At = request.At
	}
	i.Event = keep(i.Event)
	if len(i.Raw) > longestBody {
		i.Raw = nil
	}
	i.Tries = slices.Clone(i.Tries[:min(len(i.Tries), mostTries)])
	i.partial = len(i.Answer) > longestBody
	for _, text := range i.texts() {
		*text = cut(*text, longestBody)
	}
	return i
}
