package main

import (
	"fmt"
	"strconv"
	"strings"
)

// readLines are the statements that read a structure's members, in the model's order.
func (m *model) readLines(s *shape) ([]string, error) {
	var lines []string
	for _, mb := range s.Members {
		line, err := m.readLine(mb, s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", mb.Name, err)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func (m *model) readLine(mb member, parent *shape) (string, error) {
	function, rules, err := m.readCall(mb, parent)
	if err != nil {
		return "", err
	}
	presence := "optional"
	if parent.requires(mb.Name) {
		presence = "required"
	}
	args := []string{"o", fmt.Sprintf("%q", mb.Name), presence, "&v." + fieldName(mb.Name)}
	return fmt.Sprintf("%s(%s)", function, strings.Join(append(args, rules...), ", ")), nil
}

// readCall names the hand-written function that reads a member of this shape, and the constraints it is given.
func (m *model) readCall(mb member, parent *shape) (function string, rules []string, err error) {
	s, required := m.Shapes[mb.Shape], parent.requires(mb.Name)
	switch {
	case s.Document:
		return "document", nil, nil
	case s.Type == "structure":
		return "child", nil, nil
	case s.Type == "string":
		return "text", []string{m.rule(mb.Shape, parent)}, nil
	case s.Type == "boolean" && required:
		return "flag", nil, nil
	case s.Type == "boolean":
		return "flagPointer", nil, nil
	case m.isPlainScalar(mb.Shape) && required:
		return "number", []string{span(s)}, nil
	case m.isPlainScalar(mb.Shape):
		return "numberPointer", []string{span(s)}, nil
	case s.Type == "blob":
		return "blob", []string{size(s)}, nil
	case s.Type == "list":
		return m.readList(mb.Shape)
	case s.Type == "map":
		return m.readMap(mb.Shape)
	}
	return "", nil, fmt.Errorf("no reader for shape %s of type %s in a request", mb.Shape, s.Type)
}

func (m *model) readList(shapeName string) (function string, rules []string, err error) {
	s := m.Shapes[shapeName]
	switch m.Shapes[s.Member.Shape].Type {
	case "string":
		return "texts", []string{size(s), m.rule(s.Member.Shape, s)}, nil
	case "structure":
		return "children", []string{size(s)}, nil
	}
	return "", nil, fmt.Errorf("no reader for list %s of %s", shapeName, s.Member.Shape)
}

func (m *model) readMap(shapeName string) (function string, rules []string, err error) {
	s := m.Shapes[shapeName]
	key := m.rule(s.Key.Shape, s)
	switch m.Shapes[s.Value.Shape].Type {
	case "string":
		return "textMap", []string{size(s), key, m.rule(s.Value.Shape, s)}, nil
	case "structure":
		return "childMap", []string{size(s), key}, nil
	}
	return "", nil, fmt.Errorf("no reader for map %s of %s", shapeName, s.Value.Shape)
}

// rule is the expression for a string's constraints. A sensitive parent hides the value.
func (m *model) rule(shapeName string, parent *shape) string {
	rule := ruleName(shapeName)
	if m.Shapes[shapeName].isFree() {
		rule = "textRule{}"
	}
	if parent.Sensitive {
		rule += ".hidden()"
	}
	return rule
}

func (s *shape) isFree() bool {
	return s.Min == nil && s.Max == nil && s.Pattern == "" && len(s.Enum) == 0 && !s.Sensitive
}

// size is the expression for the length of a list, map or blob, which cannot be negative.
func size(s *shape) string {
	switch {
	case s.Min == nil && s.Max == nil:
		return "anySize"
	case s.Min == nil:
		return fmt.Sprintf("size{max: %d}", *s.Max)
	}
	return "size" + bounds(s)
}

// span is the expression for the range of a number.
func span(s *shape) string {
	if s.Min == nil && s.Max == nil {
		return "anyNumber"
	}
	return "span" + bounds(s)
}

func bounds(s *shape) string {
	low, high := "-unlimited", "unlimited"
	if s.Min != nil {
		low = strconv.FormatInt(*s.Min, 10)
	}
	if s.Max != nil {
		high = strconv.FormatInt(*s.Max, 10)
	}
	return fmt.Sprintf("{min: %s, max: %s}", low, high)
}
