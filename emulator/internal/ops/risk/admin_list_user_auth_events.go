package risk

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AdminListUserAuthEvents lists what a user did, the newest first, 60 events at most on a page.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html
func (o *Risks) AdminListUserAuthEvents(ctx context.Context, in *api.AdminListUserAuthEventsRequest) (*api.AdminListUserAuthEventsResponse, error) {
	out := &api.AdminListUserAuthEventsResponse{AuthEvents: []api.AuthEventType{}}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, user, err := findUser(ctx, tx, in.UserPoolId, in.Username)
		if err != nil {
			return err
		}
		events, next, err := directory.AuthEventsOf(tx, user, directory.Paging{
			Limit: directory.ListLimit(in.MaxResults), Token: in.NextToken, List: []string{"AdminListUserAuthEvents", pool.Id, user.Sub},
		})
		for _, event := range events {
			out.AuthEvents = append(out.AuthEvents, shown(event))
		}
		out.NextToken = next
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func shown(e directory.AuthEvent) api.AuthEventType {
	return api.AuthEventType{
		EventId: e.ID, EventType: e.Type, CreationDate: api.Time{Time: e.Created}, EventResponse: e.Response, EventRisk: &e.Risk,
		ChallengeResponses: e.Challenges, EventContextData: &e.Context, EventFeedback: e.Feedback,
	}
}
