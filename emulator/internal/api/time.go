package api

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Time is a timestamp of the API: a JSON number, epoch seconds with a fraction of milliseconds.
//
// AWS's answers have the form 1.790257791224E9: a digit, the rest as decimals without trailing zeros (but at least one),
// and the exponent. Below ten million seconds, where no real answer gets, the plain form with a decimal is assumed.
type Time struct{ time.Time }

// NewTime is t as the wire can hold it, in milliseconds.
func NewTime(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// MarshalJSON writes a zero time as null, because the epoch itself is a valid time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return []byte(epochSeconds(t.UnixMilli())), nil
}

// UnmarshalJSON reads any JSON number, and null as the zero time.
func (t *Time) UnmarshalJSON(raw []byte) error {
	if string(raw) == "null" {
		*t = Time{}
		return nil
	}
	seconds, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.Abs(seconds) > latest {
		return fmt.Errorf("api.Time: %s is not a number of epoch seconds", raw)
	}
	*t = Time{time.UnixMilli(int64(math.Round(seconds * 1000))).UTC()}
	return nil
}

// latest is the end of the year 9999, far within what float64 holds to the millisecond.
const latest = 253402300799

// smallestScientific is where the exponent begins, in seconds.
const smallestScientific = 1e7

func epochSeconds(milliseconds int64) string {
	seconds := float64(milliseconds) / 1000
	if math.Abs(seconds) < smallestScientific {
		return withDecimal(strconv.FormatFloat(seconds, 'f', -1, 64))
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(seconds, 'E', -1, 64), "E")
	return withDecimal(mantissa) + "E" + strings.TrimLeft(exponent, "+0")
}

func withDecimal(number string) string {
	if strings.Contains(number, ".") {
		return number
	}
	return number + ".0"
}
