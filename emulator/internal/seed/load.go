package seed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// most is how many values a document can have, so that aliases of aliases of aliases end early.
const most = 1_000_000

// load reads a document. Several documents in one file, divided by ---, are one after another.
func load(file string, data []byte, env Environment) ([]*value, error) {
	if json.Valid(data) {
		data = bytes.ReplaceAll(data, []byte("\t"), []byte(" ")) // YAML indents with spaces only; text in JSON has no bare tabs
	}
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, syntax(file, err)
	}
	var roots []*value
	for _, document := range parsed.Docs {
		if document.Body == nil {
			continue
		}
		l := loader{file: file, env: env, anchors: map[string]*value{}}
		root, err := l.load(document.Body, "")
		if err != nil {
			return nil, err
		}
		roots = append(roots, root)
	}
	return roots, nil
}

// syntax places an error of the parser.
func syntax(file string, err error) error {
	p := Place{File: file}
	var located yaml.Error
	if errors.As(err, &located) {
		if t := located.GetToken(); t != nil && t.Position != nil {
			p.Line, p.Column = t.Position.Line, t.Position.Column
		}
		return p.Problem("this is not YAML: %s", located.GetMessage())
	}
	return p.Problem("this is not YAML: %v", err)
}

// loader turns the nodes of one document into values.
type loader struct {
	file    string
	env     Environment
	anchors map[string]*value
}

func (l *loader) place(n ast.Node, path string) Place {
	p := Place{File: l.file, Path: path}
	if t := n.GetToken(); t != nil && t.Position != nil {
		p.Line, p.Column = t.Position.Line, t.Position.Column
	}
	return p
}

func (l *loader) load(n ast.Node, path string) (*value, error) {
	at := l.place(n, path)
	switch n := n.(type) {
	case *ast.NullNode:
		return &value{Place: at, size: 1}, nil
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			at = l.place(n.Values[0].Key, path) // the node's own token is a colon
		}
		return l.mapping(at, n.Values)
	case *ast.MappingValueNode:
		return l.mapping(l.place(n.Key, path), []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		return l.list(at, n)
	case *ast.AnchorNode:
		return l.anchor(n, path)
	case *ast.AliasNode:
		return l.alias(at, n)
	case *ast.TagNode:
		return l.tag(at, n)
	case *ast.LiteralNode:
		return l.scalar(at, n.Value.Value, false)
	case *ast.StringNode:
		return l.scalar(at, n.Value, n.Token.Type == token.StringType)
	case ast.ScalarNode:
		return l.scalar(at, n.GetToken().Value, true)
	}
	return nil, at.Problem("this kind of YAML (%s) does not belong into a seed", n.Type())
}

func (l *loader) scalar(at Place, text string, typed bool) (*value, error) {
	expanded, err := expand(text, l.env)
	if err != nil {
		return nil, &Problem{at, err}
	}
	return &value{Place: at, kind: scalar, text: expanded, typed: typed || expanded != text, size: 1}, nil
}

func (l *loader) list(at Place, n *ast.SequenceNode) (*value, error) {
	v := &value{Place: at, kind: list, size: 1}
	for i, item := range n.Values {
		loaded, err := l.load(item, fmt.Sprintf("%s[%d]", at.Path, i))
		if err != nil {
			return nil, err
		}
		v.items = append(v.items, loaded)
		if v.size += loaded.size; v.size > most {
			return nil, at.Problem("the document is too large: more than %d values", most)
		}
	}
	return v, nil
}

func (l *loader) anchor(n *ast.AnchorNode, path string) (*value, error) {
	v, err := l.load(n.Value, path)
	if err != nil {
		return nil, err
	}
	l.anchors[n.Name.GetToken().Value] = v
	return v, nil
}

// alias gives the value of an anchor. It keeps its place, where it can be mended.
func (l *loader) alias(at Place, n *ast.AliasNode) (*value, error) {
	name := n.Value.GetToken().Value
	v, ok := l.anchors[name]
	if !ok {
		return nil, at.Problem("no anchor &%s stands before this", name)
	}
	return v, nil
}

// tag accepts the tags of YAML's own types, which say nothing that is not known.
func (l *loader) tag(at Place, n *ast.TagNode) (*value, error) {
	if !slices.Contains([]string{"!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq"}, n.Start.Value) {
		return nil, at.Problem("the tag %s means nothing in a seed", n.Start.Value)
	}
	if n.Value == nil {
		return &value{Place: at, size: 1}, nil
	}
	return l.load(n.Value, at.Path)
}
