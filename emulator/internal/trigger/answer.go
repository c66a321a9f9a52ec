package trigger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// response finds the response in a function's answer, for the triggers that take the event back. A wrong answer
// ends the request.
func (i *invocation) response() (map[string]json.RawMessage, error) {
	members, problem := responseOf(i.raw)
	if problem == "" {
		return members, nil
	}
	r := rule.TriggerAnswerUnrecognizable
	if isNull(i.raw) || !json.Valid(i.raw) {
		r = rule.TriggerAnswerNotJSON
	}
	return nil, i.reject(r.Refuse().Because("the function returned %s; Cognito expects the event that it sent, with its response", problem))
}

// responseOf takes the response out of an answer. The problem says, in words that follow "the function returned",
// what is wrong with the answer; "" if nothing is.
func responseOf(raw []byte) (members map[string]json.RawMessage, problem string) {
	var answer map[string]json.RawMessage
	switch {
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, "nothing"
	case isNull(raw):
		return nil, "null"
	case !json.Valid(raw):
		return nil, "something that is not JSON"
	case json.Unmarshal(raw, &answer) != nil:
		return nil, fmt.Sprintf("%s instead of an object", kindOf(raw))
	case len(answer) == 0:
		return nil, "an empty object {}"
	case isNull(answer["response"]):
		return nil, "an object without a response"
	case json.Unmarshal(answer["response"], &members) != nil:
		return nil, fmt.Sprintf("an event whose response is %s instead of an object", kindOf(answer["response"]))
	}
	return members, ""
}

func isNull(raw json.RawMessage) bool {
	text := bytes.TrimSpace(raw)
	return len(text) == 0 || string(text) == "null"
}

// kindOf names a JSON value for people.
func kindOf(raw json.RawMessage) string {
	switch text := bytes.TrimSpace(raw); {
	case string(text) == `""`:
		return `the empty string ""`
	case text[0] == '"':
		return "a JSON string"
	case text[0] == '[':
		return "a list"
	case text[0] == 't', text[0] == 'f':
		return "a boolean"
	case text[0] == '{':
		return "an object"
	default:
		return "a number"
	}
}

// read decodes one member of a response. Absent and null members leave the value as it is.
func read[T any](members map[string]json.RawMessage, name string, into *T) error {
	if isNull(members[name]) {
		return nil
	}
	if json.Unmarshal(members[name], into) == nil {
		return nil
	}
	if inner, wrong := notText(members[name]); wrong != nil {
		return fmt.Errorf("response.%s.%s is %s, and Cognito expects a string", name, inner, kindOf(wrong))
	}
	return fmt.Errorf("response.%s is %s, and Cognito expects %s", name, kindOf(members[name]), expected(into))
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

func expected(into any) string {
	switch into.(type) {
	case *bool:
		return "a boolean"
	case *string:
		return "a string"
	case *[]string:
		return "a list of strings"
	default:
		return "an object of strings"
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
