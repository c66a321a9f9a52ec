package api

import "net/http"

// Error is a refusal as the client sees it.
type Error struct {
	Code       string // the exception's name, without a namespace
	Message    string // may be empty; the body then has no message
	Status     int    // HTTP status
	ReasonCode string // only InvalidParameterException has one, and seldom
}

// Error gives the exception and its message.
func (e *Error) Error() string {
	if e.Message == "" {
		return e.Code
	}
	return e.Code + ": " + e.Message
}

// ErrorBody is the JSON body of an error: the exception first, and a member only where it has a value.
func ErrorBody(e *Error) []byte {
	body, err := Encode(struct {
		Type       string `json:"__type"`
		Message    string `json:"message,omitempty"`
		ReasonCode string `json:"reasonCode,omitempty"`
	}{e.Code, e.Message, e.ReasonCode})
	if err != nil { // three strings can always be encoded
		return nil
	}
	return body
}

// NotImplemented says that the emulator lacks an operation or a feature. Its status is 400, because clients try again after 5xx.
func NotImplemented(what string) *Error {
	return badRequest("NotImplementedByEmulator", what+" is not implemented by this emulator.")
}

// SerializationException answers a body that is not the JSON of the operation's input.
//
// Its use is AWS's general JSON protocol; that Cognito has it is assumed.
func SerializationException(message string) *Error {
	return badRequest("SerializationException", message)
}

// UnknownOperationException answers an X-Amz-Target that names no operation.
//
// It belongs to AWS's general JSON protocol; that Cognito sends no message with it is assumed.
func UnknownOperationException() *Error {
	return badRequest("UnknownOperationException", "")
}

// MissingAuthenticationTokenException answers an unsigned request for an operation that needs AWS credentials.
func MissingAuthenticationTokenException(message string) *Error {
	return badRequest("MissingAuthenticationTokenException", message)
}

// UnrecognizedClientException answers a request that is signed with an unknown access key.
func UnrecognizedClientException(message string) *Error {
	return badRequest("UnrecognizedClientException", message)
}

// IncompleteSignatureException answers an Authorization header that lacks parts of a signature.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
func IncompleteSignatureException(message string) *Error {
	return badRequest("IncompleteSignatureException", message)
}

func badRequest(code, message string) *Error {
	return &Error{Code: code, Message: message, Status: http.StatusBadRequest}
}
