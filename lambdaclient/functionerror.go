package lambdaclient

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// FunctionError is the error that a function reported, or what Lambda reports in its place when it died.
// Every runtime writes another object; this is what they have in common.
// See https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror.
type FunctionError struct {
	Type       string // such as errorString, Error or Runtime.ExitError
	Message    string
	HasMessage bool   // whether there was an errorMessage that is a string, as an empty one is not the same as none
	Raw        []byte // the whole error as it came
}

// Error types of Lambda itself, which stand for a function that did not report any.
// The names are observed ones; Lambda's documentation lists only some of them.
const (
	TypeExit             = "Runtime.ExitError"
	TypeEntrypoint       = "Runtime.InvalidEntrypoint"
	TypeTimedOut         = "Sandbox.Timedout"
	TypeResponseTooLarge = "Function.ResponseSizeTooLarge"
)

// MaxPayload is the most that Lambda takes as an answer, in bytes: 6 MiB and a little.
// See https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html; the exact figure is the runtime interface emulator's.
const MaxPayload = 6*1024*1024 + 100

// ParseFunctionError reads an error body leniently: any JSON object will do, and what is no JSON is taken as the message.
func ParseFunctionError(raw []byte) *FunctionError {
	e := &FunctionError{Raw: raw}
	members, ok := object(raw)
	if !ok {
		if text := strings.TrimSpace(string(raw)); text != "" && !json.Valid(raw) {
			e.Message, e.HasMessage = strings.ToValidUTF8(text, string(utf8.RuneError)), true
		}
		return e
	}
	e.Message, e.HasMessage = stringMember(members, "errorMessage")
	e.Type, _ = stringMember(members, "errorType")
	return e
}

// NewFunctionError is an error in the form that Lambda itself gives it.
func NewFunctionError(errorType, message string) *FunctionError {
	raw, _ := json.Marshal(struct { // two strings: cannot fail
		Type    string `json:"errorType"`
		Message string `json:"errorMessage"`
	}{errorType, message})
	return &FunctionError{Type: errorType, Message: message, HasMessage: true, Raw: raw}
}

// TimedOut is the error of a function that ran into its own time limit.
func TimedOut(requestID string, limit time.Duration) *FunctionError {
	return NewFunctionError(TypeTimedOut,
		fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", requestID, limit.Seconds()))
}

// ResponseTooLarge is the error of a function whose answer is longer than [MaxPayload].
func ResponseTooLarge() *FunctionError {
	return NewFunctionError(TypeResponseTooLarge,
		fmt.Sprintf("Response payload size exceeded maximum allowed payload size (%d bytes).", MaxPayload))
}

// object splits a JSON object into its members. Unlike decoding into a struct, it tells errormessage from errorMessage.
func object(raw []byte) (map[string]json.RawMessage, bool) {
	if trimmed := bytes.TrimSpace(raw); len(trimmed) == 0 || trimmed[0] != '{' {
		return nil, false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return nil, false
	}
	return members, true
}

func stringMember(members map[string]json.RawMessage, name string) (string, bool) {
	var s *string
	if json.Unmarshal(members[name], &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}
