package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// model is the part of a service model that the generator reads.
type model struct {
	Operations map[string]*operation
	Shapes     map[string]*shape
}

type operation struct {
	Name     string
	Input    ref
	Output   *ref
	Errors   []ref
	AuthType string
}

type shape struct {
	Type               string
	Members            members
	Required           []string
	Member, Key, Value ref
	Min, Max           *int64
	Pattern            string
	Enum               []string
	Sensitive          bool
	Exception, Fault   bool
	Document           bool
}

type ref struct{ Shape string }

type member struct{ Name, Shape string }

// members are a structure's members in the model's order, in which their constraints are checked.
type members []member

// UnmarshalJSON reads a JSON object as a stream, because a Go map would lose the order.
func (m *members) UnmarshalJSON(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var r ref
		if err := d.Decode(&r); err != nil {
			return err
		}
		*m = append(*m, member{Name: name.(string), Shape: r.Shape})
	}
	return nil
}

func (m members) has(name string) bool {
	return slices.ContainsFunc(m, func(x member) bool { return x.Name == name })
}

func (s *shape) requires(member string) bool { return slices.Contains(s.Required, member) }

func parseModel(raw []byte) (*model, error) {
	m := &model{}
	if err := json.Unmarshal(raw, m); err != nil {
		return nil, fmt.Errorf("service model: %w", err)
	}
	m.addDocumentedValues()
	return m, m.check()
}

func (m *model) addDocumentedValues() {
	for name, values := range documentedValues {
		if s := m.Shapes[name]; s != nil {
			s.Enum = append(s.Enum, missing(values, s.Enum)...)
		}
	}
}

// missing are the values that known has not: a later model may have learnt them.
func missing(values, known []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return slices.Contains(known, v) })
}

// check makes sure that every reference leads to a shape, so that rendering needs no further lookup checks.
func (m *model) check() error {
	for _, name := range m.referenced() {
		if m.Shapes[name] == nil {
			return fmt.Errorf("service model: no shape %q", name)
		}
	}
	return nil
}

func (m *model) referenced() []string {
	var names []string
	for _, op := range m.Operations {
		names = append(names, op.Input.Shape)
		if op.Output != nil {
			names = append(names, op.Output.Shape)
		}
		for _, e := range op.Errors {
			names = append(names, e.Shape)
		}
	}
	for _, s := range m.Shapes {
		names = append(names, s.children()...)
	}
	return names
}

// children are the shapes that s refers to.
func (s *shape) children() []string {
	var names []string
	for _, r := range []ref{s.Member, s.Key, s.Value} {
		if r.Shape != "" {
			names = append(names, r.Shape)
		}
	}
	for _, m := range s.Members {
		names = append(names, m.Shape)
	}
	return names
}

// reachable are the shapes that some of the roots lead to, themselves included.
func (m *model) reachable(roots []string) map[string]bool {
	seen := map[string]bool{}
	for len(roots) > 0 {
		name := roots[0]
		roots = roots[1:]
		if !seen[name] {
			seen[name] = true
			roots = append(roots, m.Shapes[name].children()...)
		}
	}
	return seen
}

func (m *model) inputs() []string {
	var names []string
	for _, op := range m.Operations {
		names = append(names, op.Input.Shape)
	}
	return names
}

func (m *model) shapeNames() []string { return slices.Sorted(maps.Keys(m.Shapes)) }

func (m *model) operationNames() []string { return slices.Sorted(maps.Keys(m.Operations)) }
