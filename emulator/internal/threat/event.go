package threat

import (
	"context"
	"errors"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Happening is what there is to record of a call.
type Happening struct {
	ID         string // of the event: that of the call which began it
	Type       api.EventType
	Response   api.EventResponseType
	Challenges []api.ChallengeResponseType
	Risk       api.EventRiskType
}

// phantomEvent is the one event of each user who is not there: so their calls take as long as those of others, and
// nobody finds anything that was recorded of them.
const phantomEvent = "none"

// Record keeps what happened. Later steps of the same event replace what there is of it, except for when and where it
// began and what was said about it.
func (g *Guard) Record(ctx context.Context, s Scene, user directory.User, h Happening) error {
	if g == nil || !s.watched() || user.Sub == "" {
		return nil
	}
	_, err := g.change(ctx, s, user, h.ID, func(event *directory.AuthEvent) {
		event.Type, event.Response, event.Challenges, event.Risk = h.Type, h.Response, h.Challenges, h.Risk
	})
	return err
}

// change begins or changes an event. That of a user who was deleted meanwhile is not kept.
func (g *Guard) change(ctx context.Context, s Scene, user directory.User, id string, change func(*directory.AuthEvent)) (event directory.AuthEvent, err error) {
	if user.Phantom {
		id = phantomEvent
	}
	key := directory.AuthEvents.Key(directory.AuthEvent{PoolID: s.Pool.Id, Sub: user.Sub, ID: id})
	err = g.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		_, err := directory.Users.GetBy(tx, "sub", s.Pool.Id+"/"+user.Sub)
		switch missing := errors.Is(err, store.ErrNotFound); {
		case missing && !user.Phantom:
			return nil
		case err != nil && !missing:
			return err
		}
		event, err = directory.AuthEvents.Get(tx, key)
		switch {
		case errors.Is(err, store.ErrNotFound):
			event = g.begin(tx, s, user, id)
		case err != nil:
			return err
		}
		change(&event)
		return directory.AuthEvents.Put(tx, event)
	})
	return event, err
}

func (g *Guard) begin(tx *store.Tx, s Scene, user directory.User, id string) directory.AuthEvent {
	event := directory.AuthEvent{
		PoolID: s.Pool.Id, Sub: user.Sub, ID: id, Serial: g.count.Add(1), Created: tx.Now,
		Context: api.EventContextDataType{DeviceName: s.Context.Name, Timezone: s.Context.Timezone},
	}
	if s.Address.IsValid() {
		event.Context.IpAddress = s.Address.String()
	}
	return event
}

// Risk is how an event shows what was found: the level of a risk, whether the address is blocked, and whether the
// password is compromised.
func Risk(level api.RiskLevelType, blocked, compromised bool) api.EventRiskType {
	risk := api.EventRiskType{RiskDecision: api.RiskDecisionTypeNoRisk, RiskLevel: level, CompromisedCredentialsDetected: new(compromised)}
	switch {
	case blocked:
		risk.RiskDecision = api.RiskDecisionTypeBlock
	case level != "":
		risk.RiskDecision = api.RiskDecisionTypeAccountTakeover
	}
	return risk
}
