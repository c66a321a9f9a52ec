package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// Choice are the facts of an attempt by USER_AUTH: the caller chooses what to prove first.
type Choice struct {
	Name  string                `json:"name"`            // of the user, as it was typed
	Named api.ChallengeNameType `json:"named,omitempty"` // what was chosen; "" as long as nothing is
}

func (r *Runner) openChoice(_ context.Context, _ *Attempt, _ Params) error {
	return notEmulated("the flow USER_AUTH")
}
