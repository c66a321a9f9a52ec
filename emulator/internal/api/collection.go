package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// texts reads a list of strings. What is wrong with an element is said of the list: AWS's services do so, for Cognito it is
// assumed.
func texts[T ~string](o *object, name string, p presence, dst *[]T, within size, rule textRule) {
	raws, ok := o.list(name, p)
	if !ok {
		return
	}
	items := o.strings(name, raws)
	shown := rule.shown("[" + strings.Join(items, ", ") + "]")
	*dst = make([]T, len(items))
	for i, s := range items {
		(*dst)[i] = T(s)
	}
	o.violateSize(name, shown, len(items), within)
	o.violateAny(name, shown, "Member must satisfy constraint", rule, items)
}

// children reads a list of structures.
func children[T any, P request[T]](o *object, name string, p presence, dst *[]T, within size) {
	raws, ok := o.list(name, p)
	if !ok {
		return
	}
	*dst = make([]T, len(raws))
	o.violateSize(name, shownStructures(len(raws)), len(raws), within)
	for i, raw := range raws {
		if inner, ok := o.object(fmt.Sprintf("%s.%d.member", o.pathOf(name), i+1), raw); ok {
			P(&(*dst)[i]).read(inner)
		}
	}
}

// textMap reads a map of strings. An entry that is null counts as absent: amazon-cognito-identity-js sends DEVICE_KEY so,
// and is served.
func textMap[T ~string](o *object, name string, p presence, dst *map[string]T, within size, key, value textRule) {
	inner, ok := o.entries(name, p)
	if !ok {
		return
	}
	maps.DeleteFunc(inner.members, func(_ string, raw json.RawMessage) bool { return string(raw) == "null" })
	keys := slices.Sorted(maps.Keys(inner.members))
	pairs, values := make([]string, len(keys)), make([]string, len(keys))
	*dst = make(map[string]T, len(keys))
	for i, k := range keys {
		inner.into(inner.path+k, inner.members[k], stringKind, &values[i])
		(*dst)[k] = T(values[i])
		pairs[i] = k + "=" + values[i]
	}
	shown := value.shown("{" + strings.Join(pairs, ", ") + "}")
	o.violateSize(name, shown, len(keys), within)
	o.violateAny(name, shown, "Map keys must satisfy constraint", key, keys)
	o.violateAny(name, shown, "Map value must satisfy constraint", value, values)
}

// childMap reads a map of structures. Its paths have the key in place of a number, as other services of AWS word them
// (assumed).
func childMap[T any, P request[T]](o *object, name string, p presence, dst *map[string]T, within size, key textRule) {
	inner, ok := o.entries(name, p)
	if !ok {
		return
	}
	keys := slices.Sorted(maps.Keys(inner.members))
	*dst = make(map[string]T, len(keys))
	o.violateSize(name, shownStructures(len(keys)), len(keys), within)
	o.violateAny(name, shownStructures(len(keys)), "Map keys must satisfy constraint", key, keys)
	for _, k := range keys {
		var v T
		if entry, ok := o.object(fmt.Sprintf("%s.%s.member", o.pathOf(name), k), inner.members[k]); ok {
			P(&v).read(entry)
		}
		(*dst)[k] = v
	}
}

func (o *object) list(name string, p presence) ([]json.RawMessage, bool) {
	raw, ok := o.value(name, p)
	if !ok {
		return nil, false
	}
	var items []json.RawMessage
	return items, o.into(o.pathOf(name), raw, listKind, &items)
}

func (o *object) entries(name string, p presence) (*object, bool) {
	raw, ok := o.value(name, p)
	if !ok {
		return nil, false
	}
	return o.object(o.pathOf(name), raw)
}

// strings reads a list's elements; null is not one (assumed).
func (o *object) strings(name string, raws []json.RawMessage) []string {
	items := make([]string, len(raws))
	for i, raw := range raws {
		o.into(fmt.Sprintf("%s.%d.member", o.pathOf(name), i+1), raw, stringKind, &items[i])
	}
	return items
}

func (o *object) violateSize(name, shown string, n int, within size) {
	for _, constraint := range within.violated(n) {
		o.violate(name, shown, constraint)
	}
}

// violateAny adds one violation that lists all constraints of the elements when any of them is violated.
func (o *object) violateAny(name, shown, what string, rule textRule, items []string) {
	bad := func(s string) bool { return len(rule.violated(s)) > 0 }
	if slices.ContainsFunc(items, bad) {
		o.violate(name, shown, what+": ["+strings.Join(rule.constraints(), ", ")+"]")
	}
}
