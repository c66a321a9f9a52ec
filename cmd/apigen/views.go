package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// enum is a string shape with a closed set of values.
type enum struct {
	Name   string
	Values []enumValue
}

type enumValue struct{ Constant, Wire string }

// enums are the model's enums by file.
func (m *model) enums() map[string][]enum {
	enums := map[string][]enum{}
	for _, name := range m.shapeNames() {
		if values := m.Shapes[name].Enum; len(values) > 0 {
			e := enum{Name: name}
			for _, v := range values {
				e.Values = append(e.Values, enumValue{Constant: constantName(name, v), Wire: v})
			}
			enums[enumKey(name)] = append(enums[enumKey(name)], e)
		}
	}
	return enums
}

// rule is a constrained string shape of requests.
type rule struct {
	Name      string
	Min, Max  int64
	Pattern   string
	Enum      string // the type, or ""
	Printed   []string
	Sensitive bool
}

func (m *model) rules() ([]rule, error) {
	var rules []rule
	inRequests := m.reachable(m.inputs())
	for _, name := range m.shapeNames() {
		if s := m.Shapes[name]; s.Type == "string" && inRequests[name] && !s.isFree() {
			if err := s.checkRule(name); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			rules = append(rules, s.rule(name))
		}
	}
	return rules, nil
}

// checkRule makes sure that the generated rule works, and that facts.go agrees with the model.
func (s *shape) checkRule(name string) error {
	if _, err := regexp.Compile(s.Pattern); err != nil {
		return fmt.Errorf("package regexp cannot match the pattern: %w", err)
	}
	order, ok := printedOrder[name]
	if ok && !slices.Equal(slices.Sorted(slices.Values(order)), slices.Sorted(slices.Values(s.Enum))) {
		return fmt.Errorf("printedOrder has the values %v, the model %v", order, s.Enum)
	}
	return nil
}

func (s *shape) rule(name string) rule {
	r := rule{Name: ruleName(name), Pattern: s.Pattern, Sensitive: s.Sensitive}
	if s.Min != nil {
		r.Min = *s.Min
	}
	if s.Max != nil {
		r.Max = *s.Max
	}
	if len(s.Enum) > 0 {
		r.Enum = name
	}
	for _, value := range printedOrder[name] {
		r.Printed = append(r.Printed, constantName(name, value))
	}
	return r
}

// exception is an error shape.
type exception struct {
	Name   string
	Status int
}

// exceptions answer 400 whatever status the model gives them, and 500 where they are the service's fault.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
func (m *model) exceptions() []exception {
	var exceptions []exception
	for _, name := range m.shapeNames() {
		s := m.Shapes[name]
		if s.Exception {
			e := exception{Name: name, Status: 400}
			if s.Fault {
				e.Status = 500
			}
			exceptions = append(exceptions, e)
		}
	}
	return exceptions
}

// entry is an operation as the templates write it. Output is "" where the answer's body is empty.
type entry struct {
	Name, Auth, Input, Output string
	Errors                    string
}

func (m *model) operations() []entry {
	var entries []entry
	for _, name := range m.operationNames() {
		op := m.Operations[name]
		e := entry{Name: name, Auth: m.auth(op), Input: op.Input.Shape}
		if op.Output != nil {
			e.Output = op.Output.Shape
		}
		e.Errors = wrapped(op.Errors)
		entries = append(entries, e)
	}
	return entries
}

// auth is how the caller of an operation shows who they are.
func (m *model) auth(op *operation) string {
	switch {
	case optionallySigned[op.Name]:
		return "SigV4Optional"
	case op.AuthType != "none":
		return "SigV4"
	case m.Shapes[op.Input.Shape].Members.has("AccessToken"):
		return "AccessToken"
	}
	return "Public"
}

// wrapped are the exceptions' names as arguments, in lines of a readable length.
func wrapped(exceptions []ref) string {
	const width = 110
	var b strings.Builder
	column := width
	for _, x := range exceptions {
		arg := fmt.Sprintf("%q, ", x.Shape)
		if column += len(arg); column > width {
			b.WriteString("\n")
			column = len(arg)
		}
		b.WriteString(arg)
	}
	return b.String() + "\n"
}
