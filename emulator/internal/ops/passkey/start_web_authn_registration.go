package passkey

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// StartWebAuthnRegistration gives the options with which the browser of the user who calls makes a passkey.
//
//  1. The pool has WEB_AUTHN among its AllowedFirstAuthFactors, and a relying party: a RelyingPartyId, or a domain.
//  2. The user has room for one more.
//  3. The registration lasts as long as AuthSessionValidity says (assumed). A newer one takes its place (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
func (o *Passkeys) StartWebAuthnRegistration(ctx context.Context, in *api.StartWebAuthnRegistrationRequest) (*api.StartWebAuthnRegistrationResponse, error) {
	var out api.StartWebAuthnRegistrationResponse
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err := o.registers(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		if c.pool.RelyingPartyID() == "" {
			return rule.PasskeyRelyingPartyMissing.Refuse().Because("pool %s has no RelyingPartyId and no domain", c.pool.Id)
		}
		if err := directory.CheckPasskeyRoom(c.user); err != nil {
			return err
		}
		challenge, err := factor.NewChallenge(o.Random)
		if err != nil {
			return err
		}
		if out.CredentialCreationOptions, err = factor.BeginRegistration(c.pool, c.user, challenge); err != nil {
			return err
		}
		return directory.PasskeyRegistrations.Put(tx, directory.PasskeyRegistration{
			PoolID: c.pool.Id, Sub: c.user.Sub, ClientID: c.client.ClientId, Challenge: challenge, Expires: tx.Now.Add(c.client.SessionLife()),
		})
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}
