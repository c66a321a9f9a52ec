package emulator_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// hostile makes up requests. Every other one is of the right form, with values that exist; in a wild one there is
// something, here and there, that has no business there.
type hostile struct {
	random *rand.Rand
	known  map[string][]string // values by the name of the member, as in "Username"
	wild   bool
}

// oddTexts are what people and machines put where text belongs.
var oddTexts = []string{
	"", " ", "a", "0", "-1", "null", "{}", "\x00", "a\x00b", "\u202e", "a/b", "../..", "%s%n", "' OR 1=1 --", "${jndi:x}", "<script>", "{####}", "\n",
	"名前", "👩‍👩‍👧", "é", "é", "İ", "ß", "+12065550100", "bob@example.com", "a.b.c", "....", "e30.e30.e30", "2026-02-30",
	"18446744073709551616", "us-east-1_Protocol1", "arn:aws:lambda:us-east-1:1:function:x", strings.Repeat("x", 129), strings.Repeat("я", 3000),
}

// oddJSON fits nowhere.
var oddJSON = []any{nil, true, -1, 1e300, 1.5, "", []any{}, map[string]any{}, []any{nil}, map[string]any{"": nil}, []any{[]any{[]any{}}}, json.Number("1E400")}

func (h *hostile) oneIn(n int) bool { return h.random.IntN(n) == 0 }

// request makes a body for an operation.
func (h *hostile) request(operation string) string {
	h.wild = h.oneIn(2)
	method, _ := reflect.TypeFor[api.Service]().MethodByName(operation)
	body, err := json.Marshal(h.value("", method.Type.In(1)))
	if err != nil { // json.Number("1E400") is a number for JSON, and for nobody else
		return "{"
	}
	return string(body)
}

func (h *hostile) value(name string, t reflect.Type) any {
	if h.wild && h.oneIn(40) {
		return oddJSON[h.random.IntN(len(oddJSON))]
	}
	switch t {
	case reflect.TypeFor[api.Time]():
		return h.random.Int64N(4e9) - 1e9
	case reflect.TypeFor[api.Document]():
		return oddJSON[h.random.IntN(len(oddJSON))]
	}
	switch t.Kind() {
	case reflect.Pointer:
		return h.value(name, t.Elem())
	case reflect.Struct:
		return h.structure(t)
	case reflect.Map:
		return h.entries(name, t)
	case reflect.Slice:
		return h.list(name, t)
	case reflect.Bool:
		return h.oneIn(2)
	case reflect.Int64:
		if h.wild {
			return h.random.IntN(130) - 10
		}
		return 8
	default:
		return h.text(name, t)
	}
}

// structure fills one of three members; those whose values are known, nearly always.
func (h *hostile) structure(t reflect.Type) any {
	members := map[string]any{}
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name = field.Name
		}
		if leftOut := !h.oneIn(3); leftOut && (h.known[name] == nil || h.oneIn(8)) {
			continue
		}
		members[name] = h.value(name, field.Type)
	}
	return members
}

func (h *hostile) entries(name string, t reflect.Type) any {
	entries := map[string]any{}
	for key, values := range h.known {
		if key == strings.ToUpper(key) && !h.oneIn(4) { // AuthParameters and ChallengeResponses
			entries[key] = values[h.random.IntN(len(values))]
		}
	}
	if h.wild {
		entries[oddTexts[h.random.IntN(len(oddTexts))]] = h.value(name, t.Elem())
	}
	return entries
}

func (h *hostile) list(name string, t reflect.Type) any {
	if t.Elem().Kind() == reflect.Uint8 {
		return "AAAA"
	}
	list := []any{}
	for range h.random.IntN(4) {
		list = append(list, h.value(name, t.Elem()))
	}
	return list
}

func (h *hostile) text(name string, t reflect.Type) any {
	values := h.known[name]
	if method, ok := t.MethodByName("Values"); ok {
		all := method.Func.Call([]reflect.Value{reflect.Zero(t)})[0]
		values = nil
		for i := range all.Len() {
			values = append(values, all.Index(i).String())
		}
	}
	if len(values) == 0 || h.wild && h.oneIn(10) {
		values = oddTexts
	}
	text := values[h.random.IntN(len(values))]
	if h.wild && len(text) > 30 && h.oneIn(4) { // a token or session with one character changed
		i := h.random.IntN(len(text))
		text = text[:i] + "A" + text[i+1:]
	}
	return text
}
