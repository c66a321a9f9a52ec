package api

import (
	"encoding/json"
	"fmt"
	"strings"
)

// presence says whether a member must be there.
type presence bool

const (
	optional presence = false
	required presence = true
)

// object is a JSON object on its way into a structure. Its members are found by their exact names; others are ignored.
type object struct {
	*reader
	path    string // leads here, with a dot at the end: "schema.1.member.", or ""
	members map[string]json.RawMessage
}

// object opens a JSON object. Of a repeated member the last one counts (assumed).
func (r *reader) object(path string, raw json.RawMessage) (*object, bool) {
	o := &object{reader: r, path: path + "."}
	if path == "" {
		o.path = ""
	}
	return o, r.into(path, raw, structureKind, &o.members)
}

// value is a member's JSON, unless it is absent or null.
func (o *object) value(name string, p presence) (json.RawMessage, bool) {
	raw, ok := o.members[name]
	if ok && kindOf(raw) != nullKind {
		return raw, true
	}
	if p == required {
		o.violate(name, " null", "Member must not be null")
	}
	return nil, false
}

// pathOf is a member's place in the request as AWS words it: the first letter in lower case.
//
// That a name such as MFAOptions becomes mFAOptions is assumed.
func (o *object) pathOf(name string) string {
	return o.path + strings.ToLower(name[:1]) + name[1:]
}

// into decodes a value of the wanted kind. After the check, decoding fails only for a number that is not an integer of 64
// bits, and for a blob that is not base64.
func (r *reader) into(path string, raw json.RawMessage, want kind, dst any) bool {
	if got := kindOf(raw); got != want {
		r.fail(fmt.Sprintf("Expected %s%s, but found %s.", want, at(path), got))
		return false
	}
	if err := json.Unmarshal(raw, dst); err != nil {
		r.fail("Cannot convert the value" + at(path) + ".")
		return false
	}
	return true
}

func at(path string) string {
	if path == "" {
		return ""
	}
	return " at '" + path + "'"
}

// kind is a JSON value's type.
type kind int

const (
	nullKind kind = iota
	stringKind
	numberKind
	booleanKind
	listKind
	structureKind
)

func (k kind) String() string {
	return [...]string{"null", "a string", "a number", "a boolean", "a list", "an object"}[k]
}

// kindOf needs the first byte only: the JSON is known to be valid, and without space around it.
func kindOf(raw json.RawMessage) kind {
	switch raw[0] {
	case 'n':
		return nullKind
	case '"':
		return stringKind
	case 't', 'f':
		return booleanKind
	case '[':
		return listKind
	case '{':
		return structureKind
	}
	return numberKind
}
