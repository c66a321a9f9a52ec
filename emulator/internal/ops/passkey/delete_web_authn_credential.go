package passkey

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DeleteWebAuthnCredential takes a passkey from the user who calls. The device keeps its part.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
func (o *Passkeys) DeleteWebAuthnCredential(ctx context.Context, in *api.DeleteWebAuthnCredentialRequest) (*api.DeleteWebAuthnCredentialResponse, error) {
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err := o.caller(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		if !directory.RemovePasskey(&c.user, in.CredentialId) {
			return rule.PasskeyMissing.Refuse().Because("%s has no passkey %q", c.user.Username, in.CredentialId)
		}
		return directory.SaveUser(tx, c.pool, &c.user)
	})
	if err != nil {
		return nil, err
	}
	return &api.DeleteWebAuthnCredentialResponse{}, nil
}
