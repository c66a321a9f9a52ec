package seed

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// conformer fits values to Go types and collects what does not fit.
type conformer struct {
	problems []error
}

func (c *conformer) problem(at Place, format string, args ...any) any {
	c.problems = append(c.problems, at.Problem(format, args...))
	return nil
}

func (c *conformer) err() error { return errors.Join(c.problems...) }

// flexible types read themselves, so any value is handed to them.
var flexible = reflect.TypeFor[json.Unmarshaler]()

// fit gives the value as JSON that the type can be read from. A single value where the type wants text is text, however
// it is written: phone numbers and passwords of digits need no quotes.
func (c *conformer) fit(v *value, t reflect.Type) any {
	if v.kind == nothing {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		return c.fit(v, t.Elem())
	}
	switch {
	case t == reflect.TypeFor[attributes]():
		return c.attributes(v)
	case t == reflect.TypeFor[lambdaclient.Function]() && v.kind == scalar:
		return v.text // a URL
	}
	if reflect.PointerTo(t).Implements(flexible) && t.Kind() != reflect.Struct {
		return plain(v)
	}
	switch t.Kind() {
	case reflect.Struct:
		return c.object(v, t)
	case reflect.Map:
		return c.dictionary(v, t.Elem())
	case reflect.Slice:
		return c.items(v, t.Elem())
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return c.scalar(v, t.Kind())
	}
	return plain(v)
}

func (c *conformer) object(v *value, t reflect.Type) any {
	if v.kind != mapping {
		return c.problem(v.Place, "this must be a mapping, and is %s", v.kind)
	}
	fields := fieldsOf(t)
	object := map[string]any{}
	for _, m := range v.members {
		field, ok := fields[m.name]
		if !ok {
			c.unknown(m, slices.Sorted(maps.Keys(fields)))
			continue
		}
		object[m.name] = c.fit(m.value, field)
	}
	return object
}

func (c *conformer) dictionary(v *value, t reflect.Type) any {
	if v.kind != mapping {
		return c.problem(v.Place, "this must be a mapping, and is %s", v.kind)
	}
	object := map[string]any{}
	for _, m := range v.members {
		object[m.name] = c.fit(m.value, t)
	}
	return object
}

func (c *conformer) items(v *value, t reflect.Type) any {
	if v.kind != list {
		return c.problem(v.Place, "this must be a list, and is %s", v.kind)
	}
	items := make([]any, len(v.items))
	for i, item := range v.items {
		if items[i] = c.fit(item, t); item.kind == nothing {
			c.problem(item.Place, "there is nothing here")
		}
	}
	return items
}

func (c *conformer) scalar(v *value, wanted reflect.Kind) any {
	if v.kind != scalar {
		return c.problem(v.Place, "this must be a single value, and is %s", v.kind)
	}
	if wanted == reflect.String {
		return v.text
	}
	got := plain(v)
	_, isBool := got.(bool)
	_, isNumber := got.(json.Number)
	switch {
	case wanted == reflect.Bool && !isBool:
		return c.problem(v.Place, "this must be true or false, and is %q", v.text)
	case wanted != reflect.Bool && !isNumber:
		return c.problem(v.Place, "this must be a number, and is %q", v.text)
	}
	return got
}

// plain is a value as JSON, with the types that it seems to have.
func plain(v *value) any {
	switch v.kind {
	case mapping:
		object := map[string]any{}
		for _, m := range v.members {
			object[m.name] = plain(m.value)
		}
		return object
	case list:
		items := make([]any, len(v.items))
		for i, item := range v.items {
			items[i] = plain(item)
		}
		return items
	case scalar:
		return guess(v)
	}
	return nil
}

func guess(v *value) any {
	switch {
	case !v.typed:
		return v.text
	case slices.Contains([]string{"true", "True", "TRUE"}, v.text): // the booleans of YAML 1.2
		return true
	case slices.Contains([]string{"false", "False", "FALSE"}, v.text):
		return false
	}
	var number json.Number
	if _, err := strconv.ParseFloat(v.text, 64); err == nil && json.Unmarshal([]byte(v.text), &number) == nil {
		return number
	}
	return v.text
}

// fieldsOf are the members of a structure as JSON names them, those of embedded ones included.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" && name != "UserPoolId" { // whatever is in a pool stands in it
			fields[name] = field.Type
		}
	}
	return fields
}
