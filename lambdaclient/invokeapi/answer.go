package invokeapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// reply is an endpoint's HTTP response, read to its end.
type reply struct {
	status   int
	header   http.Header
	body     []byte
	tooLarge bool // there was more than Lambda allows
}

// outcome is what a reply means: the function's answer, the function's error, or an error of the endpoint.
type outcome struct {
	payload []byte
	failure *lambdaclient.FunctionError
	err     error
}

// timedOutText is all that the runtime interface emulator says, with status 200, of a function that was too slow for it.
const timedOutText = "Task timed out after"

// interpret tells the meanings apart. Endpoints agree on little: some mark a function's error with a header, as Lambda does, some
// only by its form, some by the status 502.
func interpret(function, target string, r reply) outcome {
	members, isObject := decode(r.body)
	switch {
	case r.tooLarge:
		return outcome{failure: lambdaclient.ResponseTooLarge()}
	case r.status == http.StatusOK && r.header.Get("X-Amz-Function-Error") != "":
		return outcome{failure: lambdaclient.ParseFunctionError(r.body)}
	case r.status == http.StatusOK && bytes.HasPrefix(r.body, []byte(timedOutText)):
		failure := lambdaclient.ParseFunctionError(r.body)
		failure.Type = lambdaclient.TypeTimedOut
		return outcome{failure: failure}
	case r.status == http.StatusOK && isObject && looksFailed(members):
		return outcome{failure: lambdaclient.ParseFunctionError(r.body)}
	case r.status >= 200 && r.status < 300:
		return outcome{payload: r.body}
	case r.status == http.StatusNotFound:
		reason := strings.TrimSpace(target + " answers 404 " + apiMessage(r, members))
		return outcome{err: &lambdaclient.UnknownFunctionError{Function: function, Reason: reason}}
	case (r.status == http.StatusInternalServerError || r.status == http.StatusBadGateway) && hasText(members, "errorMessage"):
		return outcome{failure: lambdaclient.ParseFunctionError(r.body)}
	}
	return outcome{err: &lambdaclient.ServerError{
		Function: function,
		Target:   target,
		Status:   r.status,
		Type:     errorType(r, members),
		Message:  apiMessage(r, members),
	}}
}

// looksFailed recognizes the error object of any runtime where nothing else marks it: it has a message and a second member
// that runtimes add, and nothing of an event that was passed on.
func looksFailed(members map[string]json.RawMessage) bool {
	for _, ofEvent := range []string{"request", "response"} {
		if _, ok := members[ofEvent]; ok {
			return false
		}
	}
	if !hasText(members, "errorMessage") {
		return false
	}
	for _, added := range []string{"errorType", "stackTrace", "trace", "requestId"} {
		if _, ok := members[added]; ok {
			return true
		}
	}
	return false
}

// isAPIError reports whether a reply is Lambda's own refusal and not that of some web server.
func isAPIError(r reply) bool {
	members, _ := decode(r.body)
	return errorType(r, members) != ""
}

// errorType is the name of an exception, as AWS's JSON services send it in one of three places.
func errorType(r reply, members map[string]json.RawMessage) string {
	name := r.header.Get("X-Amzn-Errortype")
	for _, member := range []string{"__type", "Type"} {
		if name == "" {
			name = text(members, member)
		}
	}
	name, _, _ = strings.Cut(name, ":")
	return name[strings.LastIndexByte(name, '#')+1:]
}

// apiMessage is what a refusal says, in brief.
func apiMessage(r reply, members map[string]json.RawMessage) string {
	for _, member := range []string{"message", "Message", "errorMessage"} {
		if s := text(members, member); s != "" {
			return s
		}
	}
	const enough = 300
	return strings.TrimSpace(strings.ToValidUTF8(string(r.body[:min(len(r.body), enough)]), "\uFFFD"))
}

// logTail is the end of the function's log, if the endpoint sends it.
func logTail(encoded string) string {
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}

func decode(body []byte) (members map[string]json.RawMessage, isObject bool) {
	err := json.Unmarshal(body, &members)
	return members, err == nil && members != nil
}

func text(members map[string]json.RawMessage, name string) string {
	var s string
	if json.Unmarshal(members[name], &s) != nil {
		return ""
	}
	return s
}

func hasText(members map[string]json.RawMessage, name string) bool {
	raw := members[name]
	return len(raw) > 0 && raw[0] == '"'
}
