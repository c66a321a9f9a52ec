package manage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/cognitwo/cognitwo/emulator/internal/migration"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// largestEvent bounds the bodies of requests.
const largestEvent = 1 << 20

// called is what came of a call that no request of the API caused, as JSON.
type called struct {
	Function    string            `json:"function"`
	Event       json.RawMessage   `json:"event"`
	Answer      string            `json:"answer"`          // the raw bytes
	Error       string            `json:"error,omitempty"` // the function error, or why no function answered
	Output      string            `json:"output,omitempty"`
	RequestID   string            `json:"requestId,omitempty"`
	DurationMs  float64           `json:"durationMs"`
	Attempts    []attempt         `json:"attempts"`
	Verdict     string            `json:"verdict"`               // what Cognito would make of it
	WouldAnswer *migration.Answer `json:"wouldAnswer,omitempty"` // what the client would be told; nil if the request would go on
	Rule        string            `json:"rule,omitempty"`
	Fix         string            `json:"fix,omitempty"`
}

type attempt struct {
	RequestID  string  `json:"requestId,omitempty"`
	Target     string  `json:"target,omitempty"`
	Output     string  `json:"output,omitempty"`
	Error      string  `json:"error,omitempty"`
	DurationMs float64 `json:"durationMs"`
}

// judge says what came of a call. Mask hides what must not be shown in texts that may repeat it.
func (a *API) judge(function string, event, shown json.RawMessage, result lambdaclient.Result, err error, mask func(string) string) called {
	c := called{
		Function: function, Event: shown, Answer: mask(string(result.Payload)), Output: mask(result.Output), RequestID: result.RequestID,
		DurationMs: milliseconds(result.Duration), Attempts: []attempt{},
	}
	switch {
	case err != nil:
		c.Error = mask(err.Error())
	case result.FunctionError != nil:
		c.Answer, c.Error = "", mask(string(result.FunctionError.Raw))
	}
	for _, try := range result.Attempts {
		shown := attempt{try.RequestID, try.Target, mask(try.Output), "", milliseconds(try.Duration)}
		if try.Err != nil {
			shown.Error = mask(try.Err.Error())
		}
		c.Attempts = append(c.Attempts, shown)
	}
	verdict, refusal := a.Choices.Judge(event, result, err)
	c.Verdict = mask(verdict)
	if refusal != nil {
		c.WouldAnswer = &migration.Answer{Type: refusal.Answer.Code, Message: mask(refusal.Answer.Message)}
		c.Rule, c.Fix = refusal.Rule.ID, refusal.Fix
	}
	return c
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// body reads a request's body; what is wrong with it is answered already if it is not ok.
func body(w http.ResponseWriter, r *http.Request) (text []byte, ok bool) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestEvent))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		write(w, http.StatusRequestEntityTooLarge, problem{"too long", fmt.Sprintf("the body is longer than %d bytes", largestEvent), "send less"})
	case err != nil:
		badBody(w, "the body could not be read: "+err.Error(), "send it again")
	}
	return text, err == nil
}

func badBody(w http.ResponseWriter, because, fix string) {
	write(w, http.StatusBadRequest, problem{"bad body", because, fix})
}

// parameter is a part of the path. The router leaves those escaped that could be taken for several parts.
func parameter(r *http.Request, name string) string {
	value := chi.URLParam(r, name)
	if r.URL.RawPath == "" {
		return value
	}
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}
