package seed

import (
	"errors"

	"github.com/goccy/go-yaml/ast"
)

func (l *loader) mapping(at Place, entries []*ast.MappingValueNode) (*value, error) {
	v := &value{Place: at, kind: mapping, size: 1}
	for _, entry := range entries {
		if err := l.entry(v, entry); err != nil {
			return nil, err
		}
		if v.size > most {
			return nil, at.Problem("the document is too large: more than %d values", most)
		}
	}
	return v, nil
}

func (l *loader) entry(v *value, entry *ast.MappingValueNode) error {
	if entry.Key.IsMergeKey() {
		merged, err := l.load(entry.Value, v.Path)
		if err != nil {
			return err
		}
		return v.merge(merged)
	}
	key := l.place(entry.Key, v.Path)
	name, err := keyName(entry.Key)
	if err != nil {
		return &Problem{key, err}
	}
	key.Path = join(v.Path, name)
	loaded, err := l.load(entry.Value, key.Path)
	if err != nil {
		return err
	}
	if loaded.kind == nothing {
		loaded.Place = key
	}
	v.set(member{key, name, loaded})
	v.size += loaded.size
	return nil
}

func keyName(key ast.MapKeyNode) (string, error) {
	switch k := key.(type) {
	case *ast.StringNode:
		return k.Value, nil
	case ast.ScalarNode:
		return k.GetToken().Value, nil
	}
	return "", errors.New("a key must be a word")
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// merge adds the members of a mapping, or of several, that are not there yet.
//
// https://yaml.org/type/merge.html
func (v *value) merge(other *value) error {
	switch other.kind {
	case mapping:
		v.size += other.size
		for _, m := range other.members {
			if v.index(m.name) < 0 {
				v.members = append(v.members, m)
			}
		}
		return nil
	case list:
		for _, item := range other.items {
			if item.kind != mapping {
				return item.Problem("<< merges mappings, and this is %s", item.kind)
			}
			if err := v.merge(item); err != nil {
				return err
			}
		}
		return nil
	}
	return other.Problem("<< merges mappings, and this is %s", other.kind)
}

// set adds a member; what << brought under the same name gives way.
func (v *value) set(m member) {
	if i := v.index(m.name); i >= 0 {
		v.members[i] = m
		return
	}
	v.members = append(v.members, m)
}

func (v *value) index(name string) int {
	for i, m := range v.members {
		if m.name == name {
			return i
		}
	}
	return -1
}
