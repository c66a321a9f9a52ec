package rpc_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/rpc"
)

const exposed = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-emulator-rule,x-emulator,Date"

func TestCORS(t *testing.T) {
	inner := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	both := http.Header{"Access-Control-Allow-Origin": {"*"}, "Access-Control-Expose-Headers": {exposed}}
	preflight := func(method string, more ...string) http.Header {
		h := both.Clone()
		h.Set("Access-Control-Allow-Methods", method)
		h.Set("Access-Control-Max-Age", "172800")
		h.Set("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
		for i := 0; i < len(more); i += 2 {
			h.Set(more[i], more[i+1])
		}
		return h
	}
	amplify := "amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent"
	for name, c := range map[string]struct {
		method  string
		headers []string
		status  int
		want    http.Header
	}{
		"a call":                   {"POST", []string{"Origin", "http://localhost:3000"}, http.StatusTeapot, both},
		"a call without an origin": {"POST", nil, http.StatusTeapot, both},
		"OPTIONS, no preflight":    {"OPTIONS", []string{"Origin", "http://localhost:3000"}, http.StatusTeapot, both},
		"a preflight": {
			"OPTIONS",
			[]string{"Origin", "null", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", amplify},
			http.StatusOK, preflight("POST", "Access-Control-Allow-Headers", amplify),
		},
		"a preflight with future headers": {
			"OPTIONS",
			[]string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "x-amz-not-yet-invented"},
			http.StatusOK, preflight("POST", "Access-Control-Allow-Headers", "x-amz-not-yet-invented"),
		},
		"a preflight without headers": {"OPTIONS", []string{"Access-Control-Request-Method", "GET"}, http.StatusOK, preflight("GET")},
		"a preflight into a private network": {
			"OPTIONS",
			[]string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Private-Network", "true"},
			http.StatusOK, preflight("POST", "Access-Control-Allow-Private-Network", "true"),
		},
		"the header of a preflight in a call": {"POST", []string{"Access-Control-Request-Method", "POST"}, http.StatusTeapot, both},
	} {
		t.Run(name, func(t *testing.T) {
			request := httptest.NewRequest(c.method, "/", nil)
			for i := 0; i < len(c.headers); i += 2 {
				request.Header.Set(c.headers[i], c.headers[i+1])
			}
			got := httptest.NewRecorder()
			rpc.CORS(inner).ServeHTTP(got, request)
			if got.Code != c.status || got.Body.Len() > 0 {
				t.Errorf("%d %s, want %d", got.Code, got.Body, c.status)
			}
			if diff := cmp.Diff(c.want, got.Header()); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}
