package rpc

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// answer is what goes over the wire.
type answer struct {
	status             int
	body               []byte
	exception, message string
	rule               string // the id of the rule that the wire shows
}

func encodeAnswer(c *call, refusal *rule.Refusal) answer {
	if refusal == nil && c.empty {
		return answer{status: http.StatusOK}
	}
	if refusal == nil {
		body, err := api.Encode(c.out)
		if err == nil {
			return answer{status: http.StatusOK, body: body}
		}
		refusal = rule.InternalError.Refuse().Because("encoding the answer: %v", err)
	}
	e := refusal.Answer
	return answer{status: e.Status, body: api.ErrorBody(e), exception: e.Code, message: e.Message, rule: refusal.Rule.ID}
}

// write sends the answer with the headers that the service was seen to send, and the emulator's own.
func (a answer) write(w http.ResponseWriter, requestID string) {
	h := w.Header()
	h.Set("Content-Type", "application/x-amz-json-1.1")
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	h.Set("x-amzn-requestid", requestID)
	if a.exception != "" {
		h.Set("x-amzn-errortype", a.exception+":")
		if text := headerText(a.message); text != "" {
			h.Set("x-amzn-errormessage", text)
		}
		h.Set("x-emulator-rule", a.rule)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the client may be gone; there is nobody left to tell
}

// longestHeader bounds the message in the header. A validation message can have any length, and clients refuse an
// answer with long headers: Node.js one with 16 KB of them, https://nodejs.org/api/http.html#httpmaxheadersize.
const longestHeader = 1 << 10

// headerText makes a message fit for a header, which cannot hold line breaks.
func headerText(message string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return ' '
		}
		return r
	}, message[:min(len(message), longestHeader)]))
}
