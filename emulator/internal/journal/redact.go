package journal

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

const mask = "***"

// redact is a body as the journal shows it. Confirmation codes are hidden here, since the API's model does not mark
// them as sensitive.
func redact(body []byte) json.RawMessage {
	shown := api.Redact(body)
	var members map[string]json.RawMessage
	if json.Unmarshal(shown, &members) != nil {
		return shown
	}
	for _, name := range []string{"ConfirmationCode", "Code"} {
		if _, ok := members[name]; ok {
			members[name] = json.RawMessage(`"` + mask + `"`)
		}
	}
	masked, err := api.Encode(members)
	if err != nil {
		return shown
	}
	return masked
}

// shortestSecret leaves alone what would turn up in every other word.
const shortestSecret = 4

// secretTexts are the values in a body that redact hides, the longest first: one may begin with another.
type secretTexts []string

func secrets(body []byte) secretTexts {
	var original, shown any
	if json.Unmarshal(body, &original) != nil || json.Unmarshal(redact(body), &shown) != nil {
		return nil
	}
	found := hidden(nil, original, shown)
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
	return found
}

// Replace hides the secrets in a text. A strings.Replacer would take minutes to prepare for a secret of 100 KB.
func (s secretTexts) Replace(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, mask)
	}
	return text
}

// hidden finds the strings that two versions of a body do not have in common.
func hidden(found []string, original, shown any) []string {
	switch o := original.(type) {
	case string:
		if shown != original && len(o) >= shortestSecret {
			found = append(found, o)
		}
	case map[string]any:
		s, _ := shown.(map[string]any)
		for name, value := range o {
			found = hidden(found, value, s[name])
		}
	case []any:
		s, _ := shown.([]any)
		for i, value := range o {
			if i < len(s) {
				found = hidden(found, value, s[i])
			}
		}
	}
	return found
}

// mask hides a request's secrets wherever they were repeated. Most functions return the event that they got, with the
// password in it, and many print it; and a violated constraint prints the value, as with a confirmation code.
func (e *Entry) mask(secrets secretTexts) {
	texts := []*string{&e.Message, &e.Explain.Because}
	for i := range e.Explain.Checks {
		texts = append(texts, &e.Explain.Checks[i].Detail)
	}
	for i := range e.Triggers {
		e.Triggers[i].mask(secrets)
	}
	for _, text := range texts {
		*text = maskStrings(secrets.Replace(*text), secrets)
	}
}

var jsonString = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"`)

// maskStrings hides secrets in the JSON strings of a text, where they may be written in another way.
func maskStrings(text string, secrets secretTexts) string {
	if len(secrets) == 0 {
		return text
	}
	return jsonString.ReplaceAllStringFunc(text, func(found string) string {
		var value string
		if json.Unmarshal([]byte(found), &value) != nil {
			return found
		}
		masked := maskStrings(secrets.Replace(value), secrets) // which may be JSON in its turn
		if masked == value {
			return found
		}
		literal, err := api.Encode(masked)
		if err != nil {
			return `"` + mask + `"`
		}
		return string(literal)
	})
}
