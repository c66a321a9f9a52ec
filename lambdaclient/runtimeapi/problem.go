package runtimeapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// problem is an answer of the Runtime API that refuses a request of the function.
type problem struct {
	status  int
	Message string `json:"errorMessage"`
	Type    string `json:"errorType"`
}

func (p *problem) Error() string { return p.Type + ": " + p.Message }

// The problems that need no details. Wordings are those of AWS's runtime interface emulator.
var (
	errRequestID    = &problem{http.StatusBadRequest, "Invalid request ID", "InvalidRequestID"}
	errResponseMode = &problem{http.StatusBadRequest, "Invalid function response mode", "InvalidFunctionResponseMode"}
	errTruncated    = &problem{http.StatusBadRequest, "HTTP request detected as truncated", "TruncatedHTTPRequest"}
	errClosed       = &problem{http.StatusInternalServerError, "the Runtime API is closing", "InternalServerError"}
	errTooLarge     = &problem{
		http.StatusRequestEntityTooLarge,
		fmt.Sprintf("Exceeded maximum allowed payload size (%d bytes).", lambdaclient.MaxPayload), "RequestEntityTooLarge",
	}
)

func errTransition(reason string) error {
	return &problem{http.StatusForbidden, "State transition is not allowed: " + reason, "InvalidStateTransition"}
}

// refuse writes the problem; any other error is the client's having gone away, which needs no answer.
func refuse(w http.ResponseWriter, err error) {
	if p, ok := errors.AsType[*problem](err); ok {
		writeJSON(w, p.status, p)
	}
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may be gone
}
