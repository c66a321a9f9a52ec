package message

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Withhold does the work of Deliver for a user who is not there, so that it takes as long, and sends nothing. No
// function of the pool is asked (assumed).
func (s *Sender) Withhold(ctx context.Context, pool directory.Pool, drafts ...Draft) error {
	for _, d := range drafts {
		d.message.compose(pool, text{}, s.PublicURL)
		err := s.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
			if err := s.insert(tx, &d.message); err != nil {
				return err
			}
			return Messages.Delete(tx, d.message.ID)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
