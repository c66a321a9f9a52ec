package kms

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// TargetPrefix begins the header X-Amz-Target of every request to KMS.
const TargetPrefix = "TrentService."

// largestBody is several times what a Decrypt can need.
const largestBody = 1 << 16

// Handler answers requests to KMS, which are POST / with TargetPrefix: AWS JSON 1.1.
//
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
type Handler struct {
	Keys *Keys
	Log  *slog.Logger
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	operation := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), TargetPrefix)
	operation = operation[:min(len(operation), 100)]
	answer, err := h.serve(operation, r)
	status, code := http.StatusOK, ""
	var body any = answer
	if err != nil {
		refused, ok := errors.AsType[*refusal](err)
		status = http.StatusBadRequest
		if !ok {
			h.Log.ErrorContext(r.Context(), "the emulator failed", "operation", "kms."+operation, "error", err)
			refused, status = refuse("KMSInternalException", "The emulator failed; its log says why."), http.StatusInternalServerError
		}
		code = refused.code
		body = map[string]string{"__type": refused.code, "message": refused.message}
	}
	id := h.requestID()
	h.log(r, operation, status, err, id)
	write(w, status, code, id, body)
}

// serve runs one request up to the answer.
func (h *Handler) serve(operation string, r *http.Request) (*decryptResponse, error) {
	switch {
	case operation != "Decrypt":
		return nil, unimplemented("KMS's operation " + strconv.Quote(operation))
	case r.Header.Get("Authorization") == "":
		return nil, refuse("MissingAuthenticationTokenException", "Request is missing Authentication Token").
			because("the request has no Authorization header: give the SDK any credentials, they are not checked")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, largestBody+1))
	switch {
	case err != nil:
		return nil, serialization("the body could not be read: " + err.Error())
	case len(body) > largestBody:
		return nil, serialization("the body is longer than " + strconv.Itoa(largestBody) + " bytes")
	}
	return h.decrypt(r.Context(), body)
}

// log writes the one line that says what was decided and why.
func (h *Handler) log(r *http.Request, operation string, status int, err error, id string) {
	attributes := []slog.Attr{slog.Int("status", status)}
	if refused, ok := errors.AsType[*refusal](err); ok {
		attributes = append(attributes, slog.String("answer", refused.code), slog.String("because", refused.reason))
	}
	h.Log.LogAttrs(r.Context(), slog.LevelInfo, "kms."+operation, append(attributes, slog.String("request", id))...)
}

func write(w http.ResponseWriter, status int, code, id string, answer any) {
	body, err := json.Marshal(answer)
	if err != nil { // strings and bytes alone
		status, body = http.StatusInternalServerError, nil
	}
	header := w.Header()
	header.Set("Content-Type", "application/x-amz-json-1.1")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("x-amzn-RequestId", id)
	if code != "" {
		header.Set("x-amzn-ErrorType", code)
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone; there is nobody left to tell
}

// requestID makes the x-amzn-RequestId.
func (h *Handler) requestID() string {
	id, err := uuid.NewRandomFromReader(h.Keys.Random)
	if err != nil {
		return uuid.Nil.String()
	}
	return id.String()
}
