package token

import (
	"bytes"
	"encoding/json"
)

// claims is a JSON object that keeps the order of its members, which for access tokens is known.
type claims struct{ buffer bytes.Buffer }

func (c *claims) add(name string, value any) {
	if c.buffer.Len() == 0 {
		c.buffer.WriteByte('{')
	} else {
		c.buffer.WriteByte(',')
	}
	c.write(name)
	c.buffer.WriteByte(':')
	c.write(value)
}

// write encodes strings, numbers, booleans, lists and maps of those: none of them can fail.
func (c *claims) write(value any) {
	encoder := json.NewEncoder(&c.buffer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	c.buffer.Truncate(c.buffer.Len() - 1) // the encoder's newline
}

func (c *claims) bytes() []byte { return append(c.buffer.Bytes(), '}') }
