package directory

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// AuthEventLife is how long events are kept.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
const AuthEventLife = 2 * 365 * 24 * time.Hour

// AuthEvent is something that a user, or somebody in the user's name, did in a pool with threat protection.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AuthEventType.html
type AuthEvent struct {
	PoolID, Sub   string
	ID            string // that of the request which began it, and of the tokens which it led to
	Serial        int64  // tells the order of events of one millisecond
	Type          api.EventType
	Created       time.Time
	Response      api.EventResponseType
	Risk          api.EventRiskType
	Challenges    []api.ChallengeResponseType `json:",omitempty"`
	Context       api.EventContextDataType
	Feedback      *api.EventFeedbackType `json:",omitempty"`
	FeedbackToken string                 `json:",omitempty"` // what the user's notification carries; "" if there was none
}

// AuthEvents holds the events by user and id.
var AuthEvents = store.Table[AuthEvent]{
	Kind: "auth-event",
	Key:  func(e AuthEvent) string { return e.PoolID + "/" + e.Sub + "/" + e.ID },
}

// FindAuthEvent gives an event of a user.
func FindAuthEvent(tx *store.Tx, user User, id string) (AuthEvent, error) {
	event, err := AuthEvents.Get(tx, user.PoolID+"/"+user.Sub+"/"+id)
	if errors.Is(err, store.ErrNotFound) {
		return AuthEvent{}, rule.AuthEventNotFound.Refuse().Because("user %s has no event %s", user.Username, id)
	}
	return event, err
}

// AuthEventsOf cuts a page out of a user's events: the newest first (documented by an example), those of two years.
func AuthEventsOf(tx *store.Tx, user User, p Paging) ([]AuthEvent, string, error) {
	var events []AuthEvent
	for event, err := range AuthEvents.Scan(tx, user.PoolID+"/"+user.Sub+"/", "", 0) {
		if err != nil {
			return nil, "", err
		}
		if tx.Now.Sub(event.Created) < AuthEventLife {
			events = append(events, event)
		}
	}
	return PageOfSlice(events, AuthEvent.age, p)
}

// age sorts events, the newest first.
func (e AuthEvent) age() string {
	return fmt.Sprintf("%019d-%019d-%s", math.MaxInt64-e.Created.UnixMilli(), math.MaxInt64-e.Serial, e.ID)
}

// deleteAuthEvents removes what a user did.
func deleteAuthEvents(tx *store.Tx, user User) error {
	return CascadeOf(AuthEvents)(tx, user.PoolID+"/"+user.Sub)
}
