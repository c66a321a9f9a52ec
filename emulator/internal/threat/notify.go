package threat

import (
	"cmp"
	"context"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
)

// Notice says what a user is told of: a risky sign-in, and what was done about it.
type Notice struct {
	Verdict
	Event   string
	Blocked bool
	MFA     bool // a second factor is asked for because of it
}

// FeedbackPath is where the links in notifications lead. On AWS it is a path of the pool's domain that is not known.
const FeedbackPath = "/authEventFeedback"

// Notify tells a user of a risky sign-in by e-mail, in the words of the risk configuration. The message carries a token
// by which the user can say whether it was theirs. A user without an e-mail address is not told.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
func (g *Guard) Notify(ctx context.Context, s Scene, user directory.User, n Notice) error {
	if user.Attributes["email"] == "" {
		journal.From(ctx).Notice("the user was not told of the risky sign-in: %s has no email", user.Username)
		return nil
	}
	f, err := g.facts(ctx, s)
	if err != nil {
		return err
	}
	token, err := uuid.NewRandomFromReader(g.Random)
	if err != nil {
		return err
	}
	event, err := g.change(ctx, s, user, n.Event, func(event *directory.AuthEvent) {
		event.Type, event.Response, event.FeedbackToken = api.EventTypeSignIn, api.EventResponseTypeInProgress, token.String()
	})
	if err != nil {
		return err
	}
	template := n.template(f.config)
	return g.Messages.Notify(ctx, s.Pool, user, message.Notification{
		ClientID: s.Client.ClientId, At: event.Created, Subject: template.Subject, Body: cmp.Or(template.TextBody, template.HtmlBody),
		Values: g.values(s, user, n, event),
	})
}

// values are those of a template's placeholders.
func (g *Guard) values(s Scene, user directory.User, n Notice, event directory.AuthEvent) map[string]string {
	link := func(value api.FeedbackValueType) string {
		return g.PublicURL + FeedbackPath + "?" + url.Values{
			"user_pool_id": {s.Pool.Id}, "user_name": {user.Username}, "event_id": {event.ID}, "feedback_token": {event.FeedbackToken},
			"feedback_value": {string(value)},
		}.Encode()
	}
	return map[string]string{
		"username": user.Username, "event-id": event.ID, "feedback-token": event.FeedbackToken,
		"ip-address": event.Context.IpAddress, "city": event.Context.City, "country": event.Context.Country, "device-name": event.Context.DeviceName,
		"login-time":           event.Created.UTC().Format(time.RFC3339),
		"one-click-link-valid": link(api.FeedbackValueTypeValid), "one-click-link-invalid": link(api.FeedbackValueTypeInvalid),
		"account-take-over-action": string(n.Action),
	}
}

// template is the text that a pool has for what was done. The default texts are ours.
func (n Notice) template(config api.RiskConfigurationType) api.NotifyEmailType {
	notify := &api.NotifyConfigurationType{}
	if c := config.AccountTakeoverRiskConfiguration; c != nil && c.NotifyConfiguration != nil {
		notify = c.NotifyConfiguration
	}
	const where = "\nTime: {login-time}\nAddress: {ip-address}\nDevice: {device-name}\nIt was me: {one-click-link-valid}\nIt was not me: {one-click-link-invalid}"
	own, subject, body := notify.NoActionEmail, "New sign-in", "Somebody has signed in as {username}."+where
	switch {
	case n.Blocked:
		own, subject, body = notify.BlockEmail, "A sign-in was blocked", "We have blocked a sign-in as {username}."+where
	case n.MFA:
		own, subject, body = notify.MfaEmail, "New sign-in", "We have asked for a second factor at a sign-in as {username}."+where
	}
	if own != nil {
		return api.NotifyEmailType{Subject: own.Subject, TextBody: own.TextBody, HtmlBody: cmp.Or(own.HtmlBody, body)}
	}
	return api.NotifyEmailType{Subject: subject, TextBody: body}
}
