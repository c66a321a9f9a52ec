package authflow

import (
	"context"
	"encoding/hex"

	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// openSRP is USER_SRP_AUTH: the name now, the proof of the password later. Nobody is migrated, since there is no
// password to migrate with; and whether the user may sign in at all is told at the proof.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) openSRP(ctx context.Context, a *Attempt, params Params) error {
	if err := r.find(ctx, a, params["USERNAME"], nil); err != nil {
		return err
	}
	return r.preAuthentication(ctx, a, params["USERNAME"])
}

// credentialOf gives what the challenge is made with. A user without a password gets one that no proof fits.
func credentialOf(a *Attempt) *directory.Credential {
	if a.User.Credential != nil {
		return a.User.Credential
	}
	return conceal.Decoy(a.Pool, a.User.Username)
}

func saltOf(c *directory.Credential) string { return hex.EncodeToString(c.Salt) }
