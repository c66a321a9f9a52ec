package main

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"maps"
	"slices"
	"text/template"
)

//go:embed templates
var templateFiles embed.FS

var templates = template.Must(template.New("").ParseFS(templateFiles, "templates/*.tmpl"))

// render answers the generated files by name.
func render(m *model) (map[string][]byte, error) {
	files := map[string][]byte{}
	structures, err := m.structures()
	if err != nil {
		return nil, err
	}
	rules, err := m.rules()
	if err != nil {
		return nil, err
	}
	views := map[string]any{
		"rules":         rules,
		"redact":        m.sensitiveMembers(),
		"errors":        m.exceptions(),
		"operations":    m.operations(),
		"service":       m.operations(),
		"unimplemented": m.operations(),
	}
	for name, view := range views {
		if files[name+"_gen.go"], err = execute(name, view); err != nil {
			return nil, err
		}
	}
	for key, part := range structures {
		if files["types_"+key+"_gen.go"], err = execute("types", part); err != nil {
			return nil, err
		}
	}
	for key, part := range m.enums() {
		if files["enums_"+key+"_gen.go"], err = execute("enums", part); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func execute(name string, view any) ([]byte, error) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name+".tmpl", view); err != nil {
		return nil, err
	}
	source, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", name, err, b.Bytes())
	}
	return source, nil
}

// structure is a structure as types.tmpl writes it. IsRead says that a request leads to it.
type structure struct {
	Name, Page string
	Fields     []field
	Read       []string
	IsRead     bool
}

// structures are the model's structures without its exceptions, by file.
func (m *model) structures() (map[string][]structure, error) {
	files := map[string][]structure{}
	inRequests, pages := m.reachable(m.inputs()), m.pages()
	for _, name := range m.shapeNames() {
		s := m.Shapes[name]
		if s.Type != "structure" || s.Exception || s.Document {
			continue
		}
		st, err := m.structure(name, inRequests[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if page, ok := pages[name]; ok {
			st.Page = page
		}
		files[fileKey(name)] = append(files[fileKey(name)], st)
	}
	return files, nil
}

func (m *model) structure(name string, isRead bool) (structure, error) {
	s := m.Shapes[name]
	fields, err := m.fields(s)
	if err != nil {
		return structure{}, err
	}
	st := structure{Name: name, Page: name, Fields: fields, IsRead: isRead}
	if isRead {
		st.Read, err = m.readLines(s)
	}
	return st, err
}

// pages says on which operation's page of the API reference an input or output is described.
func (m *model) pages() map[string]string {
	pages := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(m.Operations)) {
		op := m.Operations[name]
		pages[op.Input.Shape] = name
		if op.Output != nil {
			pages[op.Output.Shape] = name
		}
	}
	return pages
}

// sensitiveMembers are the names of members that a log must not show. A name that is sensitive in one structure is treated
// as such in all of them.
func (m *model) sensitiveMembers() []string {
	names := map[string]bool{}
	for _, s := range m.Shapes {
		for _, mb := range s.Members {
			if m.Shapes[mb.Shape].Sensitive && m.Shapes[mb.Shape].Type != "map" && !plainSensitive[mb.Shape] {
				names[mb.Name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
