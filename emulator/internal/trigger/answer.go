package trigger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// answer is what was read from a function's answer.
type answer interface {
	verdict() string // what it means, for the transcript
}

// silent is the answer of the triggers that have nothing to say.
type silent struct{}

func (silent) verdict() string { return "accepted" }

// readSilent asks for the event and nothing else.
func readSilent(r *reply) (silent, *rule.Refusal) {
	_, refusal := r.response()
	return silent{}, refusal
}

// reply is a function's answer beside the event that it answers.
type reply struct {
	sent    sent
	raw     []byte
	answer  map[string]json.RawMessage // nil if it is no object
	members map[string]json.RawMessage // of its response
	problem string                     // why there is no response, in words that follow "the function returned"
	notes   []string                   // what Cognito ignores of the answer without a word
	choices Choices
}

func newReply(event, raw []byte, choices Choices) *reply {
	r := &reply{sent: sentEvent(event), raw: raw, choices: choices}
	if r.problem = r.parse(); r.problem != "" {
		return r
	}
	if changed := r.changedHeader(); changed != "" {
		if choices.StrictAnswers {
			r.problem = changed
			return r
		}
		r.note("the function returned %s; that was accepted, but there are reports of Cognito refusing it (see the choice strict-answers)", changed)
	}
	r.noteIgnored()
	return r
}

// mostNotes bounds what is noted of one answer: a hostile one has a million members that nobody reads.
const mostNotes = 50

func (r *reply) note(format string, args ...any) {
	switch n := len(r.notes); {
	case n < mostNotes:
		r.notes = append(r.notes, fmt.Sprintf(format, args...))
	case n == mostNotes:
		r.notes = append(r.notes, "… and more of this kind")
	}
}

// response gives the members of the response, for the triggers that take the event back.
func (r *reply) response() (map[string]json.RawMessage, *rule.Refusal) {
	if r.problem == "" {
		return r.members, nil
	}
	refuse := rule.TriggerAnswerUnrecognizable
	if isNull(r.raw) || !json.Valid(r.raw) {
		refuse = rule.TriggerAnswerNotJSON
	}
	return nil, refuse.Refuse().Because("the function returned %s; Cognito expects the event that it sent, with its response", r.problem)
}

// wrongType refuses a response with a member of a type that Cognito does not take.
func wrongType(problem error) *rule.Refusal {
	if problem == nil {
		return nil
	}
	return rule.TriggerAnswerUnrecognizable.Refuse().Because("%v", problem)
}

// parse takes the response out of the answer. It says, in words that follow "the function returned", what is wrong
// with the answer; "" if nothing is.
func (r *reply) parse() (problem string) {
	switch {
	case len(bytes.TrimSpace(r.raw)) == 0:
		return "nothing"
	case isNull(r.raw):
		return "null"
	case !json.Valid(r.raw):
		return "something that is not JSON"
	case json.Unmarshal(r.raw, &r.answer) != nil:
		return insteadOfObject(r.raw)
	case len(r.answer) == 0:
		return "an empty object {}"
	case isNull(r.answer["response"]):
		return "an object without a response" + lookalike(r.answer)
	case json.Unmarshal(r.answer["response"], &r.members) != nil:
		return fmt.Sprintf("an event whose response is %s instead of an object", kindOf(r.answer["response"]))
	}
	return ""
}

// lookalike finds the member that was meant to be the response, as in events of serializers that write PascalCase.
func lookalike(answer map[string]json.RawMessage) string {
	for _, name := range slices.Sorted(maps.Keys(answer)) {
		if name != "response" && letters(name) == "response" {
			return fmt.Sprintf(", but with %q, which Cognito does not read", name)
		}
	}
	return ""
}

// insteadOfObject recognizes an object that was serialized twice, as in Python's return json.dumps(event).
func insteadOfObject(raw []byte) string {
	var text string
	if json.Unmarshal(raw, &text) == nil && strings.HasPrefix(strings.TrimSpace(text), "{") && json.Valid([]byte(text)) {
		return "a string that holds the JSON of an object instead of the object itself"
	}
	return kindOf(raw) + " instead of an object"
}
