package risk

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminUpdateAuthEventFeedback says whether an event was the user's doing. It changes nothing but what the event shows: no
// risks are computed here.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateAuthEventFeedback.html
func (o *Risks) AdminUpdateAuthEventFeedback(ctx context.Context, in *api.AdminUpdateAuthEventFeedbackRequest) (*api.AdminUpdateAuthEventFeedbackResponse, error) {
	return &api.AdminUpdateAuthEventFeedbackResponse{}, o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, user, err := findUser(ctx, tx, in.UserPoolId, in.Username)
		if err != nil {
			return err
		}
		event, err := directory.FindAuthEvent(tx, user, in.EventId)
		if err != nil {
			return err
		}
		return giveFeedback(tx, event, in.FeedbackValue, "Admin")
	})
}

// giveFeedback keeps what was said of an event, and by whom. The names of the providers are assumed.
func giveFeedback(tx *store.Tx, event directory.AuthEvent, value api.FeedbackValueType, provider string) error {
	event.Feedback = &api.EventFeedbackType{FeedbackValue: value, Provider: provider, FeedbackDate: api.Time{Time: tx.Now}}
	return directory.AuthEvents.Put(tx, event)
}
