package rpc_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// endless is a body that is far too long, which counts what is read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.read > 8*limit {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	e.read += len(p)
	return len(p), nil
}

const limit = 2 << 20

func TestBodiesThatAreTooLong(t *testing.T) {
	for name, c := range map[string]struct {
		length int64 // as announced; -1 for a body in chunks
		most   int   // that may be read
	}{"announced": {100 << 20, 0}, "in chunks": {-1, limit + 1}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, succeed)
			body := &endless{}
			request := post("SignUp", body)
			request.ContentLength = c.length
			got := w.do(request)
			if got.Code != 400 || got.Body.String() != `{"__type":"SerializationException"}` {
				t.Errorf("%d %s", got.Code, got.Body)
			}
			if body.read > c.most {
				t.Errorf("%d bytes were read", body.read)
			}
			if e := w.latest(); e.Explain.Because != "the body is longer than 2097152 bytes" {
				t.Errorf("because %s", e.Explain.Because)
			}
		})
	}
}

func TestTheLongestBody(t *testing.T) {
	w := newWorld(t, succeed)
	body := bodies["SignUp"] + strings.Repeat(" ", limit-len(bodies["SignUp"]))
	if got := w.do(post("SignUp", strings.NewReader(body))); got.Code != 200 {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if got := w.do(post("SignUp", strings.NewReader(body+" "))); got.Code != 400 {
		t.Errorf("one byte more: %d %s", got.Code, got.Body)
	}
}

func TestBodiesThatBreakOff(t *testing.T) {
	w := newWorld(t, succeed)
	body := io.MultiReader(strings.NewReader(`{"ClientId":`), iotest.ErrReader(errors.New("connection reset")))
	got := w.do(post("SignUp", body))
	if got.Code != 400 || got.Body.String() != `{"__type":"SerializationException"}` {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if e := w.latest(); e.Explain.Rule != rule.RequestMalformed.ID || !strings.Contains(e.Explain.Because, "connection reset") {
		t.Errorf("%s because %s", e.Explain.Rule, e.Explain.Because)
	}
}

func TestBodiesThatAreWrong(t *testing.T) {
	w := newWorld(t, succeed)
	for body, exception := range map[string]string{
		"": "SerializationException", "{": "SerializationException", "null": "SerializationException", `{}`: "InvalidParameterException",
		`{"ClientId":1}`: "SerializationException", `{"clientid":"c","username":"u"}`: "InvalidParameterException",
	} {
		got := w.do(post("SignUp", strings.NewReader(body)))
		if got.Code != 400 || !strings.HasPrefix(got.Body.String(), `{"__type":"`+exception+`","message":"`) {
			t.Errorf("%s: %d %s", body, got.Code, got.Body)
		}
	}
}
