package rpc

import (
	"net/http"
	"strings"
)

// exposed are the headers that scripts may read.
var exposed = strings.Join([]string{"x-amzn-RequestId", "x-amzn-ErrorType", "x-amzn-ErrorMessage", "x-emulator-rule", "x-emulator", "Date"}, ",")

// CORS lets browsers call from any origin, as the service does. A preflight is answered with the headers that it
// asks for: clients send more and more of them.
func CORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", exposed)
		if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Access-Control-Allow-Methods", r.Header.Get("Access-Control-Request-Method"))
		if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
			h.Set("Access-Control-Allow-Headers", asked)
		}
		if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
			h.Set("Access-Control-Allow-Private-Network", "true")
		}
		h.Set("Access-Control-Max-Age", "172800")
		h.Set("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
		w.WriteHeader(http.StatusOK)
	})
}
