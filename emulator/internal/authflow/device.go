package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// DeviceFacts are what is known of the device that a caller presents with DEVICE_KEY.
type DeviceFacts struct {
	Key    string `json:"key,omitempty"`
	SRP    bool   `json:"srp,omitempty"`    // DEVICE_SRP_AUTH was answered: the proof comes next
	Proven bool   `json:"proven,omitempty"` // and the proof
}

// present takes the device that a call presents. It is called for each call, after the user is known.
func (r *Runner) present(_ context.Context, _ *Attempt, _ Params) error { return nil }

// deviceStandsIn reports whether a device spares its user the second factor.
func deviceStandsIn(_ *Attempt) bool { return false }

func deviceUnproven(_ *Attempt) bool  { return false }
func deviceProofOwed(_ *Attempt) bool { return false }

// announce makes up the key of a new device, for sign-ins that present none to a pool that tracks them; else nil.
func (r *Runner) announce(_ context.Context, _ *Attempt) (*api.NewDeviceMetadataType, error) {
	return nil, nil
} //nolint:nilnil // nothing to announce is no error

// checkRefreshDevice checks the device of a refresh token against the DEVICE_KEY of the call.
func checkRefreshDevice(_ *Attempt, _, _ string) error { return nil }
