// Command hostile is a Lambda function, with a runtime of its own, that plays the trick that the event's userName begins
// with; for other users it answers as a function should. With MODE=good it always does, with MODE=init it never begins.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// event is what is read of an event.
type event struct {
	raw           []byte
	TriggerSource string
	UserName      string
	CallerContext struct{ ClientID string }
	Request       struct{ Session []any }
}

func main() {
	if os.Getenv("MODE") == "init" {
		time.Sleep(time.Hour)
	}
	if os.Getenv("MODE") == "deaf" {
		ignoreSIGTERM()
	}
	for {
		id, e := next()
		name, _, _ := strings.Cut(e.UserName, "-")
		play := tricks[name]
		if play == nil || os.Getenv("MODE") == "good" {
			play = func(id string, e event) { respond(id, answer(e, nil)) }
		}
		play(id, e)
	}
}

func next() (id string, e event) {
	r, err := http.Get(api("next"))
	if err != nil || r.StatusCode != http.StatusOK {
		os.Exit(6)
	}
	defer func() { _ = r.Body.Close() }()
	e.raw, err = io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(e.raw, &e) != nil {
		os.Exit(7)
	}
	return r.Header.Get("Lambda-Runtime-Aws-Request-Id"), e
}

func api(path string) string {
	return "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/" + path
}

func respond(id, text string) {
	r, err := http.Post(api(id+"/response"), "application/json", strings.NewReader(text))
	if err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
}

// responses are what a function should answer, by the beginning of the source; the others return the event as it is.
var responses = map[string]string{
	"CreateAuthChallenge":         `{"publicChallengeParameters":{},"privateChallengeParameters":{"answer":"42"}}`,
	"VerifyAuthChallengeResponse": `{"answerCorrect":true}`,
	"UserMigration":               `{"userAttributes":{"email":"x@example.com"},"finalUserStatus":"CONFIRMED","messageAction":"SUPPRESS"}`,
}

// answer is the event with a response: the one that is given, or else a good one.
func answer(e event, response []byte) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(e.raw, &members) != nil {
		os.Exit(8)
	}
	source, _, _ := strings.Cut(e.TriggerSource, "_")
	switch good := responses[source]; {
	case response != nil:
	case good != "":
		response = []byte(good)
	case source == "DefineAuthChallenge" && len(e.Request.Session) == 0:
		response = []byte(`{"challengeName":"CUSTOM_CHALLENGE"}`)
	case source == "DefineAuthChallenge":
		response = []byte(`{"issueTokens":true}`)
	default:
		return string(e.raw)
	}
	delete(members, "response")
	whole, err := json.Marshal(members)
	if err != nil {
		os.Exit(9)
	}
	return fmt.Sprintf(`%s,"response":%s}`, whole[:len(whole)-1], response)
}
