package main

import (
	"cmp"
	"fmt"
	"slices"
)

// field is a struct field as the template writes it.
type field struct{ Name, Type, Tag string }

// fields are a structure's fields in alphabetical order, which is the order of AWS's answers.
func (m *model) fields(s *shape) ([]field, error) {
	var fields []field
	for _, mb := range s.Members {
		t, err := m.fieldType(mb.Shape, s.requires(mb.Name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", mb.Name, err)
		}
		fields = append(fields, field{Name: fieldName(mb.Name), Type: t, Tag: m.tag(mb, s)})
	}
	slices.SortFunc(fields, func(a, b field) int { return cmp.Compare(a.Name, b.Name) })
	return fields, nil
}

// tag leaves a member out of an answer when it has no value. A required number or boolean always has one.
func (m *model) tag(mb member, s *shape) string {
	if s.requires(mb.Name) && m.isPlainScalar(mb.Shape) {
		return fmt.Sprintf("`json:%q`", mb.Name)
	}
	return fmt.Sprintf("`json:%q`", mb.Name+",omitzero")
}

func (m *model) isPlainScalar(shapeName string) bool {
	t := m.Shapes[shapeName].Type
	return t == "boolean" || t == "integer" || t == "long"
}

// fieldType is the Go type of a member: pointers for structures and for what is optional and has a meaningful zero.
func (m *model) fieldType(shapeName string, required bool) (string, error) {
	t, err := m.goType(shapeName)
	s := m.Shapes[shapeName]
	pointer := s.Type == "structure" && !s.Document || m.isPlainScalar(shapeName) && !required
	if pointer {
		t = "*" + t
	}
	return t, err
}

var scalars = map[string]string{
	"string": "string", "boolean": "bool", "integer": "int64", "long": "int64", "timestamp": "Time", "blob": "[]byte",
}

// goType is the Go type of a shape as an element of a list or map.
func (m *model) goType(shapeName string) (string, error) {
	s := m.Shapes[shapeName]
	switch {
	case s.Document:
		return "Document", nil
	case s.Type == "structure" || len(s.Enum) > 0:
		return shapeName, nil
	case s.Type == "string" && s.Sensitive && !plainSensitive[shapeName]:
		return "Secret", nil
	case s.Type == "list":
		t, err := m.goType(s.Member.Shape)
		return "[]" + t, err
	case s.Type == "map":
		t, err := m.goType(s.Value.Shape)
		return "map[string]" + t, err
	}
	t, ok := scalars[s.Type]
	if !ok {
		return "", fmt.Errorf("shape %s: unknown type %q", shapeName, s.Type)
	}
	return t, nil
}
