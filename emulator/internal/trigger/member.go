package trigger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

func isNull(raw json.RawMessage) bool {
	text := bytes.TrimSpace(raw)
	return len(text) == 0 || string(text) == "null"
}

// longestShown is how much of a value an explanation repeats.
const longestShown = 40

// kindOf names a JSON value for people.
func kindOf(raw json.RawMessage) string {
	text := string(bytes.TrimSpace(raw))
	switch {
	case text == `""`:
		return `the empty string ""`
	case text == "null":
		return "null"
	case text == "":
		return "nothing"
	case text[0] == '"':
		return "the string " + shorten(text)
	case text[0] == '[':
		return "the list " + shorten(text)
	case text[0] == '{':
		return "the object " + shorten(text)
	case text[0] == 't', text[0] == 'f':
		return "the boolean " + text
	}
	return "the number " + shorten(text)
}

func shorten(text string) string {
	if utf8.RuneCountInString(text) <= longestShown {
		return text
	}
	return string([]rune(text)[:longestShown]) + "…"
}

// read decodes one member of a response. Absent and null members leave the value as it is.
func read[T any](members map[string]json.RawMessage, name string, into *T) error {
	if isNull(members[name]) {
		return nil
	}
	if json.Unmarshal(members[name], into) == nil {
		if texts, ok := any(into).(*map[string]string); ok {
			dropNulls(*texts, members[name])
		}
		return nil
	}
	var wrong json.RawMessage
	path := "response." + name
	switch any(into).(type) {
	case *map[string]string:
		var inner string
		if inner, wrong = notText(members[name]); wrong != nil {
			path += "." + inner
		}
	case *[]string:
		var index int
		if index, wrong = notTextAt(members[name]); wrong != nil {
			path += "[" + strconv.Itoa(index) + "]"
		}
	}
	if wrong != nil {
		return fmt.Errorf("%s is %s, and Cognito expects a string", path, kindOf(wrong))
	}
	return fmt.Errorf("%s is %s, and Cognito expects %s", path, kindOf(members[name]), expected(into))
}

// dropNulls takes out of an object what was null there: that is not set, and not the empty text.
func dropNulls(texts map[string]string, raw json.RawMessage) {
	var members map[string]*string
	_ = json.Unmarshal(raw, &members)
	maps.DeleteFunc(texts, func(name, _ string) bool { return members[name] == nil })
}

// notText finds the first member of an object that is no string.
func notText(raw json.RawMessage) (name string, value json.RawMessage) {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return "", nil
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		var text *string // null is not set
		if json.Unmarshal(members[name], &text) != nil {
			return name, members[name]
		}
	}
	return "", nil
}

// notTextAt finds the first element of a list that is no string.
func notTextAt(raw json.RawMessage) (index int, value json.RawMessage) {
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		return 0, nil
	}
	for i, element := range elements {
		var text *string
		if json.Unmarshal(element, &text) != nil {
			return i, element
		}
	}
	return 0, nil
}

func expected(into any) string {
	switch into.(type) {
	case *bool:
		return "a boolean"
	case *string:
		return "a string"
	case *[]string:
		return "a list of strings"
	case *map[string]string:
		return "an object of strings"
	default:
		return "an object"
	}
}

// firstOf gives the first of several problems.
func firstOf(problems ...error) error {
	for _, p := range problems {
		if p != nil {
			return p
		}
	}
	return nil
}
