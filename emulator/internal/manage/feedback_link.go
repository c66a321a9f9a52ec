package manage

import (
	"net/http"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// FeedbackLink answers the links in the notifications of threat protection, by which users say whether a sign-in was
// theirs: calls of UpdateAuthEventFeedback.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
type FeedbackLink struct{ RPC http.Handler }

// ServeHTTP implements http.Handler.
func (l *FeedbackLink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	in := api.UpdateAuthEventFeedbackRequest{
		UserPoolId: query.Get("user_pool_id"), Username: query.Get("user_name"), EventId: query.Get("event_id"),
		FeedbackToken: api.Secret(query.Get("feedback_token")), FeedbackValue: api.FeedbackValueType(query.Get("feedback_value")),
	}
	follow(w, r, l.RPC, "UpdateAuthEventFeedback", in, "Thank you for the feedback.", "The feedback was not taken")
}
