package seed

import "slices"

// identities are the lists whose elements have names: those of several documents become one. The first key that two
// elements both have decides whether they are the same.
var identities = map[string][]string{
	"UserPools": {"Id", "PoolName"},
	"Clients":   {"ClientId", "ClientName"},
	"Groups":    {"GroupName"},
	"Users":     {"Username"},
}

// overlay puts a mapping of one document over that of earlier ones: what is new is added, what is there gives way.
func (v *value) overlay(other *value) error {
	for _, m := range other.members {
		i := v.index(m.name)
		if i < 0 {
			v.members = append(v.members, member{m.Place, m.name, &value{Place: m.value.Place, kind: m.value.kind}})
			i = len(v.members) - 1
		}
		merged, err := mergeMember(m.name, v.members[i].value, m.value)
		if err != nil {
			return err
		}
		v.members[i].value = merged
	}
	return nil
}

func mergeMember(name string, earlier, later *value) (*value, error) {
	keys, named := identities[name]
	switch {
	case named && earlier.kind == list && later.kind == list:
		return mergeLists(earlier, later, keys)
	case name == "Lambdas" && earlier.kind == mapping && later.kind == mapping:
		for _, entry := range later.members {
			earlier.set(entry)
		}
		return earlier, nil
	}
	return later, nil
}

// mergeLists puts the elements of a document into the list of earlier ones. In one document, nothing is named twice.
func mergeLists(earlier, later *value, keys []string) (*value, error) {
	known, own := newCatalogue(keys, earlier.items), newCatalogue(keys, nil)
	merged := *earlier
	merged.items = slices.Clone(earlier.items)
	for _, item := range later.items {
		if twin := own.find(item); twin >= 0 {
			key, _ := sameBy(later.items[twin], item, keys)
			return nil, item.Problem("%s %s is on line %d already", key, item.string(key), later.items[twin].Line)
		}
		own.add(item)
		i := known.find(item)
		if i < 0 {
			merged.items = append(merged.items, &value{kind: item.kind})
			i = len(merged.items) - 1
		}
		result := *item // has the place, and whatever is wrong with it
		result.members = slices.Clone(merged.items[i].members)
		if err := result.overlay(item); err != nil {
			return nil, err
		}
		merged.items[i] = &result
	}
	return &merged, nil
}

// catalogue finds elements by their names.
type catalogue struct {
	keys    []string
	items   []*value
	entries map[string][]int
}

func newCatalogue(keys []string, items []*value) *catalogue {
	c := &catalogue{keys: keys, entries: map[string][]int{}}
	for _, item := range items {
		c.add(item)
	}
	return c
}

func (c *catalogue) add(item *value) {
	for _, key := range c.keys {
		entry := key + " " + item.string(key)
		c.entries[entry] = append(c.entries[entry], len(c.items))
	}
	c.items = append(c.items, item)
}

// find gives the position of the element that is the same as the item; -1 if there is none.
func (c *catalogue) find(item *value) int {
	for _, key := range c.keys {
		for _, i := range c.entries[key+" "+item.string(key)] {
			if _, same := sameBy(c.items[i], item, c.keys); same {
				return i
			}
		}
	}
	return -1
}

// sameBy tells by which key two elements can be compared, and whether they are the same.
func sameBy(a, b *value, keys []string) (key string, same bool) {
	for _, key := range keys {
		if x, y := a.string(key), b.string(key); x != "" && y != "" {
			return key, x == y
		}
	}
	return "", false
}
