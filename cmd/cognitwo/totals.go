package main

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	namesShown    = 3   // of each reason
	reasonsShown  = 10  // of each result
	reasonsKept   = 500 // in all: a function can give everybody a reason of their own
	longestReason = 200
)

// totals count outcomes by result and by reason.
type totals struct {
	count   int
	results map[string]int
	reasons map[reason]*sample
}

// reason is what several outcomes have in common: the answer, and the explanation but for the values in it.
type reason struct{ result, rule, text, because string }

// varying is what differs where the reason is the same: values, which are quoted, and the ids in Lambda's own errors.
var varying = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|RequestId: [-0-9a-f]{36}`)

var requestID = regexp.MustCompile(`RequestId: [-0-9a-f]{36}`)

// sample is how many there are, and who is among them.
type sample struct {
	count   int
	because string // of the first one
	names   []string
}

func newTotals() *totals {
	return &totals{results: map[string]int{}, reasons: map[reason]*sample{}}
}

func (t *totals) add(o outcome) {
	t.count++
	t.results[o.Result]++
	why := reason{result: o.Result, rule: o.Rule, because: varying.ReplaceAllLiteralString(o.Because, "…")}
	if o.WouldAnswer != nil {
		why.text = requestID.ReplaceAllLiteralString(fmt.Sprintf("%s: %.*s", o.WouldAnswer.Type, longestReason, o.WouldAnswer.Message), "RequestId: …")
	}
	if t.reasons[why] == nil && len(t.reasons) >= reasonsKept {
		why = reason{result: o.Result, rule: "others"}
	}
	s := t.reasons[why]
	if s == nil {
		s = &sample{because: o.Because}
		t.reasons[why] = s
	}
	s.count++
	if len(s.names) < namesShown {
		s.names = append(s.names, shown(o.User))
	}
}

// shown is a name between others: quoted if it has something in it that would mislead people, or their terminal.
func shown(name string) string {
	if quoted := strconv.Quote(name); quoted != `"`+name+`"` || strings.ContainsAny(name, ", ") {
		return quoted
	}
	return name
}

// print shows them for people.
func (t *totals) print(out io.Writer) error {
	var text strings.Builder
	noun := count(t.count, "user")
	fmt.Fprintf(&text, "%s rehearsed, nothing was stored\n", noun)
	for _, result := range results {
		if t.results[result] == 0 {
			continue
		}
		fmt.Fprintf(&text, "  %-15s %6d\n", result, t.results[result])
		t.explain(&text, result)
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// explain lists the reasons of a result, the most frequent first.
func (t *totals) explain(text *strings.Builder, result string) {
	var why []reason
	for r := range t.reasons {
		if r.result == result && r.rule != "" {
			why = append(why, r)
		}
	}
	slices.SortFunc(why, func(a, b reason) int {
		return cmp.Or(cmp.Compare(t.reasons[b].count, t.reasons[a].count), strings.Compare(a.rule, b.rule), strings.Compare(a.text, b.text), strings.Compare(a.because, b.because))
	})
	for _, r := range why[:min(len(why), reasonsShown)] {
		s := t.reasons[r]
		more := ""
		if s.count > len(s.names) {
			more = ", …"
		}
		fmt.Fprintf(text, "    %6d  %s (%s)\n            %s%s\n            because %.*s\n", s.count, r.text, r.rule, strings.Join(s.names, ", "), more, 2*longestReason, s.because)
	}
	if len(why) > reasonsShown {
		fmt.Fprintf(text, "            and %s more; the report has them all\n", count(len(why)-reasonsShown, "reason"))
	}
}

// fail is an error if there is one of the results.
func (t *totals) fail(on []string) error {
	for _, result := range on {
		if n := t.results[result]; n > 0 {
			return fmt.Errorf("the result of %s is %s", count(n, "user"), result)
		}
	}
	return nil
}
