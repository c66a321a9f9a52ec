package srp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/srp"
)

func TestParseTimestamp(t *testing.T) {
	accepted := map[string]time.Time{
		"Thu Sep 24 13:50:15 UTC 2026": time.Date(2026, time.September, 24, 13, 50, 15, 0, time.UTC),
		"Sat Sep 5 03:07:09 UTC 2026":  time.Date(2026, time.September, 5, 3, 7, 9, 0, time.UTC),
		"Thu Feb 29 00:00:00 UTC 2024": time.Date(2024, time.February, 29, 0, 0, 0, 0, time.UTC),
		"Fri Dec 31 23:59:59 UTC 9999": time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC),
	}
	for text, want := range accepted {
		if have, err := srp.ParseTimestamp(text); err != nil || !have.Equal(want) || have.Location() != time.UTC {
			t.Errorf("%q: have %v, %v, want %v", text, have, err, want)
		}
	}
	refused := map[string]string{
		"empty":                    "",
		"leading zero in the day":  "Sat Sep 05 03:07:09 UTC 2026",
		"space for a zero":         "Sat Sep  5 03:07:09 UTC 2026",
		"wrong weekday":            "Sun Sep 5 03:07:09 UTC 2026",
		"no weekday":               "Sep 5 03:07:09 UTC 2026",
		"long weekday":             "Saturday Sep 5 03:07:09 UTC 2026",
		"lower case":               "sat sep 5 03:07:09 utc 2026",
		"upper case":               "SAT SEP 5 03:07:09 UTC 2026",
		"German":                   "Sa Sep 5 03:07:09 UTC 2026",
		"four-letter month":        "Sat Sept 5 03:07:09 UTC 2026",
		"hour of one digit":        "Sat Sep 5 3:07:09 UTC 2026",
		"twelve-hour clock":        "Sat Sep 5 03:07:09 AM UTC 2026",
		"hour 24":                  "Sat Sep 5 24:00:00 UTC 2026",
		"leap second":              "Sat Sep 5 23:59:60 UTC 2026",
		"fraction":                 "Sat Sep 5 03:07:09.5 UTC 2026",
		"GMT":                      "Sat Sep 5 03:07:09 GMT 2026",
		"another zone":             "Sat Sep 5 03:07:09 CEST 2026",
		"offset":                   "Sat Sep 5 03:07:09 +0000 2026",
		"RFC 3339":                 "2026-09-05T03:07:09Z",
		"year of two digits":       "Sat Sep 5 03:07:09 UTC 26",
		"Buddhist calendar":        "Sat Sep 5 03:07:09 UTC 2569",
		"31 September":             "Thu Sep 31 03:07:09 UTC 2026",
		"29 February":              "Sun Feb 29 03:07:09 UTC 2026",
		"space before":             " Sat Sep 5 03:07:09 UTC 2026",
		"space behind":             "Sat Sep 5 03:07:09 UTC 2026 ",
		"line feed behind":         "Sat Sep 5 03:07:09 UTC 2026\n",
		"digits of another script": "Sat Sep ٥ ٠٣:٠٧:٠٩ UTC ٢٠٢٦",
		"huge":                     strings.Repeat("Sat ", 1<<16),
	}
	for name, text := range refused {
		have, err := srp.ParseTimestamp(text)
		if !errors.Is(err, srp.ErrTimestamp) || !have.IsZero() {
			t.Errorf("%s: have %v, %v", name, have, err)
		} else if len(err.Error()) > 512 {
			t.Errorf("%s: the error has %d characters", name, len(err.Error()))
		}
	}
}

func TestTimestampsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := time.Unix(rapid.Int64Range(0, 253402300799).Draw(t, "seconds"), 0)
		zone := time.FixedZone("zone", rapid.IntRange(-14*3600, 14*3600).Draw(t, "offset"))
		have, err := srp.ParseTimestamp(srp.FormatTimestamp(want.In(zone)))
		if err != nil || !have.Equal(want) {
			t.Fatalf("have %v, %v, want %v", have, err, want)
		}
	})
}
