package manage

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// FeedbackLink answers the links in the notifications of threat protection, by which users say whether a sign-in was
// theirs. Who follows one makes an ordinary call of UpdateAuthEventFeedback.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
type FeedbackLink struct{ RPC http.Handler }

// ServeHTTP implements http.Handler. What the real page says is not established.
func (l *FeedbackLink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	answer, err := l.call(r.Context(), api.UpdateAuthEventFeedbackRequest{
		UserPoolId: query.Get("user_pool_id"), Username: query.Get("user_name"), EventId: query.Get("event_id"),
		FeedbackToken: api.Secret(query.Get("feedback_token")), FeedbackValue: api.FeedbackValueType(query.Get("feedback_value")),
	})
	switch {
	case err != nil:
		page(w, http.StatusInternalServerError, err.Error())
	case answer.status != http.StatusOK:
		page(w, answer.status, fmt.Sprintf("The feedback was not taken: %s\nGET /_emulator/requests/%s says why.",
			answer.header.Get("x-amzn-errormessage"), answer.header.Get("x-amzn-requestid")))
	default:
		page(w, http.StatusOK, "Thank you for the feedback.")
	}
}

func (l *FeedbackLink) call(ctx context.Context, in api.UpdateAuthEventFeedbackRequest) (*recorder, error) {
	body, err := api.Encode(in)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(string(body)))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.UpdateAuthEventFeedback")
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	l.RPC.ServeHTTP(answer, request)
	return answer, nil
}
