package seed

// identities are the lists whose elements have names: those of several documents become one. The first key that two
// elements both have decides whether they are the same.
var identities = map[string][]string{
	"UserPools": {"Id", "PoolName"},
	"Clients":   {"ClientId", "ClientName"},
	"Groups":    {"GroupName"},
	"Users":     {"Username"},
}

// overlay puts a mapping over another one: what is new is added, what is there already gives way.
func (v *value) overlay(other *value) error {
	for _, m := range other.members {
		i := v.index(m.name)
		if i < 0 {
			empty := &value{Place: m.value.Place, kind: m.value.kind}
			if !mergeable(m) {
				empty = m.value
			}
			v.members = append(v.members, member{m.Place, m.name, empty})
			i = len(v.members) - 1
		}
		if err := v.members[i].overlay(m); err != nil {
			return err
		}
	}
	return nil
}

func mergeable(m member) bool {
	_, named := identities[m.name]
	return named && m.value.kind == list || m.name == "Lambdas" && m.value.kind == mapping
}

func (m *member) overlay(other member) error {
	keys := identities[m.name]
	switch {
	case !mergeable(other) || m.value.kind != other.value.kind:
		m.value = other.value
	case other.value.kind == mapping:
		for _, entry := range other.value.members {
			m.value.set(entry)
		}
	default:
		for _, item := range other.value.items {
			if err := m.value.add(item, keys); err != nil {
				return err
			}
		}
	}
	return nil
}

// add puts an element into a list, or over the one that it is the same as. Nothing is named twice in one file.
func (v *value) add(item *value, keys []string) error {
	for i, known := range v.items {
		key, same := sameBy(known, item, keys)
		switch {
		case !same:
			continue
		case known.File == item.File:
			return item.Problem("%s %s is on line %d already", key, item.string(key), known.Line)
		}
		merged := *known
		merged.File = item.File
		merged.members = append([]member(nil), known.members...)
		if err := merged.overlay(item); err != nil {
			return err
		}
		v.items[i] = &merged
		return nil
	}
	fresh := &value{Place: item.Place, kind: item.kind, text: item.text, typed: item.typed, items: item.items}
	if err := fresh.overlay(item); err != nil {
		return err
	}
	v.items = append(v.items, fresh)
	return nil
}

func sameBy(a, b *value, keys []string) (string, bool) {
	for _, key := range keys {
		if x, y := a.string(key), b.string(key); x != "" && y != "" {
			return key, x == y
		}
	}
	return "", false
}
