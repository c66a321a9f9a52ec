package passkey

import (
	"context"
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// CompleteWebAuthnRegistration gives the user who calls the passkey that the browser made.
//
//  1. The user has begun a registration, with a token of the same app client, and it has not expired.
//  2. The credential is one that the registration's options ask for: made on a page of the relying party, for the relying
//     party, with a key of a kind that the options name, and with user verification where the pool requires it.
//  3. A passkey ends its registration. What is refused leaves it as it is (assumed), so that the user can try again.
//
// The order of the checks is assumed.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
func (o *Passkeys) CompleteWebAuthnRegistration(ctx context.Context, in *api.CompleteWebAuthnRegistrationRequest) (*api.CompleteWebAuthnRegistrationResponse, error) {
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err := o.registers(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		begun, err := registration(tx, c)
		if err != nil {
			return err
		}
		passkey, err := factor.FinishRegistration(c.pool, begun.Challenge, in.Credential)
		if err != nil {
			return err
		}
		passkey.Created = tx.Now
		if err := directory.AddPasskey(&c.user, passkey); err != nil {
			return err
		}
		if err := directory.EndPasskeyRegistration(tx, c.pool.Id, c.user.Sub); err != nil {
			return err
		}
		journal.From(ctx).Passed("passkey", "%s has the passkey %s for %s", c.user.Username, passkey.CredentialID(), passkey.RelyingPartyID)
		return directory.SaveUser(tx, c.pool, &c.user)
	})
	if err != nil {
		return nil, err
	}
	return &api.CompleteWebAuthnRegistrationResponse{}, nil
}

// registration is the one that the caller has begun.
func registration(tx *store.Tx, c caller) (directory.PasskeyRegistration, error) {
	begun, err := directory.PasskeyRegistrations.Get(tx, c.pool.Id+"/"+c.user.Sub)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return begun, rule.PasskeyChallengeMissing.Refuse().Because("%s has begun no registration, or has completed it", c.user.Username)
	case err != nil:
		return begun, err
	case !tx.Now.Before(begun.Expires):
		return begun, rule.PasskeyChallengeMissing.Refuse().Because("the registration expired at %s", begun.Expires.Format(time.RFC3339))
	case begun.ClientID != c.client.ClientId:
		return begun, rule.PasskeyClientMismatch.Refuse().Because("the registration was begun with app client %s, the token is of %s", begun.ClientID, c.client.ClientId)
	}
	return begun, nil
}
