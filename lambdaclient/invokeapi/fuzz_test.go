package invokeapi

import (
	"bytes"
	"net/http"
	"testing"
	"unicode/utf8"
)

// FuzzInterpret holds that a reply means exactly one thing, and that the bytes of an answer are not touched.
func FuzzInterpret(f *testing.F) {
	for _, seed := range []struct {
		status       int
		header, body string
	}{
		{200, "", `{"errorMessage":"m","errorType":"t"}`},
		{200, "Unhandled", `x`},
		{200, "", `Task timed out after 2.00 seconds`},
		{502, "", `{"errorMessage":"m"}`},
		{404, "", `404 page not found`},
		{500, "", `{"__type":"a#B:c","message":"m"}`},
		{200, "", `{"request":1,"errorMessage":"m","errorType":"t"}`},
		{429, "", "\xff"},
	} {
		f.Add(seed.status, seed.header, []byte(seed.body))
	}
	f.Fuzz(func(t *testing.T, status int, header string, body []byte) {
		r := reply{status: status, header: http.Header{}, body: bytes.Clone(body)}
		r.header.Set("X-Amz-Function-Error", header)
		o := interpret("f", "http://x", r)
		if o.failure != nil && o.err != nil || o.payload != nil && (o.failure != nil || o.err != nil) {
			t.Errorf("two meanings: %+v", o)
		}
		if o.failure == nil && o.err == nil && (!bytes.Equal(o.payload, body) || status < 200 || status > 299) {
			t.Errorf("status %d %q became the answer %q", status, body, o.payload)
		}
		if o.failure != nil && !bytes.Equal(o.failure.Raw, body) {
			t.Errorf("the error %q became %q", body, o.failure.Raw)
		}
		if o.err != nil && utf8.Valid(body) && !utf8.ValidString(o.err.Error()) {
			t.Errorf("not UTF-8: %q", o.err)
		}
	})
}
