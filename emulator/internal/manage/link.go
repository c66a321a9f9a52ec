package manage

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// follow answers a link in an e-mail: whoever follows it makes an ordinary call of an operation, so that the journal has
// it and the same rules hold. What the real pages say is not established.
func follow(w http.ResponseWriter, r *http.Request, rpc http.Handler, operation string, in any, done, refused string) {
	answer, err := callAs(r.Context(), rpc, operation, in)
	switch {
	case err != nil:
		page(w, http.StatusInternalServerError, err.Error())
	case answer.status != http.StatusOK:
		page(w, answer.status, fmt.Sprintf("%s: %s\nGET /_emulator/requests/%s says why.",
			refused, answer.header.Get("x-amzn-errormessage"), answer.header.Get("x-amzn-requestid")))
	default:
		page(w, http.StatusOK, done)
	}
}

func callAs(ctx context.Context, rpc http.Handler, operation string, in any) (*recorder, error) {
	body, err := api.Encode(in)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "/", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	rpc.ServeHTTP(answer, request)
	return answer, nil
}

// recorder keeps what an http.Handler answers, without the body.
type recorder struct {
	header http.Header
	status int
}

func (r *recorder) Header() http.Header            { return r.header }
func (r *recorder) WriteHeader(status int)         { r.status = status }
func (r *recorder) Write(body []byte) (int, error) { return len(body), nil }

func page(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // the client may be gone; there is nobody left to tell
}
