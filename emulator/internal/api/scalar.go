package api

import (
	"bytes"
	"strconv"
)

func text[T ~string](o *object, name string, p presence, dst *T, rule textRule) {
	var s string
	if raw, ok := o.value(name, p); !ok || !o.into(o.pathOf(name), raw, stringKind, &s) {
		return
	}
	*dst = T(s)
	for _, constraint := range rule.violated(s) {
		o.violate(name, rule.shown(s), constraint)
	}
}

func flag(o *object, name string, p presence, dst *bool) {
	if raw, ok := o.value(name, p); ok {
		o.into(o.pathOf(name), raw, booleanKind, dst)
	}
}

func flagPointer(o *object, name string, p presence, dst **bool) {
	if raw, ok := o.value(name, p); ok {
		*dst = new(bool)
		o.into(o.pathOf(name), raw, booleanKind, *dst)
	}
}

func number(o *object, name string, p presence, dst *int64, within span) {
	if raw, ok := o.value(name, p); !ok || !o.into(o.pathOf(name), raw, numberKind, dst) {
		return
	}
	for _, constraint := range within.violated(*dst) {
		o.violate(name, quoted(strconv.FormatInt(*dst, 10)), constraint)
	}
}

func numberPointer(o *object, name string, p presence, dst **int64, within span) {
	if _, ok := o.value(name, p); ok {
		*dst = new(int64)
		number(o, name, p, *dst, within)
	}
}

// blob reads base64. A violation prints no value.
func blob(o *object, name string, p presence, dst *[]byte, within size) {
	if raw, ok := o.value(name, p); !ok || !o.into(o.pathOf(name), raw, stringKind, dst) {
		return
	}
	for _, constraint := range within.violated(len(*dst)) {
		o.violate(name, "", constraint)
	}
}

func document(o *object, name string, p presence, dst *Document) {
	if raw, ok := o.value(name, p); ok {
		*dst = Document(bytes.Clone(raw))
	}
}

// child reads a structure.
func child[T any, P request[T]](o *object, name string, p presence, dst **T) {
	raw, ok := o.value(name, p)
	if !ok {
		return
	}
	if inner, ok := o.object(o.pathOf(name), raw); ok {
		*dst = new(T)
		P(*dst).read(inner)
	}
}
