package api

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Encode is v as AWS writes it: no spaces, no line end, and <, > and & as they are. The generated types have their members
// in alphabetical order.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decode reads a request. What is wrong with the JSON wins over violated constraints.
func decode[In any, P request[In]](body []byte) (*In, error) {
	r := &reader{}
	root, ok := r.root(body)
	if !ok {
		return nil, r.err
	}
	in := new(In)
	P(in).read(root)
	if err := r.refusal(); err != nil {
		return nil, err
	}
	return in, nil
}

// request is a generated structure that reads itself from a JSON object.
type request[T any] interface {
	*T
	read(*object)
}

// reader collects what is wrong with a request.
type reader struct {
	err        *Error   // the first JSON error
	violations []string // the violated constraints, in the order of reading
}

// root parses the body. UTF-8 is checked here, because encoding/json replaces what is invalid (assumed to be refused).
func (r *reader) root(body []byte) (*object, bool) {
	var raw json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		r.fail("The request body is not JSON: " + err.Error() + ".")
		return nil, false
	}
	if !utf8.Valid(body) {
		r.fail("The request body is not UTF-8.")
		return nil, false
	}
	return r.object("", raw)
}

func (r *reader) refusal() error {
	switch {
	case r.err != nil:
		return r.err
	case len(r.violations) > 0:
		return InvalidParameterException(violationMessage(r.violations))
	}
	return nil
}

// fail keeps the first JSON error. The texts are ours: those of Cognito are not known.
func (r *reader) fail(message string) {
	if r.err == nil {
		r.err = SerializationException(message)
	}
}
