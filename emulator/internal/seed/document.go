package seed

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Source is one document.
type Source struct {
	Name string // for messages: a file's path
	Dir  string // what relative paths in it count from
	Data []byte
}

// Reader reads seeds.
type Reader struct {
	Region, Account string // of bare function names
	Env             Environment
}

// Seed is what one or several documents say. It has been checked as far as that is possible without an emulator.
type Seed struct {
	Functions []Function
	Pools     []*Pool
}

// Function is an entry under Lambdas.
type Function struct {
	Place
	Name string
	lambdaclient.Function
}

// document is the vocabulary of a seed.
type document struct {
	Lambdas   map[string]lambdaclient.Function `json:"Lambdas"`
	UserPools []poolEntry                      `json:"UserPools"`
}

type poolEntry struct {
	api.CreateUserPoolRequest
	factorsEntry
	threatsEntry
	Id      string                   `json:"Id"` //nolint:revive // the API's word
	Clients []clientEntry            `json:"Clients"`
	Groups  []api.CreateGroupRequest `json:"Groups"`
	Users   []userEntry              `json:"Users"`
}

type clientEntry struct {
	api.CreateUserPoolClientRequest
	ClientId string `json:"ClientId"` //nolint:revive // the API's word
}

// Read reads documents and makes one of them.
func (r Reader) Read(sources ...Source) (*Seed, error) {
	root := &value{kind: mapping}
	for _, source := range sources {
		documents, err := load(source.Name, source.Data, r.Env)
		if err != nil {
			return nil, err
		}
		for _, d := range documents {
			if d.kind != mapping && d.kind != nothing {
				return nil, d.Problem("a seed is a mapping with the keys Lambdas and UserPools, and this is %s", d.kind)
			}
			d.members = slices.DeleteFunc(slices.Clone(d.members), isExtension)
			if err := root.overlay(d); err != nil {
				return nil, err
			}
		}
	}
	c := &conformer{}
	content, _ := c.fit(root, reflect.TypeFor[document]()).(map[string]any)
	if err := c.err(); err != nil {
		return nil, err
	}
	dirs := map[string]string{}
	for _, source := range sources {
		dirs[source.Name] = source.Dir
	}
	return r.seed(root, content, dirs)
}

// isExtension: keys that begin with x- are the place for anchors, as in compose files.
func isExtension(m member) bool { return strings.HasPrefix(m.name, "x-") }

func (r Reader) seed(root *value, content map[string]any, dirs map[string]string) (*Seed, error) {
	s := &Seed{}
	if lambdas := root.member("Lambdas"); lambdas != nil {
		entries, _ := content["Lambdas"].(map[string]any)
		for _, m := range lambdas.members {
			f, err := function(m, entries[m.name], dirs[m.value.File])
			if err != nil {
				return nil, err
			}
			s.Functions = append(s.Functions, f)
		}
	}
	if pools := root.member("UserPools"); pools != nil {
		entries, _ := content["UserPools"].([]any)
		for i, v := range pools.items {
			entry, _ := entries[i].(map[string]any)
			p, err := r.pool(v, entry)
			if err != nil {
				return nil, err
			}
			s.Pools = append(s.Pools, p)
		}
	}
	return s, nil
}

// request reads an object with the reader of an operation.
func request[T any](operation string, v *value, object map[string]any) (*T, error) {
	in, err := read[T](operation, object)
	if err != nil {
		return nil, constraint(v, err)
	}
	return in, nil
}

func read[T any](operation string, object map[string]any) (*T, error) {
	body, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	known, _ := api.Lookup(operation)
	in, err := known.Read(body)
	if err != nil {
		return nil, err
	}
	typed, _ := in.(*T) // the operation's own type: a mistake here shows in every test
	return typed, nil
}

// with is an object with some members more, or other ones.
func with(object map[string]any, more map[string]any) map[string]any {
	all := map[string]any{}
	for _, members := range []map[string]any{object, more} {
		for name, v := range members {
			all[name] = v
		}
	}
	return all
}

// children gives the elements of a list member, each with its JSON.
func children(v *value, object map[string]any, name string) func(yield func(*value, map[string]any) bool) {
	return func(yield func(*value, map[string]any) bool) {
		items, _ := object[name].([]any)
		for i, item := range items {
			entry, _ := item.(map[string]any)
			if !yield(v.member(name).items[i], entry) {
				return
			}
		}
	}
}
