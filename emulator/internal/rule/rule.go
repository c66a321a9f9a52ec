package rule

import (
	"errors"
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// Rule is one way in which a request can be refused.
type Rule struct {
	ID      string // stable, in kebab case: "subject.condition"
	Wording string // the wire's message; verbs are filled by Refuse
	Reason  string // why, in one sentence; Because replaces it with one that has the values
	Fix     string // what the caller can do about it
	Source  Source // where the behaviour is known from

	exception func(message string) *api.Error
}

// Exception is the wire's name of the error, such as NotAuthorizedException.
func (r *Rule) Exception() string { return r.exception("").Code }

// Refuse makes the refusal of one request. The arguments fill the verbs of the wording.
func (r *Rule) Refuse(args ...any) *Refusal {
	message := r.Wording
	if len(args) > 0 {
		message = fmt.Sprintf(r.Wording, args...)
	}
	return &Refusal{Rule: r, Answer: r.exception(message), Reason: r.Reason, Fix: r.Fix}
}

// Refusal is an error: one request refused by one rule, with the values that made it so.
type Refusal struct {
	Rule   *Rule
	Answer *api.Error // what goes over the wire
	Reason string
	Fix    string
	Hides  *Refusal // set by package conceal: what really happened, where the wire must not tell
}

// Because explains the refusal with the values at hand. The text goes to the log, never to the caller.
func (f *Refusal) Because(format string, args ...any) *Refusal {
	f.Reason = fmt.Sprintf(format, args...)
	return f
}

// Advise says what would have helped.
func (f *Refusal) Advise(format string, args ...any) *Refusal {
	f.Fix = fmt.Sprintf(format, args...)
	return f
}

// Hide says that this refusal, or the faked success it stands for, is shown instead of another one.
func (f *Refusal) Hide(cause *Refusal) *Refusal {
	f.Hides = cause
	return f
}

// Cause is the refusal that really happened: the hidden one where there is one.
func (f *Refusal) Cause() *Refusal {
	if f.Hides != nil {
		return f.Hides.Cause()
	}
	return f
}

func (f *Refusal) Error() string { return f.Rule.ID + ": " + f.Answer.Error() }

// Unwrap gives the wire's error.
func (f *Refusal) Unwrap() error { return f.Answer }

// As finds the refusal in an error.
func As(err error) (*Refusal, bool) {
	var refusal *Refusal
	ok := errors.As(err, &refusal)
	return refusal, ok
}

// Is reports whether an error is a refusal by one of the rules.
func Is(err error, rules ...*Rule) bool {
	refusal, ok := As(err)
	if !ok {
		return false
	}
	for _, r := range rules {
		if refusal.Rule == r {
			return true
		}
	}
	return false
}
