package seed

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// value is a part of a document, with anchors resolved and variables expanded.
type value struct {
	Place
	kind    kind
	text    string // of a scalar
	typed   bool   // the scalar is not quoted, or came from a variable: it may stand for a number or a boolean
	members []member
	items   []*value
	size    int // how many values it consists of, itself included; those of an alias count each time
}

type member struct {
	Place // of the key
	name  string
	value *value
}

type kind int

const (
	nothing kind = iota
	scalar
	list
	mapping
)

func (k kind) String() string {
	return [...]string{"nothing", "a single value", "a list", "a mapping"}[k]
}

// member finds a member that has a value.
func (v *value) member(name string) *value {
	if v == nil {
		return nil
	}
	for _, m := range v.members {
		if m.name == name && m.value.kind != nothing {
			return m.value
		}
	}
	return nil
}

// string is the text of a scalar member; "" if there is none.
func (v *value) string(name string) string {
	if m := v.member(name); m != nil {
		return m.text
	}
	return ""
}

// at is the place of the first of the members that is there, or else of the mapping.
func (v *value) at(names ...string) Place {
	for _, name := range names {
		if m := v.member(name); m != nil {
			return m.Place
		}
	}
	return v.Place
}

var constraintPath = regexp.MustCompile(`at '([A-Za-z0-9_.:-]+)' failed|at '([A-Za-z0-9_.:-]+)', but`)

// locate finds the place that a message of package api is about: "… at 'schema.1.member.name' failed to …".
func locate(v *value, message string) Place {
	found := constraintPath.FindStringSubmatch(message)
	if found == nil {
		return v.Place
	}
	for _, step := range strings.Split(found[1]+found[2], ".") {
		next := v.step(step)
		if next == nil {
			break
		}
		v = next
	}
	return v.Place
}

func (v *value) step(step string) *value {
	if i, err := strconv.Atoi(step); err == nil && i >= 1 && i <= len(v.items) {
		return v.items[i-1]
	}
	if step == "member" {
		return v
	}
	for _, m := range v.members {
		if m.name != "" && strings.ToLower(m.name[:1])+m.name[1:] == step || slices.Contains(renamed[step], m.name) {
			return m.value
		}
	}
	return nil
}

// renamed are the members of AdminCreateUser that seeds have other words for.
var renamed = map[string][]string{"temporaryPassword": {"Password"}, "userAttributes": {"Attributes"}}
