package manage

import (
	"context"
	"net/http"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ConfirmLink answers the link in the e-mails of pools that confirm by link: a call of ConfirmSignUp.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
type ConfirmLink struct {
	DB  *store.DB
	RPC http.Handler
}

// ServeHTTP implements http.Handler.
func (l *ConfirmLink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	in := api.ConfirmSignUpRequest{
		ClientId: query.Get("client_id"), Username: query.Get("user_name"), ConfirmationCode: query.Get("confirmation_code"),
	}
	in.SecretHash = l.secretHash(r.Context(), in.ClientId, in.Username)
	follow(w, r, l.RPC, "ConfirmSignUp", in, "Your registration has been confirmed.", "The registration could not be confirmed")
}

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
