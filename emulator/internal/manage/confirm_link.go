package manage

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ConfirmLink answers the link in the e-mails of pools that confirm by link. The user who follows it makes an ordinary
// call of ConfirmSignUp, so that the journal has it and the same rules hold.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
type ConfirmLink struct {
	DB  *store.DB
	RPC http.Handler
}

// ServeHTTP implements http.Handler. What the real page says is not established.
func (l *ConfirmLink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	in := api.ConfirmSignUpRequest{
		ClientId: query.Get("client_id"), Username: query.Get("user_name"), ConfirmationCode: query.Get("confirmation_code"),
	}
	in.SecretHash = l.secretHash(r.Context(), in.ClientId, in.Username)
	answer, err := l.call(r.Context(), in)
	switch {
	case err != nil:
		page(w, http.StatusInternalServerError, err.Error())
	case answer.status != http.StatusOK:
		page(w, answer.status, fmt.Sprintf("The registration could not be confirmed: %s\nGET /_emulator/requests/%s says why.",
			answer.header.Get("x-amzn-errormessage"), answer.header.Get("x-amzn-requestid")))
	default:
		page(w, http.StatusOK, "Your registration has been confirmed.")
	}
}

func (l *ConfirmLink) call(ctx context.Context, in api.ConfirmSignUpRequest) (*recorder, error) {
	body, err := api.Encode(in)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(string(body)))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.ConfirmSignUp")
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	l.RPC.ServeHTTP(answer, request)
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

// secretHash stands in for the service, which knows the client's secret; the browser does not.
func (l *ConfirmLink) secretHash(ctx context.Context, clientID, username string) api.Secret {
	var hash string
	_ = l.DB.View(ctx, func(tx *store.Tx) error { // an unknown client is refused by ConfirmSignUp
		client, err := directory.Clients.Get(tx, clientID)
		if err == nil && client.Secret() != "" {
			hash = client.SecretHash(username)
		}
		return nil
	})
	return api.Secret(hash)
}

func page(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // the client may be gone; there is nobody left to tell
}
