package journal

import (
	"encoding/json"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// Entry is one answered request, as GET /_emulator/requests shows it.
type Entry struct {
	ID        string          `json:"id"` // the x-amzn-requestid that every SDK shows
	Operation string          `json:"operation"`
	At        time.Time       `json:"at"`
	Took      time.Duration   `json:"tookNanoseconds"`
	Pool      string          `json:"pool,omitempty"`
	Client    string          `json:"client,omitempty"`
	User      string          `json:"user,omitempty"`
	Status    int             `json:"status"`
	Type      string          `json:"type,omitempty"`
	Message   string          `json:"message,omitempty"`
	Explain   Explanation     `json:"explain"`
	Triggers  []Invocation    `json:"triggers"`
	Notices   []string        `json:"notices"`
	Request   json.RawMessage `json:"request,omitempty"` // redacted
	Answer    json.RawMessage `json:"answer,omitempty"`

	request, answer []byte // as they came; redacting takes time that a request should not wait for
	trail           *Trail // where it is from, until the journal has it
}

// Shown gives the entry with its bodies, redacted.
func (e Entry) Shown() Entry {
	if len(e.request) > 0 {
		e.Request = redact(e.request)
	}
	if len(e.answer) > 0 {
		e.Answer = redact(e.answer)
		if e.Explain.Rule != "" {
			e.Answer = json.RawMessage(maskStrings(string(e.Answer), secrets(e.request)))
		}
	}
	if e.Explain.Checks == nil {
		e.Explain.Checks = []Check{}
	}
	if e.Triggers == nil {
		e.Triggers = []Invocation{}
	}
	if e.Notices == nil {
		e.Notices = []string{}
	}
	return e
}

// Explanation says why a request was answered as it was.
type Explanation struct {
	Rule       string      `json:"rule,omitempty"` // what really happened
	Because    string      `json:"because,omitempty"`
	Fix        string      `json:"fix,omitempty"`
	Provenance rule.Source `json:"provenance,omitzero"`
	ShownAs    string      `json:"shownAs,omitempty"` // the rule on the wire, where it hides the other one
	Hidden     bool        `json:"hidden,omitempty"`  // the wire does not tell what really happened
	Checks     []Check     `json:"checks"`
}

func (e *Explanation) refused(f *rule.Refusal) {
	cause := f.Cause()
	because := cut(cause.Reason, longestText)
	e.Rule, e.Because, e.Fix, e.Provenance = cause.Rule.ID, because, cut(cause.Fix, longestText), cause.Rule.Source
	e.Hidden, e.ShownAs = false, ""
	if cause != f {
		e.Hidden, e.ShownAs = true, f.Rule.ID
	}
	e.Checks = append(e.Checks, Check{Name: cause.Rule.ID, Result: "failed", Detail: because})
}

// Check is one thing that was looked at on the way.
type Check struct {
	Name   string `json:"name"`
	Result string `json:"result"` // ok or failed
	Detail string `json:"detail,omitempty"`
}
