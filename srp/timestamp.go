package srp

import (
	"errors"
	"fmt"
	"time"
)

// timestampLayout is "EEE MMM d HH:mm:ss UTC yyyy", in Go's words.
const timestampLayout = "Mon Jan 2 15:04:05 UTC 2006"

// ErrTimestamp is what [ParseTimestamp] objects with.
var ErrTimestamp = errors.New(`srp: TIMESTAMP is not of the form "EEE MMM d HH:mm:ss UTC yyyy"`)

// FormatTimestamp writes the TIMESTAMP of a proof, such as "Thu Sep 24 13:50:15 UTC 2026".
func FormatTimestamp(t time.Time) string { return t.UTC().Format(timestampLayout) }

// ParseTimestamp reads a TIMESTAMP, to the letter: Cognito refuses a proof whose
// day has a leading zero ("Sep 05") or whose weekday is not that date's, and
// clients with another calendar or language fail that way. How old it may be is
// for the caller to say.
func ParseTimestamp(text string) (time.Time, error) {
	t, err := time.Parse(timestampLayout, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: %.64q", ErrTimestamp, text)
	}
	// time.Parse is lenient about case, zeros, fractions and the weekday.
	if written := FormatTimestamp(t); written != text {
		return time.Time{}, fmt.Errorf("%w: %.64q is to be written %q", ErrTimestamp, text, written)
	}
	return t, nil
}
