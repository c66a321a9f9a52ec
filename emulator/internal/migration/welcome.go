package migration

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// welcome writes the invitation, unless messageAction is SUPPRESS: by SMS, or as desiredDeliveryMediums says. What
// stands in place of the temporary password in a migrated user's invitation is not documented; here it is empty. That
// CustomMessage and custom senders get it as the invitation of an administrator is assumed.
func (m *Migrator) welcome(ctx context.Context, tx *store.Tx, pool directory.Pool, user directory.User, clientID string, a trigger.UserMigrationAnswer) []message.Draft {
	trail := journal.From(ctx)
	if a.MessageAction == "SUPPRESS" {
		trail.Passed("migration.invitation", "messageAction is SUPPRESS: no invitation is sent")
		return nil
	}
	var drafts []message.Draft
	mediums := a.DesiredDeliveryMediums
	if len(mediums) == 0 {
		mediums = []string{"SMS"}
	}
	for _, d := range []directory.Delivery{{Attribute: "phone_number"}, {Attribute: "email"}} {
		if !slices.Contains(mediums, string(d.Medium())) {
			continue
		}
		d.Address = user.Attributes[d.Attribute]
		if d.Address == "" {
			trail.Notice("no invitation by %s: the migrated user has no %s (the default medium is SMS; set messageAction to SUPPRESS or desiredDeliveryMediums)", d.Medium(), d.Attribute)
			continue
		}
		drafts = append(drafts, m.Messages.DraftInvitation(tx, pool, user, clientID, d, ""))
	}
	return drafts
}
