package threat_test

import (
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// What a notification says, in the pool's words and in ours.
func TestNotifications(t *testing.T) {
	w := newWorld(t)
	last := func() (m message.Message) {
		w.update(func(tx *store.Tx) error {
			for one, err := range message.Messages.Scan(tx, "", "", 0) {
				if err != nil {
					return err
				}
				m = one
			}
			return nil
		})
		return m
	}
	notices := map[string]threat.Notice{"blocked": {Blocked: true, Event: "1"}, "asked for a second factor": {MFA: true, Event: "1"}, "signed in": {Event: "1"}}
	for what, notice := range notices {
		w.must(w.Notify(t.Context(), w.scene(), w.user, notice))
		if m := last(); !strings.Contains(m.Body, what) || !strings.Contains(m.Body, "http://localhost:2646"+threat.FeedbackPath+"?event_id=1&") || m.To != "bob@example.com" {
			t.Errorf("%s: %+v", what, m)
		}
	}
	mail := func(subject string) *api.NotifyEmailType {
		return &api.NotifyEmailType{Subject: subject, HtmlBody: "<b>{username}</b>"}
	}
	w.update(func(tx *store.Tx) error {
		return directory.RiskConfigurations.Put(tx, api.RiskConfigurationType{UserPoolId: w.pool.Id, AccountTakeoverRiskConfiguration: &api.AccountTakeoverRiskConfigurationType{
			NotifyConfiguration: &api.NotifyConfigurationType{BlockEmail: mail("blocked"), MfaEmail: mail("asked for a second factor"), NoActionEmail: mail("signed in")},
		}})
	})
	for what, notice := range notices {
		w.must(w.Notify(t.Context(), w.scene(), w.user, notice))
		if m := last(); m.Subject != what || m.Body != "<b>bob</b>" {
			t.Errorf("%s: %+v", what, m)
		}
	}
	before := last()
	w.user.Attributes = nil
	ctx, trail := journal.With(t.Context(), "1", "InitiateAuth", w.clock.Now())
	w.must(w.Notify(ctx, w.scene(), w.user, threat.Notice{Event: "1"}))
	if entry := trail.Finish(200, "", "", 0); last().ID != before.ID || len(entry.Notices) != 1 {
		t.Errorf("who has no address: notices %q", entry.Notices)
	}
}
