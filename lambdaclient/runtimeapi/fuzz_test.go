package runtimeapi

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"unicode/utf8"
)

// FuzzPosts holds that whatever a runtime posts is one answer, one error or a refusal.
func FuzzPosts(f *testing.F) {
	f.Add("", "", "", []byte(`{"errorMessage":"m","errorType":"t"}`))
	f.Add("streaming", "Error", "eyJlcnJvck1lc3NhZ2UiOiJtIn0=", []byte(`{`))
	f.Add("streaming", "", "not base64", []byte(``))
	f.Add("sideways", "Runtime.X", "", []byte(`null`))
	f.Fuzz(func(t *testing.T, mode, errorType, errorBody string, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set(headerResponseMode, mode)
		r.Header.Set(headerErrorType, errorType)
		r.Trailer = http.Header{headerErrorType: {errorType}, headerErrorBody: {errorBody}}
		a, problem := readResponse(r)
		if (a == nil) == (problem == nil) {
			t.Fatalf("answer %+v and problem %v", a, problem)
		}
		if a != nil && a.err == nil && !bytes.Equal(a.payload, body) {
			t.Errorf("%q became %q", body, a.payload)
		}
		if a != nil && a.err != nil && a.payload != nil {
			t.Errorf("an answer and an error: %+v", a)
		}

		r = httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set(headerErrorType, errorType)
		e, problem := readError(r)
		if problem != nil || e == nil || e.Type == "" && !bytes.Contains(body, []byte(`"errorType"`)) {
			t.Fatalf("error %+v and problem %v", e, problem)
		}
		if !bytes.Equal(e.Raw, body) || !utf8.ValidString(e.Message) {
			t.Errorf("%q became %+v", body, e)
		}
	})
}
