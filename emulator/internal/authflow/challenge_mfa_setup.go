package authflow

import (
	"context"
)

// EnrolledToken is a software token that is being set up while its user signs in.
type EnrolledToken struct {
	Secret   []byte `json:"secret"`
	Name     string `json:"name,omitempty"`
	Verified bool   `json:"verified,omitempty"`
	LastStep int64  `json:"lastStep,omitempty"`
}

func (r *Runner) answerMFASetup(_ context.Context, _ *Attempt, _ Answer) error {
	return notEmulated("the challenge MFA_SETUP")
}
