package api

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// textRule is a string's constraints. Min is 0 and max is 0 where there is none.
type textRule struct {
	min, max  int
	pattern   *pattern
	enum      []string // in the order in which the service prints it
	sensitive bool     // the value is not printed
}

// oneOf is the rule of an enum.
func oneOf[T ~string](values ...T) textRule {
	var r textRule
	for _, v := range values {
		r.enum = append(r.enum, string(v))
	}
	return r
}

// hidden is the same rule for a value inside something sensitive.
func (t textRule) hidden() textRule {
	t.sensitive = true
	return t
}

// violated are the constraints that s does not satisfy. Length counts code points (assumed).
func (t textRule) violated(s string) []string {
	length := size{t.min, t.max}
	if t.max == 0 {
		length.max = unlimited
	}
	broken := length.violated(utf8.RuneCountInString(s))
	if t.pattern != nil && !t.pattern.matches(s) {
		broken = append(broken, t.pattern.constraint())
	}
	if t.enum != nil && !slices.Contains(t.enum, s) {
		broken = append(broken, t.enumConstraint())
	}
	return broken
}

// constraints are all there are.
func (t textRule) constraints() []string {
	var all []string
	if t.max > 0 {
		all = append(all, longest(t.max))
	}
	if t.min > 0 {
		all = append(all, shortest(t.min))
	}
	if t.pattern != nil {
		all = append(all, t.pattern.constraint())
	}
	if t.enum != nil {
		all = append(all, t.enumConstraint())
	}
	return all
}

func (t textRule) enumConstraint() string {
	return "Member must satisfy enum value set: [" + strings.Join(t.enum, ", ") + "]"
}

// shown is how a violation prints the value.
func (t textRule) shown(value string) string {
	if t.sensitive {
		return ""
	}
	return quoted(value)
}

func quoted(value string) string { return " '" + value + "'" }

// shownStructures is how a violation prints a collection of structures: how AWS prints one that is not empty is unknown.
func shownStructures(n int) string {
	if n == 0 {
		return quoted("[]")
	}
	return ""
}

// pattern must match the whole value.
type pattern struct {
	text    string // as the model and the violation have it
	compile func() *regexp.Regexp
}

// matching compiles when first needed: a request touches few of the patterns. The generator has checked that RE2 takes them.
func matching(text string) *pattern {
	return &pattern{text, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\A(?:` + text + `)\z`) })}
}

func (p *pattern) matches(s string) bool { return p.compile().MatchString(s) }

func (p *pattern) constraint() string {
	return "Member must satisfy regular expression pattern: " + p.text
}

const unlimited = math.MaxInt

// size is the allowed length of a string, list, map or blob.
type size struct{ min, max int }

var anySize = size{max: unlimited}

func (s size) violated(n int) []string {
	switch {
	case n < s.min:
		return []string{shortest(s.min)}
	case n > s.max:
		return []string{longest(s.max)}
	}
	return nil
}

func shortest(n int) string {
	return fmt.Sprintf("Member must have length greater than or equal to %d", n)
}

func longest(n int) string { return fmt.Sprintf("Member must have length less than or equal to %d", n) }

// span is the allowed range of a number.
type span struct{ min, max int64 }

var anyNumber = span{min: -unlimited, max: unlimited}

func (s span) violated(n int64) []string {
	switch {
	case n < s.min:
		return []string{fmt.Sprintf("Member must have value greater than or equal to %d", s.min)}
	case n > s.max:
		return []string{fmt.Sprintf("Member must have value less than or equal to %d", s.max)}
	}
	return nil
}

// violate adds a violation. Shown is the printed value with a space in front, or "" for what is not printed.
func (o *object) violate(name, shown, constraint string) {
	if len(o.violations) == mostViolations {
		return
	}
	o.violations = append(o.violations,
		fmt.Sprintf("Value%s at '%s' failed to satisfy constraint: %s", shown, o.pathOf(name), constraint))
}

// mostViolations bounds the message: a large list of empty structures would make one of many megabytes. Whether AWS stops,
// and where, is unknown.
const mostViolations = 100

// violationMessage puts all violations of a request into one sentence.
func violationMessage(violations []string) string {
	noun := "errors"
	if len(violations) == 1 {
		noun = "error"
	}
	return fmt.Sprintf("%d validation %s detected: %s", len(violations), noun, strings.Join(violations, "; "))
}
