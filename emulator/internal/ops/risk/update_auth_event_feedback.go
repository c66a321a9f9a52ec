package risk

import (
	"context"
	"crypto/subtle"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// UpdateAuthEventFeedback is how users say whether a sign-in was theirs: with the token that the notification of it
// carries. Anybody can call it, so users and events who are not there are answered like a wrong token (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html
func (o *Risks) UpdateAuthEventFeedback(ctx context.Context, in *api.UpdateAuthEventFeedbackRequest) (*api.UpdateAuthEventFeedbackResponse, error) {
	return &api.UpdateAuthEventFeedbackResponse{}, o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, user, err := findUser(ctx, tx, in.UserPoolId, in.Username)
		if rule.Is(err, rule.UserNotFound) {
			return rule.FeedbackTokenInvalid.Refuse().Because("there is no user %q", in.Username)
		}
		if err != nil {
			return err
		}
		event, err := directory.FindAuthEvent(tx, user, in.EventId)
		if rule.Is(err, rule.AuthEventNotFound) {
			return rule.FeedbackTokenInvalid.Refuse().Because("user %s has no event %s", user.Username, in.EventId)
		}
		if err != nil {
			return err
		}
		if event.FeedbackToken == "" || subtle.ConstantTimeCompare([]byte(event.FeedbackToken), []byte(in.FeedbackToken)) != 1 {
			return rule.FeedbackTokenInvalid.Refuse().Because("the token is not that of event %s", event.ID)
		}
		return giveFeedback(tx, event, in.FeedbackValue, "User")
	})
}
