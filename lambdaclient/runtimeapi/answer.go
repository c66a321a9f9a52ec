package runtimeapi

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"regexp"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Headers of the Runtime API. Streaming answers carry the last two as trailers.
const (
	headerRequestID    = "Lambda-Runtime-Aws-Request-Id"
	headerDeadline     = "Lambda-Runtime-Deadline-Ms"
	headerARN          = "Lambda-Runtime-Invoked-Function-Arn"
	headerTrace        = "Lambda-Runtime-Trace-Id"
	headerResponseMode = "Lambda-Runtime-Function-Response-Mode"
	headerErrorType    = "Lambda-Runtime-Function-Error-Type"
	headerErrorBody    = "Lambda-Runtime-Function-Error-Body"
)

// maxWaste is how much of an oversized answer is read before it is refused, so that the function sees the refusal and not a
// broken connection.
const maxWaste = 32 << 20

// readResponse reads a function's answer, buffered or streamed. An error in the middle of a stream arrives in trailers, which
// aws-lambda-go declares with every answer. The second result refuses the request, though the first may be an answer all the same.
func readResponse(r *http.Request) (*answer, error) {
	if mode := r.Header.Get(headerResponseMode); mode != "" && mode != "streaming" {
		return nil, errResponseMode
	}
	body, err := readBody(r.Body)
	switch {
	case errors.Is(err, errTooLarge):
		return &answer{err: lambdaclient.ResponseTooLarge()}, errTooLarge
	case err != nil:
		return nil, err
	}
	if failure := streamError(r.Trailer); failure != nil {
		return &answer{err: failure}, nil
	}
	return &answer{payload: body}, nil
}

// readError reads the error that a function reports of itself.
func readError(r *http.Request) (*lambdaclient.FunctionError, error) {
	body, err := readBody(r.Body)
	switch {
	case errors.Is(err, errTooLarge):
		return lambdaclient.ResponseTooLarge(), errTooLarge
	case err != nil:
		return nil, err
	}
	return typed(lambdaclient.ParseFunctionError(body), r.Header.Get(headerErrorType)), nil
}

// readBody reads to the end, as functions send answers in chunks, without saying their length.
func readBody(body io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(body, lambdaclient.MaxPayload+1))
	if err != nil {
		return nil, errTruncated
	}
	if len(raw) > lambdaclient.MaxPayload {
		_, _ = io.CopyN(io.Discard, body, maxWaste)
		return nil, errTooLarge
	}
	return raw, nil
}

// streamError is the error that a streamed answer ended with, or nil.
func streamError(trailer http.Header) *lambdaclient.FunctionError {
	errorType, encoded := trailer.Get(headerErrorType), trailer.Get(headerErrorBody)
	if errorType == "" && encoded == "" {
		return nil
	}
	body, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		body = []byte(encoded)
	}
	e := lambdaclient.ParseFunctionError(body)
	if e.Type == "" {
		e.Type = errorType
	}
	return e
}

// The error types that the header may name; what else it says becomes Runtime.Unknown.
var errorTypePattern = regexp.MustCompile(`^(Runtime|Function)\.[A-Z][a-zA-Z]+$`)

// typed gives an error without a type of its own the one of the header.
func typed(e *lambdaclient.FunctionError, header string) *lambdaclient.FunctionError {
	switch {
	case e.Type != "":
	case errorTypePattern.MatchString(header):
		e.Type = header
	default:
		e.Type = "Runtime.Unknown"
	}
	return e
}
