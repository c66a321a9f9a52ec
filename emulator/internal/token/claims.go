package token

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// claim is one member of a token. Its value is a string, a number, a boolean, a list or map of those, or JSON that is
// known to be valid.
type claim struct {
	name  string
	value any
}

// claims are a JSON object that keeps the order of its members, which for access tokens is known.
type claims []claim

func (c *claims) add(name string, value any) { *c = append(*c, claim{name, value}) }

// change does what a function wants: what is overridden keeps its place, what is new comes last.
func (c *claims) change(wanted trigger.ClaimChanges) {
	*c = slices.DeleteFunc(*c, func(one claim) bool { return slices.Contains(wanted.Suppress, one.name) })
	for _, set := range wanted.Set {
		i := slices.IndexFunc(*c, func(one claim) bool { return one.name == set.Name })
		if i < 0 {
			c.add(set.Name, set.Value)
		} else {
			(*c)[i].value = set.Value
		}
	}
}

func (c claims) bytes() []byte {
	buffer := &bytes.Buffer{}
	buffer.WriteByte('{')
	for i, one := range c {
		if i > 0 {
			buffer.WriteByte(',')
		}
		write(buffer, one.name)
		buffer.WriteByte(':')
		write(buffer, one.value)
	}
	buffer.WriteByte('}')
	return buffer.Bytes()
}

// write encodes what cannot fail to be encoded. Numbers in JSON stay as they were written.
func write(buffer *bytes.Buffer, value any) {
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	buffer.Truncate(buffer.Len() - 1) // the encoder's newline
}
