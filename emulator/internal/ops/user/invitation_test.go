package user_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestAdminCreateUserInvites(t *testing.T) {
	both := []string{"email", "a@example.com", "phone_number", "+12065550100"}
	for name, c := range map[string]struct {
		given   []string
		mediums []api.DeliveryMediumType
		to      []string
		rule    *rule.Rule
		message string
		notice  string
	}{
		"SMS by default":          {given: both, to: []string{"+12065550100"}},
		"the default, no phone":   {given: both[:2], to: []string{}, notice: "no invitation was sent: without DesiredDeliveryMediums it goes by SMS"},
		"e-mail":                  {given: both, mediums: []api.DeliveryMediumType{"EMAIL"}, to: []string{"a@example.com"}},
		"both":                    {given: both, mediums: []api.DeliveryMediumType{"EMAIL", "SMS"}, to: []string{"+12065550100", "a@example.com"}},
		"the same medium twice":   {given: both, mediums: []api.DeliveryMediumType{"SMS", "SMS"}, to: []string{"+12065550100"}},
		"e-mail without address":  {given: both[2:], mediums: []api.DeliveryMediumType{"EMAIL", "SMS"}, rule: rule.InvitationNoEmail, message: "No email provided but desired delivery medium was Email"},
		"SMS without a telephone": {given: both[:2], mediums: []api.DeliveryMediumType{"SMS"}, rule: rule.InvitationNoPhone, message: "No phone number provided but desired delivery medium was SMS"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
				UserPoolId: poolID, Username: "alice", UserAttributes: attributes(c.given...), DesiredDeliveryMediums: c.mediums, TemporaryPassword: password,
			})
			if c.rule != nil {
				refused(t, err, c.rule, c.message)
				return
			}
			must(t, err)
			if diff := cmp.Diff(c.to, w.addressees()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, m := range w.outbox() {
				if m.Code != password || m.Trigger != message.AdminCreateUser || m.User != "alice" {
					t.Errorf("the invitation is %+v", m)
				}
			}
			w.noticed(c.notice)
		})
	}
}
