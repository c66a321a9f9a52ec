package account

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// codes are what a transaction drew, to be delivered after it, and what the answer says of them.
type codes struct {
	drafts  []message.Draft
	details []api.CodeDeliveryDetailsType
}

// first describes the only code; nil if there is none.
func (c codes) first() *api.CodeDeliveryDetailsType {
	if len(c.details) == 0 {
		return nil
	}
	return &c.details[0]
}

// draft draws a code and adds it to the others.
func (o *Accounts) draft(tx *store.Tx, pool directory.Pool, user directory.User, to *codes, occasion message.Occasion) error {
	draft, err := o.Messages.DraftCode(tx, pool, user, occasion)
	if err != nil {
		return err
	}
	to.drafts, to.details = append(to.drafts, draft), append(to.details, *occasion.Delivery.Details())
	return nil
}
