package api

import (
	"encoding/json"
	"errors"
)

// Document is free-form JSON, kept as it came.
type Document json.RawMessage

// MarshalJSON gives the document itself.
func (d Document) MarshalJSON() ([]byte, error) { return json.RawMessage(d).MarshalJSON() }

// UnmarshalJSON keeps a copy of the JSON.
func (d *Document) UnmarshalJSON(raw []byte) error {
	if d == nil {
		return errors.New("api.Document: UnmarshalJSON on nil pointer")
	}
	*d = append(Document{}, raw...)
	return nil
}
